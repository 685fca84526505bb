using Microsoft.Extensions.DependencyInjection;
using Placard.Campaigns;

namespace Placard.Market;

/// <summary>
/// Answers Campaigns' question from the snapshot. All answers of a snapshot are prepared at once: the question comes
/// for every campaign of every batch of clicks. Resolved late: the market itself asks Campaigns.
/// </summary>
internal sealed class CheapestPrices(IServiceProvider services, TimeProvider clock) : ICheapestPrices
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
        return prices.Floors.TryGetValue(campaignId, out var floor)
            ? floor.CheapestCents(clock.GetUtcNow().ToUnixTimeMilliseconds())
            : null;
    }

    private static Dictionary<long, PriceFloor> WorkOut(MarketSnapshot snapshot)
    {
        var floors = new Dictionary<long, PriceFloor.Builder>();
        foreach (var ((campaignId, segmentId), floor) in snapshot.Shelves.SelectMany(shelf => shelf.Floors))
        {
            if (snapshot.Campaigns.TryGetValue(campaignId, out var campaign))
            {
                if (!floors.TryGetValue(campaignId, out var builder))
                {
                    floors[campaignId] = builder = new PriceFloor.Builder();
                }
                builder.AddAll(floor, campaign.SegmentCpcCents.TryGetValue(segmentId, out var segment)
                    ? segment
                    : campaign.CpcCents);
            }
        }
        return floors.ToDictionary(floor => floor.Key, floor => floor.Value.Build());
    }

    private sealed record Known(MarketSnapshot Snapshot, Dictionary<long, PriceFloor> Floors);
}
