using Placard.Clicks;
using Placard.Market;
using Placard.Publishing;

namespace Placard.Tests.Clicks;

/// <summary>Which verdict a click gets, and what the publisher earns by it: surface, section 3.1, as tables.</summary>
public sealed class ClickRulesTests
{
    // unpaid: what the ledger found of the campaign's purse at this very click.
    // What comes after a row's first objection may object too: the first of INVALID BOT GEO EXPIRED STALE wins.
    private const string Precedence =
        """
        token          feed      agent    country  job            unpaid   stale  | verdict   reason
        -------------------------------------------------------------------------------------------------------
        None           live      browser  inside   NotExpired     -        -      | Billable  None
        Missing        live      browser  inside   NotExpired     -        -      | Invalid   TokenMissing
        Forged         live      browser  inside   NotExpired     -        -      | Invalid   TokenForged
        OfAnotherJob   live      browser  inside   NotExpired     -        -      | Invalid   TokenOfAnotherJob
        OfAnotherFeed  live      browser  inside   NotExpired     -        -      | Invalid   TokenOfAnotherFeed
        None           archived  browser  inside   NotExpired     -        -      | Invalid   FeedArchived
        Missing        archived  none     outside  LeftItsFeed    empty    yes    | Invalid   TokenMissing
        None           archived  listed   outside  PastItsDate    empty    yes    | Invalid   FeedArchived
        None           live      none     outside  NoCampaign     empty    yes    | Bot       AgentMissing
        None           live      listed   outside  CampaignPaused  empty   yes    | Bot       AgentListed
        None           live      browser  outside  OutOfBudget    empty    yes    | Geo       OtherCountry
        None           live      browser  inside   LeftItsFeed    -        yes    | Expired   JobLeftItsFeed
        None           live      browser  inside   PastItsDate    -        yes    | Expired   JobPastItsDate
        None           live      browser  inside   NoCampaign     -        yes    | Expired   JobWithoutCampaign
        None           live      browser  inside   CampaignPaused  -       yes    | Expired   CampaignPaused
        None           live      browser  inside   NoPrice        -        yes    | Expired   JobWithoutPrice
        None           live      browser  inside   OutOfBudget    -        yes    | Expired   CampaignOutOfBudget
        None           live      browser  inside   NotExpired     -        yes    | Stale     PriceTooOld
        None           live      browser  inside   NotExpired     empty    -      | Capped    BudgetRanOut
        None           live      browser  inside   OutOfBudget    empty    -      | Capped    BudgetRanOut
        None           live      browser  inside   NotExpired     paused   -      | Expired   CampaignPaused
        None           live      browser  inside   OutOfBudget    over     yes    | Expired   JobWithoutCampaign
        None           live      listed   inside   NotExpired     paused   -      | Bot       AgentListed
        """;

    // price: sealed in the token, or the similar job's; fee 12, expired click 6, stale click 3.
    private const string Earnings =
        """
        verdict    pricing  price  sent-back  | earned-micros
        ------------------------------------------------------
        Billable   share    30     -          | 300000
        Billable   share    1      -          | 10000
        Billable   fee      12     -          | 120000
        Billable   fee      30     -          | 120000
        Duplicate  share    30     -          | 0
        Duplicate  fee      12     -          | 0
        Bot        share    30     -          | 0
        Bot        fee      12     -          | 0
        Geo        share    30     -          | 0
        Geo        fee      12     -          | 0
        Invalid    share    30     -          | 0
        Invalid    fee      12     -          | 0
        Expired    share    30     -          | 60000
        Expired    fee      12     -          | 60000
        Expired    share    30     yes        | 0
        Expired    fee      12     yes        | 0
        Capped     share    30     -          | 60000
        Capped     fee      12     -          | 60000
        Capped     share    30     yes        | 0
        Capped     fee      12     yes        | 0
        Stale      share    30     -          | 30000
        Stale      fee      12     -          | 30000
        Stale      share    30     yes        | 0
        Stale      fee      12     yes        | 0
        Bot        share    30     yes        | 0
        Invalid    share    30     yes        | 0
        """;

    [Fact]
    public void TheFirstObjectionNamesTheVerdict()
    {
        foreach (var row in TextTable.Read(Precedence).Rows)
        {
            var facts = new ClickFacts(
                Enum.Parse<TokenFault>(row["token"]),
                FeedIsLive: row["feed"] == "live",
                AgentMissing: row["agent"] == "none",
                AgentListed: row["agent"] != "browser",
                OtherCountry: row["country"] == "outside",
                Enum.Parse<ExpiredBecause>(row["job"]),
                row["unpaid"] switch
                {
                    "empty" => Reason.BudgetRanOut,
                    "paused" => Reason.CampaignPaused,
                    "over" => Reason.JobWithoutCampaign,
                    _ => Reason.None,
                },
                IsStale: row["stale"] == "yes");
            var decided = ClickRules.Decide(facts);
            Assert.True(
                $"{decided.Verdict} {decided.Reason}" == $"{row["verdict"]} {row["reason"]}",
                $"{decided} instead of: {row}");
        }
    }

    [Fact]
    public void ThePublisherEarnsWhatTheBooksSay()
    {
        foreach (var row in TextTable.Read(Earnings).Rows)
        {
            var terms = Terms(row["pricing"] == "fee" ? PricingModel.Flat : PricingModel.Dynamic);
            var earned = ClickRules.EarnedMicros(
                Enum.Parse<Verdict>(row["verdict"]), terms, row.Number("price")!.Value, row["sent-back"] == "yes");
            Assert.True(earned == row.Number("earned-micros"), $"{earned} instead of: {row}");
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(23 * 3_600_000L, false)]
    [InlineData((24 * 3_600_000L) - 1, false)]
    [InlineData(24 * 3_600_000L, true)]
    [InlineData(25 * 3_600_000L, true)]
    [InlineData(-3_600_000L, false)]
    public void APriceHoldsForLessThanTheFeedsHours(long ageMs, bool stale)
    {
        const long shown = 1_769_853_600_000;
        Assert.Equal(stale, ClickRules.IsStale(shown, Terms(PricingModel.Dynamic), shown + ageMs));
    }

    // share rounded down, at least a cent; a fee only where the job pays at least as much
    [Theory]
    [InlineData(PricingModel.Dynamic, 287, 60, 172L)]
    [InlineData(PricingModel.Dynamic, 50, 60, 30L)]
    [InlineData(PricingModel.Dynamic, 1, 60, 1L)]
    [InlineData(PricingModel.Dynamic, 3, 33, 1L)]
    [InlineData(PricingModel.Dynamic, 100_000, 100, 100_000L)]
    [InlineData(PricingModel.Flat, 12, 0, 12L)]
    [InlineData(PricingModel.Flat, 13, 0, 12L)]
    [InlineData(PricingModel.Flat, 11, 0, null)]
    [InlineData(PricingModel.Flat, 0, 0, null)]
    public void AJobsPriceToAFeedIsExact(PricingModel model, long jobCents, long share, long? expected) =>
        Assert.Equal(expected, (Terms(model) with { SharePercent = share }).PriceCents(jobCents));

    [Fact]
    public void EveryVerdictAndReasonHasItsWords()
    {
        Assert.Equal(
            ["BILLABLE", "DUPLICATE", "BOT", "GEO", "STALE", "EXPIRED", "CAPPED", "INVALID"],
            Enum.GetValues<Verdict>().Select(verdict => verdict.Word()));
        Assert.All(
            Enum.GetValues<Reason>(), reason => Assert.EndsWith(".", reason.Sentence(), StringComparison.Ordinal));
        // A job's reasons are stored as the market's plus 100.
        Assert.All(
            Enum.GetValues<ExpiredBecause>().Where(because => because != ExpiredBecause.NotExpired),
            because => Assert.True(Enum.IsDefined((Reason)(100 + (int)because))));
    }

    private static FeedTerms Terms(PricingModel model) => new(
        1000, 1, "Feed", IsLive: true, model, SharePercent: 60, FlatCpcCents: 12, ClickExpirationHours: 24,
        DuplicateClickMinutes: 30, ExpiredClickCents: 6, StaleClickCents: 3, ClickIdParameter: null);
}
