using Placard.Clicks;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Dispositions.Storing;

/// <summary>One event on its way to the disk, and when it was received.</summary>
internal readonly record struct ReceivedDisposition(Disposition Event, long ReceivedAtMs);

/// <summary>The SQL of dispositions.</summary>
internal sealed class DispositionTable : IDispositions
{
    // Without a target: the number cannot be taken, so only the same event can be in the way.
    private static readonly AppendPlan Plan = new(
        "dispositions",
        [
            ("seq", ColumnType.Number), ("tlr_sid", ColumnType.Blob), ("tlr_application_id", ColumnType.Blob),
            ("by_click", ColumnType.Number), ("event", ColumnType.Number), ("reason", ColumnType.Number),
            ("raw_event", ColumnType.Text), ("meta_data", ColumnType.Text), ("event_time_ms", ColumnType.Number),
            ("received_at_ms", ColumnType.Number), ("click_seq", ColumnType.Number),
            ("customer_id", ColumnType.Number), ("publisher_id", ColumnType.Number),
            ("campaign_id", ColumnType.Number),
        ],
        "ON CONFLICT DO NOTHING");

    public IAsyncEnumerable<ClickOutcome> FirstOutcomes(
        DbSession session, long campaignId, IReadOnlyCollection<int> events, long fromMs, long toMs) =>
        session.Stream<ClickOutcome>(
            $"""
            SELECT event, first_at_ms FROM (
                SELECT event, click_seq, MIN(event_time_ms) AS first_at_ms FROM dispositions
                WHERE campaign_id = @campaignId AND event IN ({string.Join(", ", events)})
                GROUP BY event, click_seq) firsts
            WHERE first_at_ms >= @fromMs AND first_at_ms < @toMs
            """, new { campaignId, fromMs, toMs });

    /// <summary>Writes what is new of these, which must be in key order; answers how many were.</summary>
    public static async Task<int> Append(DbSession session, List<ReceivedDisposition> inKeyOrder)
    {
        // The counter's row stays locked until the commit: batches of several nodes pass one after the other, so two of
        // them can never wait for each other's keys.
        var first = await session.NextIds(Area.Ledger, "dispositions", count: inKeyOrder.Count).ConfigureAwait(false);
        return await session.Append(Plan, inKeyOrder.Count, (row, to) => Bind(inKeyOrder[row], first + row, to))
            .ConfigureAwait(false);
    }

    private static void Bind(ReceivedDisposition received, long seq, IRowBinder to)
    {
        var (sent, receivedAtMs) = received;
        to.Number(seq);
        to.Blob(sent.ClickId?.ToBytes());
        to.Blob(sent.ApplicationId is { } application ? new ClickId(application).ToBytes() : null);
        to.Number(sent.ApplicationId == null ? 1 : (long?)null);
        to.Number(sent.Event);
        to.Number((long?)sent.Reason);
        to.Text(sent.RawEvent);
        to.Text(sent.MetaData);
        to.Number(sent.EventTimeMs);
        to.Number(receivedAtMs);
        to.Number(sent.Click?.Seq);
        to.Number(sent.Click?.CustomerId);
        to.Number(sent.Click?.PublisherId);
        to.Number(sent.Click?.CampaignId);
    }
}

/// <summary>The order of the unique indexes; a stable sort keeps the first of the same events first.</summary>
internal sealed class KeyOrder : IComparer<ReceivedDisposition>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(ReceivedDisposition x, ReceivedDisposition y)
    {
        var (one, other) = (x.Event, y.Event);
        var order = one.Subject.CompareTo(other.Subject);
        order = order != 0 ? order : one.Event.CompareTo(other.Event);
        order = order != 0 ? order : one.EventTimeMs.CompareTo(other.EventTimeMs);
        return order != 0 ? order : (one.ApplicationId != null).CompareTo(other.ApplicationId != null);
    }
}
