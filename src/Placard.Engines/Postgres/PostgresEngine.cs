using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;
using Placard.Storage;

namespace Placard.Engines.Postgres;

/// <summary>One database shared by any number of identical nodes.</summary>
internal sealed class PostgresEngine : IEngine
{
    // Advisory locks of this exchange: the schema while it is migrated, the ledger while a batch decides; a third
    // is that of PostgresNodes.
    private const long SchemaLock = 0x506C_6163_0001;
    private const long LedgerLock = 0x506C_6163_0002;

    /// <summary>
    /// Asked for together with the ledger's lock, until the transaction ends: a node whose machine vanished, which the
    /// server notices after hours, must not keep the ledger from all others. No node leaves a turn alone for so long.
    /// </summary>
    public const string LetGoOfIdle = "set_config('idle_in_transaction_session_timeout', '30s', true)";

    private static readonly TimeSpan UntilProbed = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource source;
    private readonly PostgresNodes nodes;
    private string packed = "";

    public PostgresEngine(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "placard",
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
            // Nothing that outlives a transaction is ever set on a pooled connection, so nothing is to be reset.
            NoResetOnClose = true,
            // A wait for an answer ends when the server's machine has vanished.
            TcpKeepAlive = true,
            TcpKeepAliveTime = (int)UntilProbed.TotalSeconds,
            TcpKeepAliveInterval = (int)BetweenProbes.TotalSeconds,
        };
        source = NpgsqlDataSource.Create(settings);
        // Not the connection string: it holds a password.
        Place = $"database {settings.Database ?? settings.Username} of PostgreSQL at {settings.Host}:{settings.Port}";
        settings.Pooling = false;
        nodes = new PostgresNodes(source, settings.ToString());
    }

    public string Name => "postgres";

    public string Place { get; }

    public bool Shared => true;

    public async ValueTask<DbConnection> OpenRead(CancellationToken stop) =>
        await source.OpenConnectionAsync(stop).ConfigureAwait(false);

    public ValueTask Close(DbConnection connection) => connection.DisposeAsync();

    public ValueTask<DbTransaction> BeginSnapshot(DbConnection connection, CancellationToken stop) =>
        connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);

    public async ValueTask<IWriteTurn> BeginWrite(Area area, CancellationToken stop)
    {
        var connection = await source.OpenConnectionAsync(stop).ConfigureAwait(false);
        try
        {
            return new Turn(connection, await connection.BeginTransactionAsync(stop).ConfigureAwait(false));
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task<int> Append(DbSession session, IReadOnlyList<Appending> rows) => PostgresAppend.Run(session, rows);

    public RowReader Rows(DbDataReader reader) => new DriverRows(reader);

    public Task LockLedger(DbSession session) => session.Execute(
        $"SELECT pg_advisory_xact_lock(@key), {LetGoOfIdle}", new { key = LedgerLock });

    public ILedgerTurns LedgerTurns(string ask) => new PostgresTurns(this, source, LedgerLock, ask);

    public string Translate(string sql) => Schema.RoomyPages()
        .Replace(
            // Two whole rows fill a page.
            Schema.WholeRows().Replace(sql, "ALTER TABLE $1 SET (toast_tuple_target = 4080)"),
            "ALTER TABLE $1 SET (fillfactor = 50)")
        .Replace("{blob}", "BYTEA", StringComparison.Ordinal)
        .Replace("{id}", "BIGINT", StringComparison.Ordinal)
        .Replace("{packed}", packed, StringComparison.Ordinal)
        .Replace("{bytewise}", "COLLATE \"C\"", StringComparison.Ordinal);

    public Task<bool> HasTable(DbSession session, string table) =>
        session.Scalar<bool>("SELECT to_regclass(@table) IS NOT NULL", new { table });

    public async Task Migrate(IReadOnlyList<Migration> migrations, CancellationToken stop)
    {
        await using var turn = await BeginWrite(Area.Ledger, stop).ConfigureAwait(false);
        await turn.Connection.ExecuteAsync(
            "SELECT pg_advisory_xact_lock(@key)", new { key = SchemaLock }, turn.Transaction, Schema.Patience)
            .ConfigureAwait(false);
        // What the server packs long values with by itself costs more than all else that an import does.
        packed = await turn.Connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (SELECT 1 FROM pg_settings
                WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals))
            """,
            transaction: turn.Transaction, commandTimeout: Schema.Patience).ConfigureAwait(false)
            ? "COMPRESSION lz4" : "";
        foreach (var area in Enum.GetValues<Area>())
        {
            await Schema.Apply(this, turn, area, migrations).ConfigureAwait(false);
        }
        await turn.Commit(stop).ConfigureAwait(false);
    }

    public bool PassesBy(DbException fault) => fault.IsTransient;

    public Task Wake(CancellationToken stop) => nodes.Wake(stop);

    public Task<int> BringAlong(TimeSpan patience) => nodes.BringAlong(patience);

    public Task Listen(Action<string?> woken, CancellationToken stop) => nodes.Listen(woken, stop);

    public Task Answer(IEnumerable<string> waiting, CancellationToken stop) => nodes.Answer(waiting, stop);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private sealed class Turn(NpgsqlConnection connection, NpgsqlTransaction transaction) : IWriteTurn
    {
        public DbConnection Connection => connection;

        public DbTransaction Transaction => transaction;

        public async ValueTask Commit(CancellationToken stop) =>
            await transaction.CommitAsync(stop).ConfigureAwait(false);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
