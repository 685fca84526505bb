using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Placard.Contract.Dispositions;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Dispositions;

/// <summary>
/// <c>GET /v5/dispositions</c>. An advertiser sees what it sent for its clicks; a publisher sees the same rows of its
/// feeds' clicks without the advertiser's own words; what matched no click shows to operators only.
/// </summary>
internal sealed class DispositionList(Store store)
{
    public static ListPlan Plan { get; } = new(
        """
        tlr_sid, tlr_application_id, event, reason, raw_event, meta_data, event_time_ms, received_at_ms, click_seq
        """,
        "dispositions",
        "seq DESC",
        new ListField("tlrSid", "tlr_sid", ListType.ClickId),
        new ListField("tlrApplicationId", "tlr_application_id", ListType.ClickId),
        new ListField("event", "event", ListType.Number, Numbers(DispositionWords.Events)),
        new ListField("reason", "reason", ListType.Number, Numbers(DispositionWords.Reasons)),
        new ListField("rawEvent", "raw_event"),
        new ListField("eventTime", "event_time_ms", ListType.Time),
        new ListField("receivedAt", "received_at_ms", ListType.Time),
        new ListField("matched", "CASE WHEN click_seq IS NULL THEN 0 ELSE 1 END", ListType.Flag));

    // A partner must not find out by searching what he may not see.
    private static readonly ListPlan ForPublishers =
        Plan with { Fields = [.. Plan.Fields.Where(field => field.Name != "rawEvent")] };

    public Task<IResult> Answer(HttpContext context)
    {
        var caller = context.Caller();
        var isPublisher = caller.Kind == CallerKind.Publisher;
        var where = caller.Kind switch
        {
            CallerKind.Customer => "customer_id = @account",
            CallerKind.Publisher => "publisher_id = @account",
            _ => null,
        };
        return Lists.Page<Row, Shape>(
            context, store, isPublisher ? ForPublishers : Plan, where, new { account = caller.AccountId },
            row => ShapeOf(row, withOwnWords: !isPublisher));
    }

    private static Dictionary<string, long> Numbers(IReadOnlyList<string> words) =>
        words.Select((word, place) => (word, place))
            .ToDictionary(pair => pair.word, pair => (long)pair.place, StringComparer.Ordinal);

    private static Shape ShapeOf(Row row, bool withOwnWords) => new(
        IdText(row.TlrSid),
        IdText(row.TlrApplicationId),
        DispositionWords.Events[(int)row.Event],
        row.Reason is { } reason ? DispositionWords.Reasons[(int)reason] : null,
        withOwnWords ? row.RawEvent : null,
        withOwnWords && row.MetaData is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : null,
        Wire.Time(row.EventTimeMs),
        Wire.Time(row.ReceivedAtMs),
        row.ClickSeq != null);

    // Both kinds of id are UUIDs and are written alike.
    private static string? IdText(byte[]? id) => id == null ? null : ClickId.FromBytes(id).ToString();

    private sealed record Row(
        byte[]? TlrSid, byte[]? TlrApplicationId, long Event, long? Reason, string? RawEvent, string? MetaData,
        long EventTimeMs, long ReceivedAtMs, long? ClickSeq);

    private sealed record Shape(
        string? TlrSid, string? TlrApplicationId, string Event, string? Reason, string? RawEvent, JsonElement? MetaData,
        string EventTime, string ReceivedAt, bool Matched);
}
