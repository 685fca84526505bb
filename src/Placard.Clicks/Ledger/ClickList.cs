using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Clicks.Ledger;

/// <summary>
/// <c>GET /v5/clicks</c>: pages as JSON, or every row streamed as CSV or NDJSON by <c>Accept</c>. Advertiser and
/// publisher read the same row, each without the other's money.
/// </summary>
internal sealed class ClickList(Store store)
{
    private const string Json = "application/json";
    private const string Csv = "text/csv";
    private const string Ndjson = "application/x-ndjson";

    public static ListPlan Plan { get; } = new(
        """
        tlr_sid, clicked_at_ms, job_id, asked_job_id, feed_id, campaign_id, verdict, reason, charged_cents,
        earned_micros, landing_url, t1, t2, t3, referrer, publisher_click_id, country
        """,
        "clicks",
        "seq DESC",
        new ListField("tlrSid", "tlr_sid", ListType.ClickId),
        new ListField("clickedAt", "clicked_at_ms", ListType.Time),
        new ListField("jobId", "job_id", ListType.Number),
        new ListField("askedJobId", "asked_job_id", ListType.Number),
        new ListField("feedId", "feed_id", ListType.Number),
        new ListField("campaignId", "campaign_id", ListType.Number),
        new ListField("verdict", "verdict", ListType.Number, VerdictWords.ByName),
        new ListField("chargedCents", "charged_cents", ListType.Number),
        new ListField("earnedMicros", "earned_micros", ListType.Number),
        new ListField("t1", "t1"),
        new ListField("t2", "t2"),
        new ListField("t3", "t3"),
        new ListField("referrer", "referrer"),
        new ListField("publisherClickId", "publisher_click_id"),
        new ListField("country", "country"));

    private static readonly string[] Columns =
    [
        "tlrSid", "clickedAt", "jobId", "askedJobId", "feedId", "campaignId", "verdict", "reason", "chargedCents",
        "earnedMicros", "landingUrl", "t1", "t2", "t3", "referrer", "publisherClickId", "country", "state",
    ];

    // A partner must not find out by searching what he may not see.
    private static readonly ListPlan ForCustomers = Without("earnedMicros");
    private static readonly ListPlan ForPublishers = Without("chargedCents");

    public Task<IResult> Answer(HttpContext context)
    {
        var caller = context.Caller();
        var plan = caller.Kind switch
        {
            CallerKind.Customer => ForCustomers,
            CallerKind.Publisher => ForPublishers,
            _ => Plan,
        };
        var (where, scope) = Scope(caller);
        var type = AcceptedType.Of(context.Request, Json, Csv, Ndjson, "application/ndjson");
        return type == Json
            ? Lists.Page<Row, Shape>(context, store, plan, where, scope, row => ShapeOf(row, caller))
            : Task.FromResult(Stream(context, plan, where, scope, type == Csv ? Csv : Ndjson, caller));
    }

    private static (string? Where, object? Args) Scope(Caller caller) => caller.Kind switch
    {
        CallerKind.Customer => ("customer_id = @account", new { account = caller.AccountId }),
        CallerKind.Publisher => ("publisher_id = @account", new { account = caller.AccountId }),
        _ => (null, null),
    };

    private static ListPlan Without(string field) =>
        Plan with { Fields = [.. Plan.Fields.Where(known => known.Name != field)] };

    private IResult Stream(HttpContext context, ListPlan plan, string? where, object? scope, string type, Caller caller)
    {
        if (!Lists.TryRead(context.Request, plan, out var query, out var refused))
        {
            return refused;
        }
        query.Parameters.AddDynamicParams(scope);
        var sql = $"SELECT {plan.Select} FROM {plan.From} WHERE ({where ?? "1 = 1"}) AND {query.WhereSql} "
            + $"ORDER BY {query.OrderBySql}";
        return Results.Stream(async body =>
        {
            await using var lease = await store.OpenRead(context.RequestAborted).ConfigureAwait(false);
            await using var text = new StreamWriter(body, bufferSize: 64 << 10);
            if (type == Csv)
            {
                await text.WriteLineAsync(string.Join(',', Columns)).ConfigureAwait(false);
            }
            await foreach (var row in lease.Session.Stream<Row>(sql, query.Parameters).ConfigureAwait(false))
            {
                var shape = ShapeOf(row, caller);
                await text.WriteLineAsync(type == Csv ? CsvLine(shape) : JsonSerializer.Serialize(shape, Wire.Options))
                    .ConfigureAwait(false);
            }
        }, $"{type}; charset=utf-8");
    }

    private static Shape ShapeOf(Row row, Caller caller) => new(
        ClickId.FromBytes(row.TlrSid).ToString(),
        Wire.Time(row.ClickedAtMs),
        row.JobId,
        row.AskedJobId,
        row.FeedId,
        row.CampaignId,
        ((Verdict)row.Verdict).Word(),
        ((Reason)row.Reason).Sentence(),
        caller.Kind == CallerKind.Publisher ? null : row.ChargedCents,
        caller.Kind == CallerKind.Customer ? null : row.EarnedMicros,
        row.LandingUrl,
        row.T1,
        row.T2,
        row.T3,
        row.Referrer,
        row.PublisherClickId,
        row.Country,
        State: null);

    private static string CsvLine(Shape row) => string.Join(',',
        row.TlrSid, row.ClickedAt, Number(row.JobId), Number(row.AskedJobId), Number(row.FeedId),
        Number(row.CampaignId), row.Verdict, CsvText.Cell(row.Reason), Number(row.ChargedCents),
        Number(row.EarnedMicros), CsvText.Cell(row.LandingUrl), CsvText.Cell(row.T1), CsvText.Cell(row.T2),
        CsvText.Cell(row.T3), CsvText.Cell(row.Referrer), CsvText.Cell(row.PublisherClickId), row.Country, row.State);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private sealed record Row(
        byte[] TlrSid, long ClickedAtMs, long JobId, long? AskedJobId, long FeedId, long? CampaignId, long Verdict,
        long Reason, long ChargedCents, long EarnedMicros, string LandingUrl, string? T1, string? T2, string? T3,
        string? Referrer, string? PublisherClickId, string? Country);

    /// <summary>The row on the wire; <c>state</c> stays null: no shipped table tells a state from an address.</summary>
    private sealed record Shape(
        string TlrSid, string ClickedAt, long JobId, long? AskedJobId, long FeedId, long? CampaignId, string Verdict,
        string Reason, long? ChargedCents, long? EarnedMicros, string LandingUrl, string? T1, string? T2, string? T3,
        string? Referrer, string? PublisherClickId, string? Country, string? State);
}
