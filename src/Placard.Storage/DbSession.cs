using System.Data.Common;
using Dapper;

namespace Placard.Storage;

/// <summary>
/// One connection, and one transaction when it writes. SQL is portable and named by the room's store; parameters are
/// the properties of an anonymous object, written <c>@name</c>.
/// </summary>
public sealed class DbSession(
    IEngine engine, DbConnection connection, DbTransaction? transaction, CancellationToken stop)
{
    // Statements take as long as they need: callers who give up cancel.
    private const int NoTimeout = 0;

    /// <summary>The open connection; only Engines looks inside.</summary>
    public DbConnection Connection => connection;

    /// <summary>The transaction of a write; null in a read.</summary>
    public DbTransaction? Transaction => transaction;

    /// <summary>Cancelled when the caller went away. A commit that has begun is not undone by it.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Runs a statement; answers the number of rows it touched.</summary>
    public Task<int> Execute(string sql, object? args = null) => connection.ExecuteAsync(Command(sql, args));

    /// <summary>All rows of a bounded query. Rows without a bound go through <see cref="Stream{T}"/>.</summary>
    public async Task<List<T>> Query<T>(string sql, object? args = null)
    {
        _ = RowMap<T>.Ready;
        return (await connection.QueryAsync<T>(Command(sql, args)).ConfigureAwait(false)).AsList();
    }

    /// <summary>The first row, or the type's default when there is none.</summary>
    public Task<T?> First<T>(string sql, object? args = null)
    {
        _ = RowMap<T>.Ready;
        return connection.QueryFirstOrDefaultAsync<T>(Command(sql, args));
    }

    /// <summary>The first column of the first row.</summary>
    public Task<T?> Scalar<T>(string sql, object? args = null) => connection.ExecuteScalarAsync<T>(Command(sql, args));

    /// <summary>Rows as they arrive, in flat memory. The session must stay open until the last one is read.</summary>
    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args = null)
    {
        _ = RowMap<T>.Ready;
        var rows = connection.QueryUnbufferedAsync<T>(sql, args, transaction, NoTimeout);
        await foreach (var row in rows.WithCancellation(stop).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    /// <summary>A raw reader for rows that are too many or too large for mapping.</summary>
    public async Task<RowReader> Read(string sql, object? args = null) =>
        engine.Rows(await connection.ExecuteReaderAsync(Command(sql, args)).ConfigureAwait(false));

    /// <summary>Adds many rows in one go: prepared inserts on SQLite, arrays on PostgreSQL.</summary>
    /// <returns>
    /// The number of rows that were written; less than <paramref name="count"/> where a conflict rule says so.
    /// </returns>
    public Task<int> Append(AppendPlan plan, int count, Action<int, IRowBinder> bind) =>
        Append([new Appending(plan, count, bind)]);

    /// <summary>As <see cref="Append(AppendPlan, int, Action{int, IRowBinder})"/> into several tables, in order and,
    /// on PostgreSQL, in one trip.</summary>
    public Task<int> Append(IReadOnlyList<Appending> rows) => engine.Append(this, rows);

    /// <summary>
    /// Takes <paramref name="count"/> consecutive numbers from a counter of this area; answers the first. Gaps arise
    /// when the transaction is rolled back.
    /// </summary>
    public async Task<long> NextIds(Area area, string counter, long first = 1, int count = 1)
    {
        var table = area == Area.Ledger ? "ledger_counters" : "inventory_counters";
        var next = await Scalar<long>(
            $"""
            INSERT INTO {table} (name, next) VALUES (@counter, @first + @count)
            ON CONFLICT (name) DO UPDATE SET next = {table}.next + @count RETURNING next
            """,
            new { counter, first, count = (long)count }).ConfigureAwait(false);
        return next - count;
    }

    /// <summary>Says, in the same transaction, that what <paramref name="name"/> stands for has changed.</summary>
    public Task Bump(Area area, string name)
    {
        var table = area == Area.Ledger ? "ledger_versions" : "inventory_versions";
        return Execute(
            $"""
            INSERT INTO {table} (name, version) VALUES (@name, 1)
            ON CONFLICT (name) DO UPDATE SET version = {table}.version + 1
            """,
            new { name });
    }

    /// <summary>The versions of this area whose name starts with <paramref name="prefix"/>.</summary>
    public async Task<Dictionary<string, long>> Versions(Area area, string prefix)
    {
        var table = area == Area.Ledger ? "ledger_versions" : "inventory_versions";
        var rows = await Query<VersionRow>(
            $"SELECT name, version FROM {table} WHERE name >= @prefix AND name < @end",
            new { prefix, end = prefix + "\uFFFF" }).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Name, row => row.Version, StringComparer.Ordinal);
    }

    private sealed record VersionRow(string Name, long Version);

    private CommandDefinition Command(string sql, object? args) =>
        new(sql, args, transaction, NoTimeout, cancellationToken: stop);
}
