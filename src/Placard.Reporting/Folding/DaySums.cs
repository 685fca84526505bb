using System.Runtime.InteropServices;
using Placard.Clicks;
using Placard.Kernel;

namespace Placard.Reporting.Folding;

/// <summary>One feed's day.</summary>
internal struct FeedSums
{
    public long Clicks;
    public long Expired;
    public long Stale;
    public long PaidClicks;
    public long EarnedMicros;
}

/// <summary>One campaign's day.</summary>
internal struct CampaignSums
{
    public long Clicks;
    public long BillableClicks;
    public long SpentCents;
}

/// <summary>
/// Clicks added up by feed and day and by campaign and day (<c>docs/contract/reports.md</c> defines the columns). Every
/// click counts for its feed, bots and all; a capped click behaved as an expired one and counts as that; paid is what
/// is billable.
/// </summary>
internal sealed class DaySums(ExchangeCalendar calendar)
{
    public Dictionary<(long FeedId, int Day), FeedSums> Feeds { get; } = [];

    public Dictionary<(long CampaignId, int Day), CampaignSums> Campaigns { get; } = [];

    public void Add(in ClickTally click)
    {
        var day = calendar.DayOf(click.ClickedAtMs);
        ref var feed = ref CollectionsMarshal.GetValueRefOrAddDefault(Feeds, (click.FeedId, day), out _);
        feed.Clicks++;
        feed.Expired += click.Verdict is Verdict.Expired or Verdict.Capped ? 1 : 0;
        feed.Stale += click.Verdict == Verdict.Stale ? 1 : 0;
        feed.PaidClicks += click.Verdict == Verdict.Billable ? 1 : 0;
        feed.EarnedMicros += click.EarnedMicros;
        if (click.CampaignId is { } campaignId)
        {
            ref var campaign = ref CollectionsMarshal.GetValueRefOrAddDefault(Campaigns, (campaignId, day), out _);
            campaign.Clicks++;
            campaign.BillableClicks += click.Verdict == Verdict.Billable ? 1 : 0;
            campaign.SpentCents += click.ChargedCents;
        }
    }
}
