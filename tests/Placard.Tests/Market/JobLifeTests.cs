using Placard.Campaigns;
using Placard.Inventory;
using Placard.Market;

namespace Placard.Tests.Market;

/// <summary>What a click costs the advertiser, and whether a job takes paid clicks at all.</summary>
public sealed class JobLifeTests
{
    private const long Job = 10_000_000_001;

    // The job's own price, then its segment's, then its campaign's.
    [Theory]
    [InlineData(30, 1, 40, 50, 30)]
    [InlineData(null, 1, 40, 50, 40)]
    [InlineData(null, 1, null, 50, 50)]
    [InlineData(null, null, 40, 50, 50)]
    [InlineData(null, 1, null, null, null)]
    [InlineData(30, null, null, null, 30)]
    public void TheNearestPriceCounts(int? fed, int? segment, int? segmentCpc, int? campaignCpc, int? expected)
    {
        var market = new SomeMarket();
        market.Campaign(1, campaignCpc, segments: segmentCpc is { } cents ? [(1, cents)] : []);
        market.Job(Job, change: job => job with { CpcCents = fed, SegmentId = segment });
        var snapshot = market.Snapshot;

        Assert.Equal(expected, snapshot.PriceCents(SomeMarket.Find(snapshot, Job)));
    }

    [Fact]
    public void AJobThatNoCampaignTakesHasNoPriceEvenIfItWasFedOne()
    {
        var market = new SomeMarket();
        market.Job(Job, campaignId: null, change: job => job with { CpcCents = 30 });
        var snapshot = market.Snapshot;
        Assert.Null(snapshot.PriceCents(SomeMarket.Find(snapshot, Job)));
    }

    [Fact]
    public void ADayAndTheLastCentDecideExactly()
    {
        Assert.Equal("NotExpired", Why());
        Assert.Equal("NotExpired", Why(ends: SomeMarket.NowMs + 1));
        Assert.Equal("PastItsDate", Why(ends: SomeMarket.NowMs));
        Assert.Equal("NoCampaign", Why(campaign: 2));
        Assert.Equal("CampaignPaused", Why(status: CampaignStatus.Paused));
        Assert.Equal("OutOfBudget", Why(status: CampaignStatus.OutOfBudget));
        Assert.Equal("NoPrice", Why(cpc: null));
        Assert.Equal("NoPrice", Why(fed: 0));
        Assert.Equal("NotExpired", Why(left: 50));
        Assert.Equal("OutOfBudget", Why(left: 49));
        Assert.Equal("OutOfBudget", Why(left: 0));
    }

    // Purses hear of changes before a snapshot is made, and pay nothing from then on.
    [Theory]
    [InlineData(CampaignStatus.Paused, "CampaignPaused")]
    [InlineData(CampaignStatus.OutOfBudget, "OutOfBudget")]
    [InlineData(CampaignStatus.Live, "OutOfBudget")]
    [InlineData(null, "NoCampaign")]
    public void APurseThatKnowsMoreThanTheMarketSaysWhyItDoesNotPay(CampaignStatus? purse, string expected) =>
        Assert.Equal(expected, Why(left: 0, purse: (true, purse)));

    private static string Why(long? ends = null, long campaign = 1, CampaignStatus status = CampaignStatus.Live,
        long? cpc = 50, long? fed = null, long? left = null,
        (bool Known, CampaignStatus? Status) purse = default)
    {
        var market = new SomeMarket();
        market.Campaign(1, cpc, status);
        market.Job(Job, campaignId: campaign, change: job => job with { ExpiresAtMs = ends, CpcCents = fed });
        if (left is { } cents)
        {
            market.LeftCents[1] = cents;
        }
        if (purse.Known)
        {
            market.PurseStatus[1] = purse.Status;
        }
        var snapshot = market.Snapshot;
        var job = SomeMarket.Find(snapshot, Job);
        var why = snapshot.WhyExpired(job, SomeMarket.NowMs);
        Assert.Equal(why == ExpiredBecause.NotExpired, snapshot.StateOf(job, SomeMarket.NowMs) == JobState.Live);
        return why.ToString();
    }
}
