using Microsoft.AspNetCore.Http;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Questions;

/// <summary>
/// <c>GET /v5/questions-documents</c>: the documents that forms of a customer's jobs have needed. Documents are kept by
/// address for all, but shown only to those whose jobs name them.
/// </summary>
internal sealed class QuestionDocumentList(Store store, QuestionSources sources)
{
    private const string Status =
        "CASE WHEN d.checked_at_ms IS NULL THEN 'WAITING' WHEN d.fault IS NULL THEN 'GOOD' "
        + "WHEN d.good_at_ms IS NULL THEN 'MISSING' ELSE 'KEPT' END";

    public static ListPlan Plan { get; } = new(
        $"u.id, u.customer_id, u.url, u.job_id, {Status} AS status, d.fault, d.checked_at_ms, d.good_at_ms",
        "question_document_uses u LEFT JOIN question_documents d ON d.url = u.url",
        "u.id DESC",
        new ListField("id", "u.id", ListType.Number),
        new ListField("customerId", "u.customer_id", ListType.Number),
        new ListField("url", "u.url"),
        new ListField("jobId", "u.job_id", ListType.Number),
        new ListField("status", Status),
        new ListField("fault", "d.fault"),
        new ListField("checkedAt", "d.checked_at_ms", ListType.Time),
        new ListField("goodSince", "d.good_at_ms", ListType.Time));

    public Task<IResult> Answer(HttpContext context) => Lists.Page<Row, Shape>(
        context, store, Plan, context.Caller().IsOperator ? null : "u.customer_id = @scope",
        new { scope = context.Caller().CustomerScope ?? 0 }, ShapeOf);

    /// <summary><c>POST /v5/questions-documents/refresh</c>.</summary>
    public async Task<IResult> Refresh(HttpContext context)
    {
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        var address = unreadable == null ? fields.Address("url", required: true) : null;
        if ((unreadable ?? fields.Refused()) is { } refused)
        {
            return refused;
        }
        var (url, caller) = (QuestionAddress.Of(address!), context.Caller());
        if (url == null || await Find(url, caller, context.RequestAborted).ConfigureAwait(false) == null)
        {
            return Refusal.NotFound("questions document");
        }
        await sources.Refresh(url).WaitAsync(context.RequestAborted).ConfigureAwait(false);
        var row = await Find(url, caller, context.RequestAborted).ConfigureAwait(false);
        return row == null ? Refusal.NotFound("questions document") : Wire.Ok(ShapeOf(row));
    }

    private Task<Row?> Find(string url, Caller caller, CancellationToken stop) => store.Read(session =>
        session.First<Row>(
            $"""
            SELECT {Plan.Select} FROM {Plan.From}
            WHERE u.url = @url AND {(caller.IsOperator ? "1 = 1" : "u.customer_id = @scope")} ORDER BY u.id LIMIT 1
            """,
            new { url, scope = caller.CustomerScope ?? 0 }), stop);

    private static Shape ShapeOf(Row row) => new(
        row.Id, row.CustomerId, row.Url, row.JobId, row.Status, row.Fault, Wire.Time(row.CheckedAtMs),
        Wire.Time(row.GoodAtMs));

    private sealed record Row(
        long Id, long CustomerId, string Url, long JobId, string Status, string? Fault, long? CheckedAtMs,
        long? GoodAtMs);

    private sealed record Shape(
        long Id, long CustomerId, string Url, long JobId, string Status, string? Fault, string? CheckedAt,
        string? GoodSince);
}
