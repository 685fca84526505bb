using Microsoft.Extensions.DependencyInjection;
using Placard.Campaigns;
using Placard.Inventory;
using Placard.Market;

namespace Placard.Tests.Market;

/// <summary>
/// A campaign is out of budget when it can pay for none of its live jobs: the cheapest one decides. Too low a number
/// keeps a campaign LIVE that pays for nothing, too high a number stops one that could go on.
/// </summary>
public sealed class CheapestPricesTests
{
    private readonly SomeMarket market = new();
    private readonly ManualClock clock = new(DateTimeOffset.FromUnixTimeMilliseconds(SomeMarket.NowMs));

    [Fact]
    public void TheCheapestJobOfAllSourcesAndSegmentsCounts()
    {
        market.Campaign(1, 50, segments: [(7, 20)]);
        Fed(1, 60);
        Assert.Equal(60, Cheapest());
        Fed(2, null);
        Assert.Equal(50, Cheapest());
        Fed(3, null, segment: 7, source: 2);
        Assert.Equal(20, Cheapest());
        Fed(4, 5, segment: 8, source: 3);
        Assert.Equal(5, Cheapest());
        Assert.Null(Cheapest(campaign: 2));
    }

    [Fact]
    public void AJobPastItsEndDateDoesNotKeepItsCampaignAlive()
    {
        market.Campaign(1, cpcCents: null);
        Fed(1, 5, ends: 1_000);
        Fed(2, 10, ends: 3_000);
        Fed(3, 20, ends: 2_000);
        Fed(4, 50);
        Assert.Equal(5, CheapestAfter(999));
        Assert.Equal(10, CheapestAfter(1_000));
        Assert.Equal(10, CheapestAfter(2_999));
        Assert.Equal(50, CheapestAfter(3_000));
    }

    [Fact]
    public void UnpricedJobsCountUntilTheLastOfThemEnds()
    {
        market.Campaign(1, 30);
        Fed(1, null, ends: 1_000);
        Fed(2, null, ends: 2_000);
        Fed(3, 50);
        Assert.Equal(30, CheapestAfter(1_999));
        Assert.Equal(50, CheapestAfter(2_000));
    }

    [Fact]
    public void APriceOfNothingIsNoPrice()
    {
        market.Campaign(1, cpcCents: null);
        Fed(1, 0);
        Assert.Null(Cheapest());
        Fed(2, null);
        Assert.Null(Cheapest());
        Fed(3, 8);
        Assert.Equal(8, Cheapest());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ItAgreesWithLookingAtEveryJob(int seed)
    {
        var random = new Random(seed);
        market.Campaign(1, 25, segments: [(7, 40)]);
        for (var id = 1; id <= 200; id++)
        {
            Fed(id, random.Next(3) == 0 ? null : random.Next(0, 60), segment: random.Next(2) == 0 ? 7 : null,
                source: random.Next(3), ends: random.Next(4) == 0 ? null : random.Next(1, 500));
        }
        for (var passed = 0; passed <= 500; passed++)
        {
            clock.Now = DateTimeOffset.FromUnixTimeMilliseconds(SomeMarket.NowMs + passed);
            var snapshot = market.Snapshot;
            var looked = snapshot.JobsInOrder()
                .Where(job => snapshot.StateOf(job, SomeMarket.NowMs + passed) == JobState.Live)
                .Min(job => snapshot.PriceCents(job));
            Assert.Equal(looked, Cheapest());
        }
    }

    private void Fed(long id, long? cents, long? segment = null, long source = 1, long? ends = null) =>
        market.Job(10_000_000_000 + id, change: job => job with
        {
            CpcCents = cents, SegmentId = segment, SourceId = source,
            ExpiresAtMs = ends is { } ms ? SomeMarket.NowMs + ms : null,
        });

    private long? CheapestAfter(long ms)
    {
        clock.Now = DateTimeOffset.FromUnixTimeMilliseconds(SomeMarket.NowMs + ms);
        return Cheapest();
    }

    private long? Cheapest(long campaign = 1)
    {
        using var services = new ServiceCollection().AddSingleton<IMarket>(market).BuildServiceProvider();
        return new CheapestPrices(services, clock).CheapestPriceCents(campaign);
    }
}
