using Microsoft.AspNetCore.Http;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Conversions;

/// <summary>
/// <c>GET /v5/conversions</c>. An advertiser sees conversions of clicks it paid for or could have, a publisher those of
/// its feeds' clicks; what matched no click belongs to nobody and shows to operators only.
/// </summary>
internal sealed class ConversionList(Store store)
{
    private static readonly Dictionary<string, long> Events =
        new(StringComparer.Ordinal) { ["1"] = 1, ["2"] = 2, ["3"] = 3 };

    public static ListPlan Plan { get; } = new(
        "tlr_sid, event, repeat_seq, occurred_at_ms, click_seq, job_id, feed_id, campaign_id",
        "conversions",
        "seq DESC",
        new ListField("tlrSid", "tlr_sid", ListType.ClickId),
        new ListField("event", "event", ListType.Number, Events),
        new ListField("occurredAt", "occurred_at_ms", ListType.Time),
        new ListField("matched", "CASE WHEN click_seq IS NULL THEN 0 ELSE 1 END", ListType.Flag),
        new ListField("duplicate", "CASE WHEN repeat_seq = 0 THEN 0 ELSE 1 END", ListType.Flag),
        new ListField("jobId", "job_id", ListType.Number),
        new ListField("feedId", "feed_id", ListType.Number),
        new ListField("campaignId", "campaign_id", ListType.Number));

    public Task<IResult> Answer(HttpContext context)
    {
        var caller = context.Caller();
        var where = caller.Kind switch
        {
            CallerKind.Customer => "customer_id = @account",
            CallerKind.Publisher => "publisher_id = @account",
            _ => null,
        };
        return Lists.Page<Row, Shape>(
            context, store, Plan, where, new { account = caller.AccountId }, ShapeOf);
    }

    private static Shape ShapeOf(Row row) => new(
        ClickId.FromBytes(row.TlrSid).ToString(),
        row.Event,
        Wire.Time(row.OccurredAtMs),
        row.ClickSeq != null,
        row.RepeatSeq != 0,
        row.JobId,
        row.FeedId,
        row.CampaignId);

    private sealed record Row(
        byte[] TlrSid, long Event, long RepeatSeq, long OccurredAtMs, long? ClickSeq, long? JobId, long? FeedId,
        long? CampaignId);

    private sealed record Shape(
        string TlrSid, long Event, string OccurredAt, bool Matched, bool Duplicate, long? JobId, long? FeedId,
        long? CampaignId);
}
