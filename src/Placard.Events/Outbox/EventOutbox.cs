using Placard.Events.Deliveries;
using Placard.Events.Mail;
using Placard.Events.Sending;
using Placard.Events.Webhooks;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Events.Outbox;

/// <summary>Writes facts and what is to be delivered of them, in the transaction of their cause.</summary>
internal sealed class EventOutbox(
    EventBodies bodies, EndpointStore endpoints, IdSource ids, TimeProvider clock, Dispatcher dispatcher,
    EventMetrics metrics)
    : IEvents
{
    private const string Unusable = "The post URL is no absolute http or https address.";

    private static readonly AppendPlan EventPlan = new(
        "events",
        [
            ("seq", ColumnType.Number), ("id", ColumnType.Text), ("customer_id", ColumnType.Number),
            ("type", ColumnType.Text), ("subject", ColumnType.Text), ("test", ColumnType.Number),
            ("created_at_ms", ColumnType.Number), ("questions_from", ColumnType.Number),
            ("questions_length", ColumnType.Number), ("body_bytes", ColumnType.Number), ("body", ColumnType.Blob),
        ]);

    public async Task<string> Append(DbSession session, NewEvent made)
    {
        var targets = await endpoints.Wanting(session, made.CustomerId, made.Type).ConfigureAwait(false);
        var posts = targets.ConvertAll(target => new Target(target, null, null));
        if (made is { PostUrl: { } url, Type: EventTypes.ApplicationCompleted })
        {
            posts.Add(await PostTarget(session, made.CustomerId, url).ConfigureAwait(false));
        }
        var (id, _) = await Write(session, made, posts, isTest: false).ConfigureAwait(false);
        metrics.Appended(made.Type);
        return id;
    }

    /// <summary>An event that is no fact, for one webhook; answers its delivery.</summary>
    public async Task<long> AppendTest(DbSession session, NewEvent made, long endpointId)
    {
        var (_, deliveryId) = await Write(session, made, [new Target(endpointId, null, null)], isTest: true)
            .ConfigureAwait(false);
        return deliveryId;
    }

    public void Wake() => dispatcher.Wake();

    public async Task Forget(DbSession session, string subject)
    {
        var seqs = await session.Query<long>(
            "SELECT seq FROM events WHERE subject = @subject AND test = 0 ORDER BY seq", new { subject })
            .ConfigureAwait(false);
        foreach (var seq in seqs)
        {
            await session.Execute("UPDATE events SET body = NULL WHERE seq = @seq", new { seq }).ConfigureAwait(false);
            await DeliveryStore.Erase(session, seq).ConfigureAwait(false);
        }
        await MailStore.Recall(session, subject).ConfigureAwait(false);
    }

    private async Task<(string Id, long FirstDelivery)> Write(
        DbSession session, NewEvent made, List<Target> targets, bool isTest)
    {
        var now = clock.GetUtcNow();
        var nowMs = now.ToUnixTimeMilliseconds();
        var seq = await session.NextIds(Area.Ledger, "events").ConfigureAwait(false);
        var firstDelivery = targets.Count == 0
            ? 0
            : await session.NextIds(Area.Ledger, "deliveries", 1, targets.Count).ConfigureAwait(false);
        var id = ids.NextTsid(nowMs, seq);
        var (body, questions) = Envelope.Write(
            made, id, Initiators.Of(made.CustomerId), ids.NextUuid(), ids.NextUuid(), now);
        var box = bodies.Seal(body, EventBodies.PlaceOfEvent(seq));
        await session.Append(
        [
            new Appending(EventPlan, 1, (_, row) =>
            {
                row.Number(seq);
                row.Text(id);
                row.Number(made.CustomerId);
                row.Text(made.Type);
                row.Text(made.Subject);
                row.Number(isTest ? 1 : 0);
                row.Number(nowMs);
                row.Number((long?)questions?.From);
                row.Number((long?)questions?.Length);
                row.Number(body.Length);
                row.Blob(box);
            }),
            new Appending(DeliveryStore.NewPlan, targets.Count, (at, row) => DeliveryStore.BindNew(
                row, firstDelivery + at, seq, targets[at].EndpointId, targets[at].Url, targets[at].Fault, nowMs)),
        ]).ConfigureAwait(false);
        return (id, firstDelivery);
    }

    private async Task<Target> PostTarget(DbSession session, long customerId, string url)
    {
        // A name and password in the address are the post URL's, not the server's.
        var server = WebHosts.Address(url) is { } address ? $"{address.Scheme}://{address.Authority}" : "";
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var endpointId = await endpoints.ServerOf(session, customerId, server, nowMs).ConfigureAwait(false);
        return new Target(endpointId, url, server.Length > 0 ? null : Unusable);
    }

    private sealed record Target(long EndpointId, string? Url, string? Fault);
}
