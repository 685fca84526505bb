using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Events.Outbox;
using Placard.Events.Webhooks;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Events.Deliveries;

/// <summary>What one attempt met. <paramref name="Response"/> is what was kept of the answer, at most 4 KiB.</summary>
internal sealed record AttemptShape(
    long Number, string At, string Status, long? Code, string? Error, long DurationMs, string? Response);

/// <summary>A delivery as the API shows it. No webhook: it went to a job's post URL.</summary>
internal sealed record DeliveryShape(
    long Id,
    long? WebhookId,
    string Url,
    string EventId,
    string EventType,
    bool Test,
    string Status,
    long? Code,
    string? Error,
    long AttemptCount,
    IReadOnlyList<AttemptShape> Attempts,
    string? LastAttemptAt,
    string? NextAttemptAt,
    string CreatedAt);

/// <summary>Shows deliveries with their attempts.</summary>
internal sealed class DeliveryView(Store store, EventBodies bodies)
{
    public static readonly ListPlan Plan = new(
        """
        d.id, d.event_seq, p.kind, d.endpoint_id, COALESCE(d.url, p.url) AS url, e.id AS event_id, e.type, e.test,
        d.status, d.attempts, d.next_at_ms, d.last_at_ms, d.last_code, d.last_error, d.created_at_ms,
        p.disabled_at_ms
        """,
        "deliveries d JOIN events e ON e.seq = d.event_seq JOIN endpoints p ON p.id = d.endpoint_id",
        "d.id DESC",
        new ListField("id", "d.id", ListType.Number),
        new ListField("webhookId", $"CASE WHEN p.kind = {EndpointKind.Webhook} THEN p.id END", ListType.Number),
        new ListField(
            "postUrlServerId", $"CASE WHEN p.kind = {EndpointKind.PostServer} THEN p.id END", ListType.Number),
        new ListField("eventId", "e.id"),
        new ListField("eventType", "e.type"),
        new ListField("status", "d.status", ListType.Number, DeliveryStatus.Words),
        new ListField("code", "d.last_code", ListType.Number),
        new ListField("url", "COALESCE(d.url, p.url)"),
        new ListField("attemptCount", "d.attempts", ListType.Number),
        new ListField("test", "e.test", ListType.Flag),
        new ListField("lastAttemptAt", "d.last_at_ms", ListType.Time),
        new ListField("nextAttemptAt", "CASE WHEN d.status = 0 THEN d.next_at_ms END", ListType.Time),
        new ListField("createdAt", "d.created_at_ms", ListType.Time));

    public Task<IResult> Page(HttpContext context, string where, object args) =>
        Lists.PageWith<DeliveryRow, DeliveryShape>(context, store, Plan, where, args, Shapes);

    /// <summary>One delivery; null when there is none, or it is another customer's than the one asked for.</summary>
    public Task<DeliveryShape?> Find(long id, long? customerScope, CancellationToken stop) =>
        store.Read(session => Find(session, id, customerScope), stop);

    private async Task<DeliveryShape?> Find(DbSession session, long id, long? customerScope)
    {
        var row = await session.First<DeliveryRow>(
            $"""
            SELECT {Plan.Select} FROM {Plan.From}
            WHERE d.id = @id AND (@all = 1 OR p.customer_id = @customer)
            """,
            new { id, all = customerScope == null ? 1L : 0L, customer = customerScope ?? 0 }).ConfigureAwait(false);
        return row == null ? null : (await Shapes(session, [row]).ConfigureAwait(false))[0];
    }

    private async Task<List<DeliveryShape>> Shapes(DbSession session, List<DeliveryRow> rows)
    {
        // A page could have megabytes of answers: of several deliveries only the last answer is shown.
        var attempts = await Attempts(session, rows, allResponses: rows.Count == 1).ConfigureAwait(false);
        var shapes = new List<DeliveryShape>(rows.Count);
        foreach (var row in rows)
        {
            var own = new List<AttemptShape>();
            foreach (var attempt in attempts[row.Id])
            {
                own.Add(await ShapeOf(attempt, session.Stop).ConfigureAwait(false));
            }
            shapes.Add(ShapeOf(row, own));
        }
        return shapes;
    }

    private static async Task<ILookup<long, AttemptRow>> Attempts(
        DbSession session, List<DeliveryRow> rows, bool allResponses)
    {
        if (rows.Count == 0)
        {
            return Array.Empty<AttemptRow>().ToLookup(row => row.DeliveryId);
        }
        var ids = new IdList([.. rows.Select(row => row.Id)]);
        var found = await session.Query<AttemptRow>(
            $"""
            SELECT a.delivery_id, a.number, a.at_ms, a.took_ms, a.code, a.error,
                CASE WHEN {(allResponses ? "1 = 1" : "a.number = d.attempts")} THEN a.response END AS response
            FROM delivery_attempts a JOIN deliveries d ON d.id = a.delivery_id
            WHERE a.delivery_id IN {ids.Sql} ORDER BY a.delivery_id, a.number
            """,
            ids.With()).ConfigureAwait(false);
        return found.ToLookup(row => row.DeliveryId);
    }

    private async Task<AttemptShape> ShapeOf(AttemptRow row, CancellationToken stop)
    {
        var response = row.Response == null
            ? null
            : Encoding.UTF8.GetString(await bodies.Open(
                row.Response, EventBodies.PlaceOfResponse(row.DeliveryId, row.Number), stop).ConfigureAwait(false));
        return new AttemptShape(
            row.Number,
            Wire.Time(row.AtMs),
            row.Code is >= 200 and < 300 ? "DELIVERED" : "FAILED",
            row.Code,
            row.Error,
            row.TookMs,
            response);
    }

    private static DeliveryShape ShapeOf(DeliveryRow row, IReadOnlyList<AttemptShape> attempts) => new(
        row.Id,
        row.Kind == EndpointKind.Webhook ? row.EndpointId : null,
        row.Url,
        row.EventId,
        row.Type,
        row.Test != 0,
        DeliveryStatus.Word(row.Status),
        row.LastCode,
        row.LastError,
        row.Attempts,
        attempts,
        Wire.Time(row.LastAtMs),
        row.Status == DeliveryStatus.Pending && row.DisabledAtMs == null ? Wire.Time(row.NextAtMs) : null,
        Wire.Time(row.CreatedAtMs));

    private sealed record AttemptRow(
        long DeliveryId, long Number, long AtMs, long TookMs, long? Code, string? Error, byte[]? Response);

    private sealed record DeliveryRow(
        long Id, long EventSeq, long Kind, long EndpointId, string Url, string EventId, string Type, long Test,
        long Status, long Attempts, long NextAtMs, long? LastAtMs, long? LastCode, string? LastError, long CreatedAtMs,
        long? DisabledAtMs);
}
