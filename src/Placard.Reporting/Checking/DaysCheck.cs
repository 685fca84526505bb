using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>
/// The folded days hold what the clicks up to the cursor hold, by feed and by campaign: in all, and day for day.
/// </summary>
internal sealed class DaysCheck(Findings findings)
{
    public async Task Run(DbSession session, ClickSums sums)
    {
        var feeds = (await session.Query<FeedRow>(
            """
            SELECT feed_id, day, clicks, expired, stale, paid_clicks, earned_micros FROM feed_days
            """).ConfigureAwait(false)).ToDictionary(
                row => (row.FeedId, (int)row.Day),
                row => new FeedTotal(row.Clicks, row.Expired, row.Stale, row.PaidClicks, row.EarnedMicros));
        Compare(
            "feed", feeds, sums.Feeds, (one, other) => one + other,
            (told, real) => $"{told.Clicks} clicks, {told.PaidClicks} paid, {told.EarnedMicros} micros earned, "
                + $"{told.Expired} expired, {told.Stale} stale; its clicks are {real.Clicks}, {real.PaidClicks} paid, "
                + $"{real.EarnedMicros} micros, {real.Expired} expired, {real.Stale} stale");
        await CheckCampaigns(session, sums).ConfigureAwait(false);
    }

    private async Task CheckCampaigns(DbSession session, ClickSums sums)
    {
        var campaigns = (await session.Query<CampaignRow>(
            """
            SELECT campaign_id, day, clicks, billable_clicks, spent_cents FROM campaign_days
            """).ConfigureAwait(false)).ToDictionary(
                row => (row.CampaignId, (int)row.Day),
                row => new CampaignTotal(row.Clicks, row.BillableClicks, row.SpentCents));
        Compare(
            "campaign", campaigns, sums.Campaigns, (one, other) => one + other,
            (told, real) => $"{told.Clicks} clicks, {told.BillableClicks} billable, {told.SpentCents} cents spent; "
                + $"its clicks are {real.Clicks}, {real.BillableClicks} billable, {real.SpentCents} cents");
    }

    // One line where the whole is wrong; where it is right and days are not, a line for each of them.
    private void Compare<TTotal>(
        string what,
        Dictionary<(long Id, int Day), TTotal> told,
        Dictionary<(long Id, int Day), TTotal> real,
        Func<TTotal, TTotal, TTotal> add,
        Func<TTotal, TTotal, string> show)
        where TTotal : struct, IEquatable<TTotal>
    {
        foreach (var days in told.Keys.Union(real.Keys).Order().GroupBy(key => key.Id))
        {
            var (toldAll, realAll) = (Sum(days, told, add), Sum(days, real, add));
            if (!toldAll.Equals(realAll))
            {
                findings.Note($"{what}s whose days are not their clicks",
                    $"{what} {days.Key}: its days show {show(toldAll, realAll)}");
                continue;
            }
            foreach (var key in days)
            {
                var (toldDay, realDay) = (told.GetValueOrDefault(key), real.GetValueOrDefault(key));
                if (!toldDay.Equals(realDay))
                {
                    findings.Note($"days of {what}s that are not their clicks",
                        $"{what} {key.Id}: its day {key.Day} shows {show(toldDay, realDay)}");
                }
            }
        }
    }

    private static TTotal Sum<TTotal>(
        IEnumerable<(long Id, int Day)> days,
        Dictionary<(long Id, int Day), TTotal> totals,
        Func<TTotal, TTotal, TTotal> add)
        where TTotal : struct => days.Aggregate(default(TTotal), (sum, key) => add(sum, totals.GetValueOrDefault(key)));

    private sealed record FeedRow(
        long FeedId, long Day, long Clicks, long Expired, long Stale, long PaidClicks, long EarnedMicros);

    private sealed record CampaignRow(long CampaignId, long Day, long Clicks, long BillableClicks, long SpentCents);
}
