using System.Security.Cryptography;
using Placard.Events.Deliveries;
using Placard.Events.Outbox;
using Placard.Events.Webhooks;
using Placard.Storage;

namespace Placard.Events.Sending;

/// <summary>What a queue does with the world: read what is due, send one, write what came of it.</summary>
internal sealed class DeliveryDesk(
    Store store,
    EndpointReader reader,
    EndpointStore endpoints,
    EventBodies bodies,
    Courier courier,
    OutcomeWriter outcomes,
    DeliveryLeases leases,
    TimeProvider clock,
    EventsOptions options,
    EventMetrics metrics)
{
    private const string NotCallable = "Only absolute https addresses are posted to.";
    private const string NotReadable = "The event's body cannot be opened: its key is gone or it was changed.";

    public bool MaySend(long endpointId) => leases.Holds(endpointId);

    /// <summary>
    /// What is due at the endpoint, after a row where one is given; no facts: nothing may be sent there.
    /// </summary>
    public Task<(EndpointFacts? Facts, List<DueRow> Rows)> Read(
        long endpointId, DueRow? after, int most, CancellationToken stop) => store.Read(async session =>
        {
            // The clock first: what falls due while this reads is found by the next look.
            var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
            var facts = await reader.Read(session, endpointId).ConfigureAwait(false);
            return (facts, facts == null
                ? []
                : await DeliveryStore.Due(session, endpointId, nowMs, after, most).ConfigureAwait(false));
        }, stop);

    /// <summary>Sends once; null when there is nothing to send any more, or not from here.</summary>
    public async Task<Outcome?> Send(DueRow row, EndpointFacts to, CancellationToken stop)
    {
        if (row.Body is not { } box)
        {
            // It waited for its turn: the webhook may be deleted, switched off or moved since it was read.
            var (large, now) = await store.Read(
                async session => (
                    await DeliveryStore.Body(session, row.Id).ConfigureAwait(false),
                    await reader.Read(session, to.Id).ConfigureAwait(false)),
                stop).ConfigureAwait(false);
            if (large == null || now == null || !MaySend(to.Id))
            {
                return null;
            }
            (box, to) = (large, now);
        }
        var at = clock.GetUtcNow();
        if (Address(row.Url ?? to.Url) is not { } address)
        {
            return Stopped(row, to, Ms(at), NotCallable);
        }
        byte[] body;
        try
        {
            body = await bodies.Open(box, EventBodies.PlaceOfEvent(row.EventSeq), stop).ConfigureAwait(false);
        }
        catch (CryptographicException)
        {
            // One event that nobody can read any more must not keep the others from being sent.
            return Stopped(row, to, Ms(at), NotReadable);
        }
        var post = new Post(
            address,
            row.EventId,
            to.Wraps ? body : Envelope.Unwrap(body, row.Questions),
            to.Secrets,
            at.ToUnixTimeSeconds());
        var reply = await courier.Send(post, stop).ConfigureAwait(false);
        return Judge(row, to.Id, reply, Ms(at));
    }

    private static Outcome Stopped(DueRow row, EndpointFacts to, long atMs, string why) =>
        new(row, to.Id, DeliveryStatus.Stopped, atMs, atMs, 0, null, why, null);

    public Task Write(Outcome outcome, CancellationToken stop) => outcomes.Write(outcome, stop);

    public Task NoteHealth(long endpointId, bool isWell, long atMs, CancellationToken stop) => isWell
        ? endpoints.Recovers(endpointId, stop)
        : endpoints.BeginsToFail(endpointId, atMs, stop);

    private Outcome Judge(DueRow row, long endpointId, Reply reply, long atMs)
    {
        var (status, nextAtMs) = RetryRules.After(reply, row.Number, atMs, row.Test != 0);
        metrics.Attempted(status switch
        {
            DeliveryStatus.Delivered => "delivered",
            DeliveryStatus.Stopped => "stopped",
            DeliveryStatus.Failed => "failed",
            _ => "put_off",
        }, reply.Took.TotalSeconds);
        var response = reply.Body == null
            ? null
            : bodies.Seal(reply.Body, EventBodies.PlaceOfResponse(row.Id, row.Number));
        return new Outcome(
            row, endpointId, status, nextAtMs, atMs, (long)reply.Took.TotalMilliseconds, reply.Code, reply.Error,
            response);
    }

    private Uri? Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (options.Sandbox && address.Scheme == Uri.UriSchemeHttp))
            ? address
            : null;

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
