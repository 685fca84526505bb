using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.Publishers;

internal sealed record PublisherRow(long Id, string Name, long CreatedAtMs);

internal sealed class PublisherStore(Store store)
{
    public static readonly ListPlan Plan = new(
        "id, name, created_at_ms",
        "publishers",
        "id",
        new ListField("id", "id", ListType.Number),
        new ListField("name", "name"),
        new ListField("createdAt", "created_at_ms", ListType.Time));

    public Task<PublisherRow> Create(string name, long nowMs, CancellationToken stop) =>
        store.Write(Area.Ledger, async session =>
        {
            var publisher = new PublisherRow(
                await session.NextIds(Area.Ledger, "publishers").ConfigureAwait(false), name, nowMs);
            await session.Execute(
                "INSERT INTO publishers (id, name, created_at_ms) VALUES (@Id, @Name, @CreatedAtMs)", publisher)
                .ConfigureAwait(false);
            return publisher;
        }, stop);

    public Task<PublisherRow?> Find(long id, CancellationToken stop) => store.Read(session =>
        session.First<PublisherRow>(
            "SELECT id, name, created_at_ms FROM publishers WHERE id = @id", new { id }), stop);
}
