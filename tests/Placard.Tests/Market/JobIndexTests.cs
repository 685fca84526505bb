using Placard.Inventory;
using Placard.Market;

namespace Placard.Tests.Market;

/// <summary>A job is found by its id and comes out of its packed shelf as it went in.</summary>
public sealed class JobIndexTests
{
    [Fact]
    public void EveryJobOfEverySourceIsFoundAndNoOther()
    {
        var market = new SomeMarket();
        var random = new Random(20260131);
        var ids = new HashSet<long>();
        while (ids.Count < 5_000)
        {
            ids.Add(random.NextInt64(10_000_000_000, 99_999_999_999));
        }
        foreach (var id in ids)
        {
            market.Job(id, $"Title {id}", change: job => job with { SourceId = id % 7 });
        }
        var snapshot = market.Snapshot;

        Assert.Equal(5_000, snapshot.JobCount);
        Assert.All(ids, id => Assert.Equal($"Title {id}", SomeMarket.Find(snapshot, id).Title));
        Assert.All(ids, id => Assert.Equal(ids.Contains(id + 1), snapshot.TryFind(id + 1, out _)));
        Assert.False(snapshot.TryFind(0, out _));
        Assert.False(snapshot.TryFind(-1, out _));
    }

    // Feeds must come out in a stable order, or their parts would not be stable.
    [Fact]
    public void JobsComeInOrderOfTheirIdsWhateverTheirSource()
    {
        var market = new SomeMarket();
        for (var id = 1L; id <= 500; id++)
        {
            market.Job(10_000_000_000 + (id * 7919 % 500), change: job => job with { SourceId = job.JobId % 11 });
        }
        var inOrder = market.Snapshot.JobsInOrder().Select(job => job.JobId).ToList();

        Assert.Equal(500, inOrder.Count);
        Assert.Equal(inOrder.Order(), inOrder);
        Assert.Equal(inOrder.Distinct(), inOrder);
    }

    [Fact]
    public void AnEmptyMarketFindsNothing()
    {
        var snapshot = new SomeMarket().Snapshot;
        Assert.False(snapshot.TryFind(10_000_000_000, out _));
        Assert.Empty(snapshot.JobsInOrder());
    }

    [Fact]
    public void AJobComesOutOfTheShelfAsItWentIn()
    {
        var market = new SomeMarket();
        var row = new JobRow(
            99_999_999_999, 3, 4, 5, 6, 7, 287, "réf-1", "Кассир 😀 \"x\"", "Ünïted", "Saint-Étienne", "TX", "78701",
            30_000_001, -97_000_001, "https://acme.example/Ω?x=1", "[Sales]\n[Retail]", "[Sales]  Cashier", "Full time",
            1, 11, 12, 13);
        market.Job(1, change: _ => row);
        var job = SomeMarket.Find(market.Snapshot, row.JobId);

        Assert.Equal(
            (row.JobId, row.SourceId, row.PoolId, row.CustomerId, 6, 7, row.CpcCents),
            (job.JobId, job.SourceId, job.PoolId, job.CustomerId, job.CampaignId, job.SegmentId, job.CpcCents));
        Assert.Equal((11, 12, 13), (job.EnteredAtMs, job.UpdatedAtMs, job.ExpiresAtMs));
        Assert.Equal(
            (row.Url, row.Title, row.OriginalJobReference, row.Company),
            (job.Url, job.Title, job.ReferenceNumber, job.Company));
        Assert.Equal(
            (row.City, row.State, row.Zipcode, row.JobType, true),
            (job.City, job.State, job.Zipcode, job.JobType, job.TalrooApply));
        Assert.Equal(["[Sales]", "[Retail]"], job.MajorCategories);
        Assert.Equal(["[Sales]  Cashier"], job.MinorCategories);
    }

    [Fact]
    public void WhatAJobDoesNotHaveStaysAbsent()
    {
        var market = new SomeMarket();
        market.Job(1, "", campaignId: null, change: job => job with
        {
            City = "", State = "", Zipcode = "", Company = "", LatitudeMicro = null, LongitudeMicro = null,
        });
        var job = SomeMarket.Find(market.Snapshot, 1);

        Assert.Null(job.CpcCents);
        Assert.Equal((0, 0, long.MaxValue), (job.CampaignId, job.SegmentId, job.ExpiresAtMs));
        Assert.Equal(("", "", ""), (job.Title, job.City, job.State));
        Assert.Empty(job.MajorCategories);
    }
}
