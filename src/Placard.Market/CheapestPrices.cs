using Microsoft.Extensions.DependencyInjection;
using Placard.Campaigns;

namespace Placard.Market;

/// <summary>Answers Campaigns' question from the snapshot. Resolved late: the market itself asks Campaigns.</summary>
internal sealed class CheapestPrices(IServiceProvider services) : ICheapestPrices
{
    private readonly Lazy<IMarket> market = new(services.GetRequiredService<IMarket>);

    public long? CheapestPriceCents(long campaignId)
    {
        var snapshot = market.Value.Current;
        if (!snapshot.Campaigns.TryGetValue(campaignId, out var campaign))
        {
            return null;
        }
        long? cheapest = null;
        foreach (var shelf in snapshot.Shelves)
        {
            foreach (var ((id, segmentId), floor) in shelf.Floors)
            {
                if (id == campaignId)
                {
                    cheapest = Lower(cheapest, PriceOf(floor, campaign, segmentId));
                }
            }
        }
        return cheapest;
    }

    private static long? PriceOf(JobShelf.PriceFloor floor, CampaignFacts campaign, long segmentId)
    {
        var fallback = !floor.HasUnpriced ? null
            : campaign.SegmentCpcCents.TryGetValue(segmentId, out var segment) ? segment
            : campaign.CpcCents;
        return Lower(floor.CheapestFedCents, fallback);
    }

    private static long? Lower(long? one, long? other) =>
        one == null ? other : other == null ? one : Math.Min(one.Value, other.Value);
}
