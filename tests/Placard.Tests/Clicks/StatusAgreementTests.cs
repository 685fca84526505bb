using System.Net;
using Placard.Campaigns;
using Placard.Clicks;
using Placard.Clicks.Judging;
using Placard.Clicks.Status;
using Placard.Kernel;
using Placard.Platform;
using Placard.Publishing;
using Placard.Tests.Market;

namespace Placard.Tests.Clicks;

/// <summary>
/// What the status API says and what a click would do come from one set of rules. Whatever the market looks like, the
/// two agree, for a visitor to whom nobody objects.
/// </summary>
public sealed class StatusAgreementTests
{
    private const long Job = 14_813_142_427;
    private const long FeedId = 1234;
    private static readonly IReadOnlyDictionary<long, Reason> None = new Dictionary<long, Reason>();

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    public async Task StatusAndClickAgree(int seed)
    {
        var random = new Random(seed);
        var seen = new HashSet<string>();
        for (var round = 0; round < 2_000; round++)
        {
            var world = new World(random);
            var status = await world.Statuses.OfSpl("t", default);
            var byJob = await world.Statuses.OfJob(Job, default);
            var plan = await world.Click();
            var verdict = plan?.Record.Verdict;
            var what = $"seed {seed}, round {round}: {status}, {byJob}, {verdict} ({plan?.Record.Reason})";
            seen.Add($"{status} {byJob} {verdict}");

            Assert.True(
                status switch
                {
                    JobStatuses.Live => verdict == Verdict.Billable && byJob == JobStatuses.Live,
                    JobStatuses.Stale => verdict == Verdict.Stale && byJob == JobStatuses.Live,
                    JobStatuses.Expired => verdict == Verdict.Expired && byJob == JobStatuses.Expired,
                    _ => plan == null || verdict == Verdict.Invalid,
                },
                what);
            Assert.True(plan == null || plan.Value.CarriesClickId == (byJob == JobStatuses.Live), what);
            Assert.True(plan == null || verdict == Verdict.Billable == plan.Value.Record.ChargedCents > 0, what);
        }
        // The random worlds must reach every answer, or the property says little.
        Assert.Equal(4, seen.Select(outcome => outcome.Split(' ')[0]).Distinct().Count());
    }

    /// <summary>One job, one feed, one token, and everything about them left to chance.</summary>
    private sealed class World : ISpl, IFeeds
    {
        private readonly SplContents sealedUrl;
        private readonly bool opens;
        private readonly FeedTerms? terms;
        private readonly ClickDesk desk;

        public World(Random random)
        {
            bool Maybe(int oneIn) => random.Next(oneIn) == 0;
            var market = new SomeMarket();
            var clock = new ManualClock(DateTimeOffset.FromUnixTimeMilliseconds(SomeMarket.NowMs));
            market.Campaign(1, Maybe(8) ? null : 50, (CampaignStatus)random.Next(1, 4));
            if (Maybe(3))
            {
                market.LeftCents[1] = random.Next(40, 60);
            }
            if (Maybe(8))
            {
                market.JobThatLeft(Job);
            }
            else if (!Maybe(8))
            {
                market.Job(Job, campaignId: Maybe(8) ? null : 1, change: job => job with
                {
                    ExpiresAtMs = Maybe(3) ? SomeMarket.NowMs + random.Next(-1, 2) : null,
                    CpcCents = Maybe(3) ? random.Next(0, 60) : null,
                });
            }
            terms = Maybe(10) ? null : new FeedTerms(
                FeedId, 1, "Feed", IsLive: !Maybe(10), PricingModel.Dynamic, 60, 0, ClickExpirationHours: 24,
                DuplicateClickMinutes: 30, 6, 0, null);
            opens = !Maybe(10);
            sealedUrl = new SplContents(Job, FeedId, 30,
                SomeMarket.NowMs - (24 * 3_600_000L) + random.Next(-1, 2) + (Maybe(2) ? 3_600_000 : 0));
            var looks = new JobLooks(market, clock);
            var options = new ClickOptions("US", null, null, null);
            desk = new ClickDesk(this, this, looks, new BotJudge(options), new Countries(options), new IdSource(),
                new PublicAddress { Base = "https://exchange.example" });
            Statuses = new JobStatuses(looks, this, this);
        }

        public JobStatuses Statuses { get; }

        public long LongestDuplicateMinutes => 30;

        public ValueTask<ClickPlan?> Click()
        {
            var query = $"?id={Job}.{FeedId}&spl=t";
            var visit = new Visit(IPAddress.Parse("10.0.0.1"), Visitor.Browser, 7, "exchange.example");
            return desk.Plan(ClickAsk.Read(query), query, visit, None, default);
        }

        public FeedTerms? Find(long feedId) => feedId == FeedId ? terms : null;

        public int Seal(in SplContents contents, Span<char> into) => throw new NotSupportedException();

        public bool TryOpen(ReadOnlySpan<char> token, out SplContents contents)
        {
            contents = sealedUrl;
            return opens && token is "t";
        }
    }
}
