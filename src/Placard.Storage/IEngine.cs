using System.Data.Common;

namespace Placard.Storage;

/// <summary>What differs between SQLite and PostgreSQL, behind a few verbs. Everything else is portable SQL.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>Where the store is, for the operator's eyes: never with a password.</summary>
    string Place { get; }

    /// <summary>True where several nodes may share the store.</summary>
    bool Shared { get; }

    /// <summary>A connection that sees everything and writes nothing.</summary>
    ValueTask<DbConnection> OpenRead(CancellationToken stop);

    /// <summary>Gives a read connection back.</summary>
    ValueTask Close(DbConnection connection);

    /// <summary>
    /// Makes a read connection see one moment of the whole store until the transaction is disposed, whatever is
    /// committed meanwhile.
    /// </summary>
    ValueTask<DbTransaction> BeginSnapshot(DbConnection connection, CancellationToken stop);

    /// <summary>
    /// Waits for the area's turn (SQLite: one writer a file) and begins a transaction. Dispose gives the turn back and
    /// rolls back what was not committed.
    /// </summary>
    ValueTask<IWriteTurn> BeginWrite(Area area, CancellationToken stop);

    /// <summary>See <see cref="DbSession.Append(IReadOnlyList{Appending})"/>.</summary>
    Task<int> Append(DbSession session, IReadOnlyList<Appending> rows);

    /// <summary>See <see cref="DbSession.Read"/>; disposing the rows disposes the reader.</summary>
    RowReader Rows(DbDataReader reader);

    /// <summary>
    /// Inside a ledger transaction: makes it the only one, over all nodes, that decides about money and order until it
    /// ends. On SQLite the area's turn is that already.
    /// </summary>
    Task LockLedger(DbSession session);

    /// <summary>
    /// The ledger's turns of a writer that takes one after the other, in the order of <see cref="LockLedger"/>.
    /// </summary>
    /// <param name="ask">
    /// A portable query of rows <c>name, version</c> that tell what other nodes did before; it goes in the same trip
    /// and is run once the lock is held.
    /// </param>
    ILedgerTurns LedgerTurns(string ask);

    /// <summary>
    /// Replaces the few words that differ: the types <c>{blob}</c> and <c>{id}</c> (a self-numbering key's), and
    /// <c>{bytewise}</c>, which after a text expression makes both engines order it alike, by code point. After the
    /// type of a column that holds long values in bulk, <c>{packed}</c> asks for quick compression where there is one.
    /// The statement <c>{whole TABLE}</c> asks that rows of up to half a page are kept in one piece and unpacked,
    /// <c>{roomy TABLE}</c> that every row may be changed at once and stay in its page; a script may consist of either
    /// alone.
    /// </summary>
    string Translate(string sql);

    /// <summary>Whether there is a table of this name.</summary>
    Task<bool> HasTable(DbSession session, string table);

    /// <summary>Applies one schema script of an area, in a transaction that holds the schema lock.</summary>
    Task Migrate(IReadOnlyList<Migration> migrations, CancellationToken stop);

    /// <summary>
    /// Whether what failed may work again soon though nobody mends the exchange: the store is away, busy, or its disk
    /// is full.
    /// </summary>
    bool PassesBy(DbException fault);

    /// <summary>Tells other nodes that something changed, without waiting for them. SQLite has none.</summary>
    Task Wake(CancellationToken stop);

    /// <summary>
    /// As <see cref="Wake"/>, and waits until each of the others has answered, or for as long as
    /// <paramref name="patience"/> lasts; answers how many had not. Those are not waited for until they answer again.
    /// </summary>
    Task<int> BringAlong(TimeSpan patience);

    /// <summary>
    /// Calls <paramref name="woken"/> whenever a node has called <see cref="Wake"/> or <see cref="BringAlong"/>, until
    /// stopped, and once as soon as it listens. What it is called with goes to <see cref="Answer"/> once this node has
    /// caught up; null where nobody waits for that.
    /// </summary>
    Task Listen(Action<string?> woken, CancellationToken stop);

    /// <summary>Tells those who wait for this node that it has caught up.</summary>
    Task Answer(IEnumerable<string> waiting, CancellationToken stop);
}

/// <summary>One write transaction and the turn it holds.</summary>
public interface IWriteTurn : IAsyncDisposable
{
    /// <summary>The transaction's connection.</summary>
    DbConnection Connection { get; }

    /// <summary>The transaction.</summary>
    DbTransaction Transaction { get; }

    /// <summary>Puts it on disk. After this returns, nothing short of losing the disk undoes it.</summary>
    ValueTask Commit(CancellationToken stop);
}

/// <summary>One schema script: forward only, numbered within its room.</summary>
public sealed record Migration(Area Area, string Name, string Sql);
