using System.Diagnostics;
using Npgsql;

namespace Placard.Bench.Programs;

/// <summary>
/// A PostgreSQL of the benchmark's own: its folder, a free port, and otherwise as it is shipped, fsync on.
/// </summary>
internal sealed class PrivatePostgres : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly Child child;
    private readonly int port;
    private int databases;

    private PrivatePostgres(Child child, int port)
    {
        this.child = child;
        this.port = port;
    }

    public static bool IsInstalled => PostgresPrograms.Folder != null;

    public static async Task<PrivatePostgres> Start(string folder)
    {
        Directory.CreateDirectory(folder);
        await PostgresPrograms.GiveToServerUser(folder);
        var data = Path.Combine(folder, "data");
        await PostgresPrograms.Require("initdb", folder, "-D", data, "-U", "postgres", "--auth=trust", "--no-sync",
            "-E", "UTF8", "--locale=C.UTF-8");
        var port = FreePorts.Next();
        var start = PostgresPrograms.StartInfo("postgres", folder, "-D", data, "-c", "listen_addresses=127.0.0.1",
            "-c", $"port={port}", "-c", $"unix_socket_directories={folder}");
        var postgres = new PrivatePostgres(Child.StartSilent(start, "INT", folder), port);
        await postgres.WaitUntilItAnswers();
        return postgres;
    }

    /// <summary>Makes an empty database; answers its connection string.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"bench_{++databases}";
        await Execute("postgres", $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>
    /// What an operator's server has long done when it has ten million rows: visibility, statistics, disk.
    /// </summary>
    public static async Task Settle(string connectionString)
    {
        foreach (var command in (string[])["VACUUM (ANALYZE)", "CHECKPOINT"])
        {
            await Run(connectionString, command);
        }
    }

    /// <summary>Its version, e.g. <c>15.18</c>.</summary>
    public async Task<string> Version()
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        return connection.ServerVersion.Split(' ')[0];
    }

    public void Dispose() => child.Dispose();

    private Task Execute(string database, string sql) => Run(ConnectionString(database), sql);

    private static async Task Run(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task WaitUntilItAnswers()
    {
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!child.HasExited && waited.Elapsed < StartPatience)
        {
            try
            {
                await Execute("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException)
            {
                await timer.WaitForNextTickAsync();
            }
        }
        throw new InvalidOperationException($"PostgreSQL does not start: {child.Output}");
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database={database}";
}
