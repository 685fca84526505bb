using Placard.Storage;

namespace Placard.Reporting.Folding;

/// <summary>One row of <c>feed_days</c>.</summary>
internal sealed record FeedDay(long Day, long Clicks, long Expired, long Stale, long PaidClicks, long EarnedMicros);

/// <summary>One row of <c>campaign_days</c>.</summary>
internal sealed record CampaignDay(long Day, long Clicks, long BillableClicks, long SpentCents);

/// <summary>The SQL of the folded days.</summary>
internal static class DayTables
{
    private static readonly AppendPlan FeedPlan = new(
        "feed_days",
        [
            ("feed_id", ColumnType.Number), ("day", ColumnType.Number), ("clicks", ColumnType.Number),
            ("expired", ColumnType.Number), ("stale", ColumnType.Number), ("paid_clicks", ColumnType.Number),
            ("earned_micros", ColumnType.Number),
        ],
        """
        ON CONFLICT (feed_id, day) DO UPDATE SET clicks = feed_days.clicks + excluded.clicks,
            expired = feed_days.expired + excluded.expired, stale = feed_days.stale + excluded.stale,
            paid_clicks = feed_days.paid_clicks + excluded.paid_clicks,
            earned_micros = feed_days.earned_micros + excluded.earned_micros
        """);

    private static readonly AppendPlan CampaignPlan = new(
        "campaign_days",
        [
            ("campaign_id", ColumnType.Number), ("day", ColumnType.Number), ("clicks", ColumnType.Number),
            ("billable_clicks", ColumnType.Number), ("spent_cents", ColumnType.Number),
        ],
        """
        ON CONFLICT (campaign_id, day) DO UPDATE SET clicks = campaign_days.clicks + excluded.clicks,
            billable_clicks = campaign_days.billable_clicks + excluded.billable_clicks,
            spent_cents = campaign_days.spent_cents + excluded.spent_cents
        """);

    /// <summary>The last click that is in the sums.</summary>
    public static Task<long> Cursor(DbSession session) =>
        session.Scalar<long>("SELECT seq FROM fold_cursors WHERE name = 'clicks'");

    /// <summary>Moves the cursor from where it was seen; false when another node was faster.</summary>
    public static async Task<bool> TryMove(DbSession session, long from, long to) =>
        await session.Execute(
            "UPDATE fold_cursors SET seq = @to WHERE name = 'clicks' AND seq = @from", new { from, to })
            .ConfigureAwait(false) == 1;

    public static async Task Add(DbSession session, DaySums sums)
    {
        var feeds = sums.Feeds.ToList();
        await session.Append(FeedPlan, feeds.Count, (row, to) =>
        {
            var ((feedId, day), feed) = feeds[row];
            to.Number(feedId);
            to.Number(day);
            to.Number(feed.Clicks);
            to.Number(feed.Expired);
            to.Number(feed.Stale);
            to.Number(feed.PaidClicks);
            to.Number(feed.EarnedMicros);
        }).ConfigureAwait(false);
        var campaigns = sums.Campaigns.ToList();
        await session.Append(CampaignPlan, campaigns.Count, (row, to) =>
        {
            var ((campaignId, day), campaign) = campaigns[row];
            to.Number(campaignId);
            to.Number(day);
            to.Number(campaign.Clicks);
            to.Number(campaign.BillableClicks);
            to.Number(campaign.SpentCents);
        }).ConfigureAwait(false);
    }

    public static Task<List<FeedDay>> OfFeed(DbSession session, long feedId, int fromDay, int toDay) =>
        session.Query<FeedDay>(
            """
            SELECT day, clicks, expired, stale, paid_clicks, earned_micros FROM feed_days
            WHERE feed_id = @feedId AND day >= @fromDay AND day <= @toDay ORDER BY day
            """, new { feedId, fromDay = (long)fromDay, toDay = (long)toDay });

    public static Task<List<CampaignDay>> OfCampaign(DbSession session, long campaignId, int fromDay, int toDay) =>
        session.Query<CampaignDay>(
            """
            SELECT day, clicks, billable_clicks, spent_cents FROM campaign_days
            WHERE campaign_id = @campaignId AND day >= @fromDay AND day <= @toDay ORDER BY day
            """, new { campaignId, fromDay = (long)fromDay, toDay = (long)toDay });
}
