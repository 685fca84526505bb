using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Placard.Storage;

namespace Placard.Engines.Sqlite;

/// <summary>
/// Two files in the data folder, each in WAL with full synchronisation and one writer. Write connections live as long
/// as the engine and keep their prepared statements; read connections attach the other file and are reused.
/// </summary>
internal sealed class SqliteEngine : IEngine
{
    private readonly string folder;
    private readonly ConcurrentDictionary<Area, SqliteLane> lanes = new();
    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private bool closed;

    public SqliteEngine(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        foreach (var area in Enum.GetValues<Area>())
        {
            var connection = OpenFile(area);
            lanes[area] = new SqliteLane(connection, area == Area.Inventory ? new SteadyFiles(PathOf(area)) : null);
        }
    }

    /// <summary>Whether this folder holds the files.</summary>
    public static bool Exists(string folder) => Enum.GetValues<Area>().All(area => File.Exists(PathOf(folder, area)));

    public string Name => "sqlite";

    public string Place => $"SQLite files of {Path.GetFullPath(folder)}";

    public bool Shared => false;

    public async ValueTask<DbConnection> OpenRead(CancellationToken stop)
    {
        if (readers.TryTake(out var reader))
        {
            return reader;
        }
        var connection = new SqliteConnection(ConnectionString(Area.Ledger));
        await connection.OpenAsync(stop).ConfigureAwait(false);
        Run(connection, "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY");
        using var attach = connection.CreateCommand();
        attach.CommandText = "ATTACH DATABASE @file AS inventory";
        attach.Parameters.AddWithValue("@file", PathOf(Area.Inventory));
        attach.ExecuteNonQuery();
        Run(connection, "PRAGMA query_only=ON");
        return connection;
    }

    public ValueTask Close(DbConnection connection)
    {
        var reader = (SqliteConnection)connection;
        if (closed || readers.Count >= 16)
        {
            return reader.DisposeAsync();
        }
        readers.Add(reader);
        return ValueTask.CompletedTask;
    }

    // Each file's moment is fixed by its first read; that is enough for whoever compares rows of one file.
    public ValueTask<DbTransaction> BeginSnapshot(DbConnection connection, CancellationToken stop) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public ValueTask<IWriteTurn> BeginWrite(Area area, CancellationToken stop) => lanes[area].Begin(stop);

    public Task<int> Append(DbSession session, IReadOnlyList<Appending> rows)
    {
        var statements = SqliteStatements.Of((SqliteConnection)session.Connection);
        var written = rows.Sum(part => statements.Append(part.Plan, part.Count, part.Bind));
        lanes[Area.Inventory].KeepPace(session.Connection);
        return Task.FromResult(written);
    }

    public RowReader Rows(DbDataReader reader) => new SqliteRows(reader);

    public Task LockLedger(DbSession session) => Task.CompletedTask;

    public ILedgerTurns LedgerTurns(string ask) => new SingleNodeTurns(this);

    public string Translate(string sql) => Schema.RoomyPages().Replace(Schema.WholeRows().Replace(sql, ""), "")
        .Replace("{blob}", "BLOB", StringComparison.Ordinal)
        .Replace("{id}", "INTEGER", StringComparison.Ordinal)
        .Replace("{packed}", "", StringComparison.Ordinal)
        .Replace("{bytewise}", "COLLATE BINARY", StringComparison.Ordinal);

    // Of both files.
    public Task<bool> HasTable(DbSession session, string table) =>
        session.Scalar<bool>("SELECT COUNT(*) > 0 FROM pragma_table_list(@table)", new { table });

    public async Task Migrate(IReadOnlyList<Migration> migrations, CancellationToken stop)
    {
        foreach (var area in Enum.GetValues<Area>())
        {
            await using var turn = await BeginWrite(area, stop).ConfigureAwait(false);
            await Schema.Apply(this, turn, area, migrations).ConfigureAwait(false);
            await turn.Commit(stop).ConfigureAwait(false);
        }
    }

    // The driver itself calls nothing transient. Busy, locked, a fault of the disk, no room on it, a file that cannot
    // be opened.
    public bool PassesBy(DbException fault) => fault is SqliteException { SqliteErrorCode: 5 or 6 or 10 or 13 or 14 };

    public Task Wake(CancellationToken stop) => Task.CompletedTask;

    public Task<int> BringAlong(TimeSpan patience) => Task.FromResult(0);

    public Task Listen(Action<string?> woken, CancellationToken stop) => Task.CompletedTask;

    public Task Answer(IEnumerable<string> waiting, CancellationToken stop) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        closed = true;
        while (readers.TryTake(out var reader))
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
        foreach (var lane in lanes.Values)
        {
            await lane.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection OpenFile(Area area)
    {
        var connection = new SqliteConnection(ConnectionString(area));
        connection.Open();
        if (area == Area.Inventory)
        {
            // Only a file without pages takes it. Jobs' texts fill large pages; bulk writes are a third cheaper so.
            // Its lane moves the log into the file by itself.
            Run(connection, "PRAGMA page_size=16384; PRAGMA wal_autocheckpoint=0");
        }
        // The small default checkpoint is kept on purpose: a larger one doubles the click's p99.
        Run(connection, """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
            PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=60000
            """);
        return connection;
    }

    private string ConnectionString(Area area) => new SqliteConnectionStringBuilder
    {
        DataSource = PathOf(area),
        Pooling = false,
        DefaultTimeout = 60,
    }.ToString();

    private string PathOf(Area area) => PathOf(folder, area);

    private static string PathOf(string folder, Area area) =>
        Path.Combine(folder, area == Area.Ledger ? "ledger.db" : "inventory.db");
}
