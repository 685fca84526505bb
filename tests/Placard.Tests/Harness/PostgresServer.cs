using System.Diagnostics;
using Npgsql;

namespace Placard.Tests.Harness;

/// <summary>
/// One private PostgreSQL per test run: its own folder, a free port on loopback, durable as shipped (fsync on).
/// Started by the first test that asks for a database, ended with the run, also when the run is killed.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<PostgresServer>> Shared = new(Start);
    private static int databases;

    private readonly Process process;
    private readonly OrphanGuard guard;
    private readonly string folder;
    private readonly int port;

    private PostgresServer(Process process, string folder, int port)
    {
        this.process = process;
        this.folder = folder;
        this.port = port;
        guard = new OrphanGuard(process.Id, "QUIT", folder);
    }

    /// <summary>
    /// Makes an empty database and answers its connection string. Ends the test as skipped (or failed, where engines
    /// are required) when no PostgreSQL is installed.
    /// </summary>
    public static async Task<string> CreateDatabase()
    {
        if (PostgresPrograms.Folder is null)
        {
            StorageEngine.Missing("PostgreSQL 15 or newer is not installed (no initdb on the PATH or below /usr/lib)");
        }
        var server = await Shared.Value;
        var name = $"placard_{Interlocked.Increment(ref databases)}";
        await using var connection = await server.Open("postgres");
        await using var command = connection.CreateCommand();
        // Not of the usual template: while autovacuum looks after that one, it cannot be copied.
        command.CommandText = $"CREATE DATABASE {name} TEMPLATE template0";
        await command.ExecuteNonQueryAsync();
        return server.ConnectionString(name);
    }

    /// <summary>Ends the server of this run, if one was started.</summary>
    public static async Task StopShared()
    {
        if (Shared.IsValueCreated)
        {
            using var server = await Shared.Value;
            await Commands.Signal(server.process.Id, "QUIT");
            await server.process.WaitForExitAsync().WaitAsync(StartPatience);
            Directory.Delete(server.folder, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        guard.Dispose();
        process.Dispose();
    }

    private static async Task<PostgresServer> Start()
    {
        var folder = Directory.CreateTempSubdirectory("placard-postgres-").FullName;
        await PostgresPrograms.GiveToServerUser(folder);
        var data = Path.Combine(folder, "data");
        // An ICU collation like most installations have, not bytes: SQL that leans on the engine's order must show it.
        await PostgresPrograms.Require("initdb", folder, "-D", data, "-U", "postgres", "--auth=trust", "--no-sync",
            "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US");
        for (var attempt = 1; ; attempt++)
        {
            var server = Launch(folder, data);
            if (await server.Answers())
            {
                return server;
            }
            var log = await File.ReadAllTextAsync(Path.Combine(folder, "log"));
            server.Dispose();
            if (attempt == StartAttempts)
            {
                throw new InvalidOperationException($"PostgreSQL does not start: {log}");
            }
        }
    }

    private static PostgresServer Launch(string folder, string data)
    {
        var port = FreePorts.Next();
        var start = PostgresPrograms.StartInfo("postgres", folder,
            "-D", data,
            "-c", "listen_addresses=127.0.0.1",
            "-c", $"port={port}",
            "-c", $"unix_socket_directories={folder}",
            "-c", "max_connections=400");
        var process = Process.Start(start)!;
        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, "log")) { AutoFlush = true });
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        process.StandardInput.Close();
        return new PostgresServer(process, folder, port);
    }

    private async Task<bool> Answers()
    {
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!process.HasExited && waited.Elapsed < StartPatience)
        {
            try
            {
                await using var connection = await Open("postgres");
                return true;
            }
            catch (NpgsqlException)
            {
                await timer.WaitForNextTickAsync();
            }
        }
        return false;
    }

    private async Task<NpgsqlConnection> Open(string database)
    {
        var connection = new NpgsqlConnection(
            ConnectionString(database) + ";Pooling=false;Timeout=60;Command Timeout=0");
        await connection.OpenAsync();
        return connection;
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database={database}";
}
