using Placard.Kernel;
using Placard.Storage;

namespace Placard.Clicks.Ledger;

/// <summary>The SQL of the click ledger.</summary>
internal static class ClickTable
{
    private static readonly AppendPlan Plan = new("clicks", [
        ("seq", ColumnType.Number), ("tlr_sid", ColumnType.Blob), ("clicked_at_ms", ColumnType.Number),
        ("job_id", ColumnType.Number), ("asked_job_id", ColumnType.Number), ("feed_id", ColumnType.Number),
        ("publisher_id", ColumnType.Number), ("campaign_id", ColumnType.Number), ("segment_id", ColumnType.Number),
        ("customer_id", ColumnType.Number), ("verdict", ColumnType.Number), ("reason", ColumnType.Number),
        ("charged_cents", ColumnType.Number), ("earned_micros", ColumnType.Number), ("visitor", ColumnType.Number),
        ("window_minutes", ColumnType.Number), ("sent_back", ColumnType.Number),
        ("from_datacentre", ColumnType.Number), ("country", ColumnType.Text), ("landing_url", ColumnType.Text),
        ("t1", ColumnType.Text), ("t2", ColumnType.Text), ("t3", ColumnType.Text), ("referrer", ColumnType.Text),
        ("publisher_click_id", ColumnType.Text)]);

    public static Task<long> LastSeq(DbSession session) =>
        session.Scalar<long>("SELECT COALESCE(MAX(seq), 0) FROM clicks");

    /// <summary>Billable clicks since a moment: what a starting writer must remember.</summary>
    public static IAsyncEnumerable<BillableRow> BillableSince(DbSession session, long sinceMs) =>
        session.Stream<BillableRow>(
            """
            SELECT visitor, job_id, clicked_at_ms FROM clicks
            WHERE tlr_sid >= @since AND verdict = 0 ORDER BY tlr_sid
            """, new { since = ClickId.FirstOf(sinceMs).ToBytes() });

    /// <summary>Billable clicks that other nodes wrote after this sequence number.</summary>
    public static Task<List<BillableRow>> BillableAfter(DbSession session, long seq) =>
        session.Query<BillableRow>(
            "SELECT visitor, job_id, clicked_at_ms FROM clicks WHERE seq > @seq AND verdict = 0 ORDER BY seq",
            new { seq });

    public static Appending Rows(List<ClickRecord> clicks, long firstSeq) =>
        new(Plan, clicks.Count, (row, to) => Bind(clicks[row], firstSeq + row, to));

    private static void Bind(ClickRecord click, long seq, IRowBinder to)
    {
        to.Number(seq);
        to.Blob(click.Id.ToBytes());
        to.Number(click.ClickedAtMs);
        to.Number(click.JobId);
        to.Number(click.AskedJobId);
        to.Number(click.FeedId);
        to.Number(click.PublisherId);
        to.Number(click.CampaignId);
        to.Number(click.SegmentId);
        to.Number(click.CustomerId);
        to.Number((long)click.Verdict);
        to.Number((long)click.Reason);
        to.Number(click.ChargedCents);
        to.Number(click.EarnedMicros);
        to.Number(click.Visitor);
        to.Number(click.WindowMinutes);
        to.Number(click.SentBack ? 1 : 0);
        to.Number(click.FromDataCentre ? 1 : 0);
        to.Text(click.Country);
        to.Text(click.LandingUrl);
        to.Text(click.T1);
        to.Text(click.T2);
        to.Text(click.T3);
        to.Text(click.Referrer);
        to.Text(click.PublisherClickId);
    }

    internal sealed record BillableRow(long Visitor, long JobId, long ClickedAtMs);
}
