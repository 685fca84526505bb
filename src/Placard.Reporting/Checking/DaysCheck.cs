using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>The folded days hold what the clicks up to the cursor hold, by feed and by campaign.</summary>
internal sealed class DaysCheck(Findings findings)
{
    public async Task Run(DbSession session, ClickSums sums)
    {
        var feeds = (await session.Query<FeedRow>(
            """
            SELECT feed_id, CAST(SUM(clicks) AS BIGINT) AS clicks, CAST(SUM(expired) AS BIGINT) AS expired,
                CAST(SUM(stale) AS BIGINT) AS stale, CAST(SUM(paid_clicks) AS BIGINT) AS paid_clicks,
                CAST(SUM(earned_micros) AS BIGINT) AS earned_micros FROM feed_days GROUP BY feed_id
            """).ConfigureAwait(false)).ToDictionary(
                row => row.FeedId,
                row => new FeedTotal(row.Clicks, row.Expired, row.Stale, row.PaidClicks, row.EarnedMicros));
        foreach (var id in feeds.Keys.Union(sums.Feeds.Keys).Order())
        {
            var (told, real) = (feeds.GetValueOrDefault(id), sums.Feeds.GetValueOrDefault(id));
            if (told != real)
            {
                findings.Note("feeds whose days are not their clicks",
                    $"feed {id}: its days show {told.Clicks} clicks, {told.PaidClicks} paid, "
                    + $"{told.EarnedMicros} micros earned, {told.Expired} expired, {told.Stale} stale; its clicks are "
                    + $"{real.Clicks}, {real.PaidClicks} paid, {real.EarnedMicros} micros, {real.Expired} expired, "
                    + $"{real.Stale} stale");
            }
        }
        await CheckCampaigns(session, sums).ConfigureAwait(false);
    }

    private async Task CheckCampaigns(DbSession session, ClickSums sums)
    {
        var campaigns = (await session.Query<CampaignRow>(
            """
            SELECT campaign_id, CAST(SUM(clicks) AS BIGINT) AS clicks,
                CAST(SUM(billable_clicks) AS BIGINT) AS billable_clicks,
                CAST(SUM(spent_cents) AS BIGINT) AS spent_cents FROM campaign_days GROUP BY campaign_id
            """).ConfigureAwait(false)).ToDictionary(
                row => row.CampaignId, row => new CampaignTotal(row.Clicks, row.BillableClicks, row.SpentCents));
        foreach (var id in campaigns.Keys.Union(sums.Campaigns.Keys).Order())
        {
            var (told, real) = (campaigns.GetValueOrDefault(id), sums.Campaigns.GetValueOrDefault(id));
            if (told != real)
            {
                findings.Note("campaigns whose days are not their clicks",
                    $"campaign {id}: its days show {told.Clicks} clicks, {told.BillableClicks} billable, "
                    + $"{told.SpentCents} cents spent; its clicks are {real.Clicks}, {real.BillableClicks} billable, "
                    + $"{real.SpentCents} cents");
            }
        }
    }

    private sealed record FeedRow(
        long FeedId, long Clicks, long Expired, long Stale, long PaidClicks, long EarnedMicros);

    private sealed record CampaignRow(long CampaignId, long Clicks, long BillableClicks, long SpentCents);
}
