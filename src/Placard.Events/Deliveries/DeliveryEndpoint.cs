using System.Globalization;
using Microsoft.AspNetCore.Http;
using Placard.Events.Sending;
using Placard.Events.Webhooks;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Events.Deliveries;

/// <summary>Deliveries: what was tried, and sending again.</summary>
internal sealed class DeliveryEndpoint(
    Store store, DeliveryView view, WebhookEndpoint webhooks, Dispatcher dispatcher, TimeProvider clock)
{
    /// <summary>So many events one replay sends; more need several.</summary>
    private const long MostReplayed = 20_000;

    public Task<IResult> List(HttpContext context)
    {
        var scope = context.Caller().CustomerScope;
        return view.Page(context, scope == null ? "1 = 1" : "p.customer_id = @scope", new { scope });
    }

    public async Task<IResult> ListOf(HttpContext context, long webhookId) =>
        await webhooks.Find(context, webhookId).ConfigureAwait(false) == null
            ? Refusal.NotFound("webhook")
            : await view.Page(context, "d.endpoint_id = @webhookId", new { webhookId }).ConfigureAwait(false);

    public async Task<IResult> Get(HttpContext context, long id) =>
        await view.Find(id, context.Caller().CustomerScope, context.RequestAborted).ConfigureAwait(false) is { } found
            ? Wire.Ok(found)
            : Refusal.NotFound("delivery");

    /// <summary>One that still waits is tried now; one that has ended gets a successor.</summary>
    public async Task<IResult> Redeliver(HttpContext context, long id)
    {
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if ((unreadable ?? fields.Refused()) is { } refused)
        {
            return refused;
        }
        var scope = context.Caller().CustomerScope;
        var (madeId, refusal) = await store.WriteLedgerInOrder(
            session => Redeliver(session, id, scope), CancellationToken.None).ConfigureAwait(false);
        if (refusal != null)
        {
            return refusal;
        }
        dispatcher.Wake();
        var made = await view.Find(madeId, scope, context.RequestAborted).ConfigureAwait(false);
        return madeId == id ? Wire.Ok(made) : Wire.Created($"/v5/deliveries/{madeId}", made);
    }

    public async Task<IResult> Replay(HttpContext context, long webhookId)
    {
        if (await webhooks.Find(context, webhookId).ConfigureAwait(false) is not { } webhook)
        {
            return Refusal.NotFound("webhook");
        }
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var from = Moment(fields, "from");
        var to = Moment(fields, "to");
        if (to is { } end && from > end)
        {
            fields.Fault("to", "This must not be before from.");
        }
        if (fields.Refused() is { } refused)
        {
            return refused;
        }
        if (webhook.DisabledAtMs != null)
        {
            return Refusal.Conflict("The webhook is switched off: switch it on first.");
        }
        // Events show whole seconds: the second that is named belongs to the range.
        var untilMs = (to!.Value.ToUnixTimeMilliseconds() / 1000 * 1000) + 999;
        var count = await store.WriteLedgerInOrder(
            session => Replay(session, webhook, from!.Value.ToUnixTimeMilliseconds(), untilMs),
            CancellationToken.None).ConfigureAwait(false);
        if (count > MostReplayed)
        {
            return Refusal.Invalid("to", $"The range holds {count} events; at most {MostReplayed} go at once.");
        }
        dispatcher.Wake();
        return Wire.Ok(new ReplayShape(count));
    }

    private async Task<(long Id, IResult? Refused)> Redeliver(DbSession session, long id, long? scope)
    {
        var known = await session.First<KnownRow>(
            """
            SELECT d.status, d.event_seq, d.endpoint_id, d.url, p.customer_id, p.disabled_at_ms, p.deleted_at_ms,
                CASE WHEN e.body IS NULL THEN 1 ELSE 0 END AS erased
            FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id JOIN events e ON e.seq = d.event_seq
            WHERE d.id = @id
            """,
            new { id }).ConfigureAwait(false);
        if (known == null || (scope is { } customer && customer != known.CustomerId))
        {
            return (0, Refusal.NotFound("delivery"));
        }
        if (known.Erased != 0 || known.DeletedAtMs != null || known.DisabledAtMs != null)
        {
            return (0, Refusal.Conflict(known.Erased != 0 ? "The event was erased."
                : known.DeletedAtMs != null ? "The webhook was deleted."
                : "The webhook is switched off: switch it on first."));
        }
        var nowMs = NowMs;
        if (known.Status == DeliveryStatus.Pending)
        {
            await session.Execute(
                "UPDATE deliveries SET next_at_ms = @nowMs WHERE id = @id AND status = 0 AND next_at_ms > @nowMs",
                new { id, nowMs }).ConfigureAwait(false);
            return (id, null);
        }
        var next = await session.NextIds(Area.Ledger, "deliveries").ConfigureAwait(false);
        await session.Append(DeliveryStore.NewPlan, 1, (_, row) => DeliveryStore.BindNew(
            row, next, known.EventSeq, known.EndpointId, known.Url, null, nowMs)).ConfigureAwait(false);
        return (next, null);
    }

    private async Task<long> Replay(DbSession session, EndpointRow webhook, long fromMs, long untilMs)
    {
        var types = webhook.Types;
        var args = new
        {
            webhook.CustomerId, fromMs, untilMs, one = types[0], other = types[^1], webhook.Id, nowMs = NowMs,
        };
        const string chosen =
            """
            FROM events WHERE customer_id = @CustomerId AND created_at_ms >= @fromMs AND created_at_ms <= @untilMs
                AND type IN (@one, @other) AND test = 0 AND body IS NOT NULL
            """;
        var count = await session.Scalar<long>($"SELECT COUNT(*) {chosen}", args).ConfigureAwait(false);
        if (count is 0 or > MostReplayed)
        {
            return count;
        }
        var first = await session.NextIds(Area.Ledger, "deliveries", 1, (int)count).ConfigureAwait(false);
        await session.Execute(
            $"""
            INSERT INTO deliveries (id, event_seq, endpoint_id, status, attempts, next_at_ms, created_at_ms)
            SELECT {first.ToString(CultureInfo.InvariantCulture)} - 1 + ROW_NUMBER() OVER (ORDER BY seq),
                seq, @Id, 0, 0, @nowMs, @nowMs {chosen}
            """,
            args).ConfigureAwait(false);
        return count;
    }

    private static DateTimeOffset? Moment(JsonFields fields, string name)
    {
        var text = fields.Text(name, required: true, max: 40);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }
        fields.Fault(name, "This must be an ISO 8601 time, e.g. 2026-01-31T10:00:00Z.");
        return null;
    }

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record ReplayShape(long Events);

    private sealed record KnownRow(
        long Status, long EventSeq, long EndpointId, string? Url, long CustomerId, long? DisabledAtMs,
        long? DeletedAtMs, long Erased);
}
