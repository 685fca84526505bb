using Placard.Market;
using Placard.Platform;

namespace Placard.Clicks;

/// <summary>Jobs whose campaign has the exchange host the application, and the address of that page.</summary>
internal static class ApplyAddress
{
    /// <summary>Applications of <c>talrooApply</c> campaigns and RSVPs of event campaigns are made here.</summary>
    public static bool IsHosted(MarketSnapshot market, in MarketJob job) =>
        market.Campaigns.TryGetValue(job.CampaignId, out var campaign) && (campaign.TalrooApply || campaign.IsEvent);

    /// <summary>The page, still without a click's id.</summary>
    public static string Of(PublicAddress own, long jobId) => $"{own.Base}/apply/{jobId}";
}
