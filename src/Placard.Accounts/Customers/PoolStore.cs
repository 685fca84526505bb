using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.Customers;

internal sealed record PoolRow(long Id, long CustomerId, string Name, long CreatedAtMs);

internal sealed class PoolStore(Store store)
{
    public static readonly ListPlan Plan = new(
        "id, customer_id, name, created_at_ms",
        "pools",
        "id",
        new ListField("id", "id", ListType.Number),
        new ListField("name", "name"),
        new ListField("customerId", "customer_id", ListType.Number),
        new ListField("createdAt", "created_at_ms", ListType.Time));

    public Task<PoolRow> Create(long customerId, string name, long nowMs, CancellationToken stop) =>
        store.Write(Area.Ledger, async session =>
        {
            var pool = new PoolRow(
                await session.NextIds(Area.Ledger, "pools").ConfigureAwait(false), customerId, name, nowMs);
            await session.Execute(
                """
                INSERT INTO pools (id, customer_id, name, created_at_ms)
                VALUES (@Id, @CustomerId, @Name, @CreatedAtMs)
                """,
                pool).ConfigureAwait(false);
            return pool;
        }, stop);

    public Task<PoolRow?> Find(long id, CancellationToken stop) => store.Read(session =>
        session.First<PoolRow>(
            "SELECT id, customer_id, name, created_at_ms FROM pools WHERE id = @id", new { id }), stop);
}
