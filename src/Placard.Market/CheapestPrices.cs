using Microsoft.Extensions.DependencyInjection;
using Placard.Campaigns;

namespace Placard.Market;

/// <summary>
/// Answers Campaigns' question from the snapshot. All answers of a snapshot are worked out at once: the question comes
/// for every campaign of every batch of clicks. Resolved late: the market itself asks Campaigns.
/// </summary>
internal sealed class CheapestPrices(IServiceProvider services) : ICheapestPrices
{
    private readonly Lazy<IMarket> market = new(services.GetRequiredService<IMarket>);
    private volatile Known? known;

    public long? CheapestPriceCents(long campaignId)
    {
        var snapshot = market.Value.Current;
        var prices = known;
        if (prices == null || !ReferenceEquals(prices.Snapshot, snapshot))
        {
            known = prices = new Known(snapshot, WorkOut(snapshot));
        }
        return prices.Cheapest.TryGetValue(campaignId, out var cents) ? cents : null;
    }

    private static Dictionary<long, long> WorkOut(MarketSnapshot snapshot)
    {
        var cheapest = new Dictionary<long, long>();
        foreach (var ((campaignId, segmentId), floor) in snapshot.Shelves.SelectMany(shelf => shelf.Floors))
        {
            if (snapshot.Campaigns.TryGetValue(campaignId, out var campaign)
                && PriceOf(floor, campaign, segmentId) is { } cents)
            {
                cheapest[campaignId] = cheapest.TryGetValue(campaignId, out var other) ? Math.Min(cents, other) : cents;
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

    private sealed record Known(MarketSnapshot Snapshot, Dictionary<long, long> Cheapest);
}
