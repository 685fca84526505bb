using Placard.Campaigns;
using Placard.Inventory;
using Placard.Market;

namespace Placard.Tests.Market;

/// <summary>Which live job a jobseeker is offered in place of one that is gone.</summary>
public sealed class SimilarJobsTests
{
    private const long Asked = 10_000_000_000;
    private readonly SomeMarket market = new();

    public SimilarJobsTests()
    {
        market.Campaign(1);
        market.Campaign(2, status: CampaignStatus.Paused);
        market.Job(Asked, "Night Forklift Driver", campaignId: 2);
    }

    [Fact]
    public void MostOfTheTitlesWordsMakeAJobAlike()
    {
        market.Job(Asked + 1, "Forklift Driver");
        Assert.Equal(Asked + 1, Best());
    }

    [Theory]
    [InlineData("Driver")]
    [InlineData("Night Nurse")]
    public void OneWordOfThreeDoesNot(string title)
    {
        market.Job(Asked + 1, title);
        Assert.Null(Best());
    }

    [Fact]
    public void HalfTheWordsAreNotMost()
    {
        market.Job(Asked, "Forklift Driver", campaignId: 2);
        market.Job(Asked + 1, "Forklift Mechanic");
        Assert.Null(Best());
    }

    [Fact]
    public void OneMajorCategoryInCommonMakesAJobAlike()
    {
        market.Job(Asked, "Welder", campaignId: 2, job => job with { MajorCategories = "[Sales]\n[Manufacturing]" });
        market.Job(Asked + 1, "Machinist", change: job => job with { MajorCategories = "[Manufacturing]\n[Retail]" });
        Assert.Equal(Asked + 1, Best());
        market.Job(Asked + 1, "Machinist", change: job => job with { MajorCategories = "[Manufacturing Engineering]" });
        Assert.Null(Best());
    }

    [Fact]
    public void JobsWithoutCategoriesShareNone()
    {
        market.Job(Asked, "Welder", campaignId: 2);
        market.Job(Asked + 1, "Machinist");
        Assert.Null(Best());
    }

    // One degree of latitude has 69.09 miles: 0.7236 degrees are 50.
    [Theory]
    [InlineData(30_271_100 + 723_500, true)]
    [InlineData(30_271_100 + 723_900, false)]
    [InlineData(30_271_100 - 723_500, true)]
    [InlineData(30_271_100 - 723_900, false)]
    public void FiftyMilesIsTheBorderNorthAndSouth(int latitude, bool near)
    {
        market.Job(Asked + 1, "Night Forklift Driver", change: job => job with { LatitudeMicro = latitude });
        Assert.Equal(near ? Asked + 1 : null, Best());
    }

    // At 30.27 degrees north one of longitude has 59.67 miles: 0.8378 degrees are 50.
    [Theory]
    [InlineData(-97_743_700 + 837_500, true)]
    [InlineData(-97_743_700 + 838_500, false)]
    [InlineData(-97_743_700 - 837_500, true)]
    [InlineData(-97_743_700 - 838_500, false)]
    public void FiftyMilesIsTheBorderEastAndWest(int longitude, bool near)
    {
        market.Job(Asked + 1, "Night Forklift Driver", change: job => job with { LongitudeMicro = longitude });
        Assert.Equal(near ? Asked + 1 : null, Best());
    }

    // The grid only narrows the search: it must never hide a job that is near.
    [Fact]
    public void TheGridFindsExactlyWhatIsWithinFiftyMiles()
    {
        var random = new Random(50);
        for (var round = 0; round < 20; round++)
        {
            var world = new SomeMarket();
            world.Campaign(1);
            var (latitude, longitude) = (random.Next(18_000_000, 71_000_000), random.Next(-170_000_000, -66_000_000));
            world.Job(Asked, "Cook", change: job => job with { LatitudeMicro = latitude, LongitudeMicro = longitude });
            for (var id = 1; id <= 300; id++)
            {
                world.Job(Asked + id, "Cook", change: job => job with
                {
                    LatitudeMicro = latitude + random.Next(-1_500_000, 1_500_000),
                    LongitudeMicro = longitude + random.Next(-3_000_000, 3_000_000),
                });
            }
            var snapshot = world.Snapshot;
            var asked = SomeMarket.Find(snapshot, Asked);
            var near = snapshot.JobsInOrder().Where(job => job.JobId != Asked && asked.Place.MilesTo(job.Place) <= 50)
                .Select(job => job.JobId);
            Assert.Equal(near, SimilarJobs.Like(asked).NearBy(snapshot, SomeMarket.NowMs, 1_000, _ => true)
                .Select(job => job.JobId).Order());
        }
    }

    [Theory]
    [InlineData(true, false, "TX", true)]
    [InlineData(false, true, "TX", true)]
    [InlineData(false, false, "TX", true)]
    [InlineData(true, false, "OK", false)]
    [InlineData(false, true, "OK", false)]
    [InlineData(false, false, "", false)]
    public void WithoutCoordinatesTheStateDecides(bool askedPlaced, bool otherPlaced, string otherState, bool near)
    {
        market.Job(Asked, "Cook", campaignId: 2, job => askedPlaced ? job : Unplaced(job));
        market.Job(Asked + 1, "Cook", change: job =>
            (otherPlaced ? job : Unplaced(job)) with { State = otherState });
        Assert.Equal(near ? Asked + 1 : null, Best());
    }

    [Fact]
    public void NobodyIsNearAPlaceWithoutStateAndCoordinates()
    {
        market.Job(Asked, "Cook", campaignId: 2, job => Unplaced(job) with { State = "" });
        market.Job(Asked + 1, "Cook", change: job => Unplaced(job) with { State = "" });
        Assert.Null(Best());
    }

    [Fact]
    public void TheNearestTitleComesBeforeTheHigherPriceAndThatBeforeTheLongerLife()
    {
        Priced(Asked + 9, "Night Forklift Driver", 10);
        Assert.Equal(Asked + 9, Best());
        Priced(Asked + 8, "Night Forklift Driver", 20);
        Assert.Equal(Asked + 8, Best());
        Priced(Asked + 7, "Night Forklift Driver", 20);
        Assert.Equal(Asked + 7, Best());
        Priced(Asked + 6, "Forklift Driver", 900);
        Priced(Asked + 5, "Senior Night Forklift Driver and Trainer", 900);
        Assert.Equal(Asked + 7, Best());
    }

    [Fact]
    public void AJobWhoseCampaignCannotPayIsNeverOffered()
    {
        market.Campaign(3, 50);
        market.Job(Asked + 1, "Night Forklift Driver", campaignId: 3);
        market.LeftCents[3] = 49;
        Assert.Null(Best());
        market.LeftCents[3] = 50;
        Assert.Equal(Asked + 1, Best());
        market.Campaign(3, 50, CampaignStatus.Paused);
        Assert.Null(Best());
    }

    [Fact]
    public void NeitherTheAskedJobNorOneThatTheFeedDoesNotGetIsOffered()
    {
        market.Job(Asked, "Cook", campaignId: 1);
        Assert.Null(Best());
        market.Job(Asked + 1, "Cook");
        market.Job(Asked + 2, "Cook");
        Assert.Equal(Asked + 2, Best(job => job.JobId != Asked + 1));
        Assert.Null(Best(_ => false));
    }

    [Fact]
    public void AJobThatLeftItsFeedIsLookedForTheSameWay()
    {
        var left = market.JobThatLeft(Asked + 50, "Cook", job => job with { MajorCategories = "[Food]" });
        long? BestNow() => SimilarJobs.Like(left).Best(market.Snapshot, SomeMarket.NowMs, _ => true)?.JobId;

        Assert.Null(BestNow());
        market.Job(Asked + 1, "Chef", change: job => job with { MajorCategories = "[Food]" });
        Assert.Equal(Asked + 1, BestNow());
        market.Job(Asked + 2, "Line Cook");
        Assert.Equal(Asked + 2, BestNow());
    }

    [Fact]
    public void TheClosedPageListsTheLikestFirstAndThenWhateverIsNear()
    {
        market.Job(Asked + 1, "Barista");
        market.Job(Asked + 2, "Forklift Driver");
        market.Job(Asked + 3, "Night Forklift Driver");
        market.Job(Asked + 4, "Dentist", change: job => job with { LatitudeMicro = 40_000_000 });
        var snapshot = market.Snapshot;
        var asked = SomeMarket.Find(snapshot, Asked);
        var nearBy = SimilarJobs.Like(asked).NearBy(snapshot, SomeMarket.NowMs, 3, _ => true);
        Assert.Equal([Asked + 3, Asked + 2, Asked + 1], nearBy.Select(job => job.JobId));
    }

    // Candidates are remembered for a second; what they can pay and whom they suit is asked each time.
    [Fact]
    public void ARememberedJobIsOfferedOnlyWhileItCanPay()
    {
        market.Campaign(3, 50);
        market.Campaign(4, 40);
        market.Job(Asked + 1, "Night Forklift Driver", campaignId: 3);
        market.Job(Asked + 2, "Night Forklift Driver", campaignId: 4);
        var snapshot = market.Snapshot;
        var similar = SimilarJobs.Like(SomeMarket.Find(snapshot, Asked));
        long? At(long nowMs, Func<MarketJob, bool>? admits = null) =>
            similar.Best(snapshot, nowMs, admits ?? (_ => true))?.JobId;

        Assert.Equal(Asked + 1, At(SomeMarket.NowMs));
        market.LeftCents[3] = 49;
        Assert.Equal(Asked + 2, At(SomeMarket.NowMs));
        Assert.Null(At(SomeMarket.NowMs, job => job.JobId != Asked + 2));
        market.LeftCents[4] = 0;
        Assert.Null(At(SomeMarket.NowMs));
        market.LeftCents[3] = 50;
        Assert.Equal(Asked + 1, At(SomeMarket.NowMs + 1_000));
    }

    // More jobs than are remembered, and the feed gets none of the best: the others are still found.
    [Fact]
    public void TheBestThatSuitsIsFoundHoweverManySuitNot()
    {
        for (var id = 1; id <= 100; id++)
        {
            Priced(Asked + id, "Night Forklift Driver", id);
        }
        var snapshot = market.Snapshot;
        var similar = SimilarJobs.Like(SomeMarket.Find(snapshot, Asked));
        for (var highest = 100; highest >= 0; highest -= 7)
        {
            var best = similar.Best(snapshot, SomeMarket.NowMs, job => snapshot.PriceCents(job) <= highest);
            Assert.Equal(highest == 0 ? null : Asked + highest, best?.JobId);
        }
        Assert.Null(similar.Best(snapshot, SomeMarket.NowMs, _ => false));
    }

    private static JobRow Unplaced(JobRow job) => job with { LatitudeMicro = null, LongitudeMicro = null };

    private void Priced(long id, string title, long cents) =>
        market.Job(id, title, change: job => job with { CpcCents = cents });

    private long? Best(Func<MarketJob, bool>? admits = null)
    {
        var snapshot = market.Snapshot;
        var asked = SomeMarket.Find(snapshot, Asked);
        return SimilarJobs.Like(asked).Best(snapshot, SomeMarket.NowMs, admits ?? (_ => true))?.JobId;
    }
}
