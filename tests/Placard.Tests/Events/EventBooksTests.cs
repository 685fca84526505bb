using Placard.Events;
using Placard.Storage;

namespace Placard.Tests.Events;

/// <summary>What the check of the books is told of the outbox, and finds in one that was tampered with.</summary>
public sealed class EventBooksTests
{
    [Theory, OnBothEngines]
    public async Task TheBooksShowEveryFactOnceAndFindWhatContradictsItself(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (_, scenario, writer, customer, hook) = own;
        (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);
        await writer.Begin(customer, "app-1");
        await writer.Complete(customer, "app-1");
        await writer.Complete(customer, "app-2");
        await writer.Forget("app-2");
        await Eventually.Becomes(
            0, async () => (await scenario.Operator.List("/v5/deliveries", "status=PENDING")).Count);
        await scenario.Exchange.Stop();
        var books = writer.Get<IEventBooks>();
        var store = writer.Get<Store>();

        var entries = await store.Read(
            async session => await books.Entries(session).ToListAsync(), CancellationToken.None);
        var owed = await store.Read(
            session => books.Count(session, EventTypes.ApplicationCompleted, "app-1"), CancellationToken.None);
        var clean = await store.Read(session => books.Findings(session, 10), CancellationToken.None);

        Assert.Equal(["app-1", "app-1", "app-2"], entries.Select(entry => entry.Subject));
        Assert.All(entries, entry => Assert.Equal(customer, entry.CustomerId));
        Assert.Equal(1, owed);
        Assert.Empty(clean);

        await store.Write(
            Area.Ledger, session => session.Execute("UPDATE deliveries SET status = 1, attempts = 0"), default);
        Assert.NotEmpty(await store.Read(session => books.Findings(session, 10), CancellationToken.None));
        Assert.Single(await store.Read(session => books.Findings(session, 1), CancellationToken.None));
    }
}
