using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks.Days;

/// <summary>What is decided about clicks, what is charged and earned for them, and where the jobseeker goes.</summary>
public sealed class ClickBooksTests
{
    [Theory, OnBothEngines]
    public async Task EveryVerdictHasItsChargeItsEarningAndItsDestination(string engine)
    {
        await using var day = await FrozenExchanges.Open(engine);
        await Market(day, Jobs(("Surgeon", "287"), ("Plumber", null)));
        await day.Publish("08:00");

        // share 60 % of 287 and 50 cents; fee 12 cents; expired 6 and 5 cents, stale 0 and 2 cents
        await day.Play(
            """
            at        who         feed  job      url               rdr  | verdict    charge  earned   left   goes
            --------------------------------------------------------------------------------------------------------
            09:00     anna        dyn   Surgeon  08:00             -    | BILLABLE   287     1720000  99713  Surgeon
            09:00     ben         flat  Surgeon  08:00             -    | BILLABLE   287     120000   99426  Surgeon
            09:00     anna        dyn   Plumber  08:00             yes  | BILLABLE   50      300000   99376  Plumber
            09:01     anna        dyn   Surgeon  08:00             -    | DUPLICATE  0       0        99376  Surgeon
            09:02     ben         dyn   Surgeon  08:00             yes  | DUPLICATE  0       0        99376  Surgeon
            09:03     googlebot   dyn   Surgeon  08:00             -    | BOT        0       0        99376  Surgeon
            09:03     curl        flat  Surgeon  08:00             yes  | BOT        0       0        99376  Surgeon
            09:03     nobody      flat  Surgeon  08:00             -    | BOT        0       0        99376  Surgeon
            09:04     london      dyn   Surgeon  08:00             -    | GEO        0       0        99376  Surgeon
            09:04     londonbot   dyn   Surgeon  08:00             -    | BOT        0       0        99376  Surgeon
            09:04     puertorico  dyn   Surgeon  08:00             -    | BILLABLE   287     1720000  99089  Surgeon
            09:04     newyork     dyn   Surgeon  08:00             -    | BILLABLE   287     1720000  98802  Surgeon
            09:05     carl        dyn   Surgeon  08:00 none        -    | INVALID    0       0        98802  Surgeon
            09:05     carl        dyn   Surgeon  08:00 changed     -    | INVALID    0       0        98802  Surgeon
            09:05     carl        dyn   Surgeon  08:00 half        yes  | INVALID    0       0        98802  Surgeon
            09:05     carl        dyn   Surgeon  08:00 made-up     -    | INVALID    0       0        98802  Surgeon
            09:05     carl        dyn   Surgeon  08:00 of Plumber  -    | INVALID    0       0        98802  Surgeon
            09:05     carl        dyn   Surgeon  08:00 of flat     -    | INVALID    0       0        98802  Surgeon
            09:05     londonbot   dyn   Surgeon  08:00 none        -    | INVALID    0       0        98802  Surgeon
            d2 07:59  dora        dyn   Surgeon  08:00             -    | BILLABLE   287     1720000  98515  Surgeon
            d2 08:00  emil        dyn   Surgeon  08:00             -    | STALE      0       0        98515  Surgeon
            d2 08:00  emil        flat  Surgeon  08:00             -    | STALE      0       20000    98515  Surgeon
            d2 08:00  emil        flat  Surgeon  08:00             yes  | STALE      0       0        98515  stale
            d2 08:00  googlebot   flat  Surgeon  08:00             yes  | BOT        0       0        98515  stale
            d2 08:00  london      flat  Surgeon  08:00             -    | GEO        0       0        98515  Surgeon
            """);
        await day.Scenario.Exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task AnExpiredJobPaysAFewCentsUnlessTheJobseekerIsSentBack(string engine)
    {
        await using var day = await FrozenExchanges.Open(engine);
        var (advertiser, campaign) = await Market(day, Jobs(("Surgeon", "287"), ("Plumber", null)));
        await day.Publish("08:00");
        await day.SetClock("09:00");
        await campaign.Pause();
        await day.Play(
            """
            at        who        feed  job      url         rdr  | verdict  charge  earned  left    goes
            -----------------------------------------------------------------------------------------------
            09:00     anna       dyn   Surgeon  08:00       -    | EXPIRED  0       60000   100000  closed
            09:00     anna       dyn   Surgeon  08:00       yes  | EXPIRED  0       0       100000  expired
            09:00     anna       flat  Surgeon  08:00       -    | EXPIRED  0       50000   100000  closed
            09:01     googlebot  dyn   Surgeon  08:00       -    | BOT      0       0       100000  closed
            09:01     london     dyn   Surgeon  08:00       yes  | GEO      0       0       100000  expired
            09:01     carl       dyn   Surgeon  08:00 none  -    | INVALID  0       0       100000  closed
            d3 09:01  anna       dyn   Surgeon  08:00       -    | EXPIRED  0       60000   100000  closed
            d3 09:01  anna       dyn   Surgeon  08:00       yes  | EXPIRED  0       0       100000  expired
            """);
        await campaign.Launch();
        await advertiser.Import(Jobs(("Plumber", null)));
        await day.Play(
            """
            at        who   feed  job      url    rdr  | verdict  charge  earned  left    goes
            -------------------------------------------------------------------------------------
            d3 09:02  anna  dyn   Surgeon  08:00  -    | EXPIRED  0       60000   100000  closed
            d3 09:02  anna  dyn   Plumber  08:00  -    | STALE    0       0       100000  Plumber
            """);
        await advertiser.Import(Jobs(("Surgeon", "287"), ("Plumber", null)));
        await day.Publish("d3 10:00");
        await day.Play(
            """
            at        who   feed  job      url       rdr  | verdict   charge  earned   left   goes
            -----------------------------------------------------------------------------------------
            d3 10:01  anna  dyn   Surgeon  d3 10:00  -    | BILLABLE  287     1720000  99713  Surgeon
            """);
        await day.Scenario.Exchange.BooksAddUp();
    }

    // The window is the clicked feed's own; what counts is the visitor's last billable click, on whichever feed.
    [Theory, OnBothEngines]
    public async Task ARepeatedClickCountsAgainAfterTheClickedFeedsWindow(string engine)
    {
        await using var day = await FrozenExchanges.Open(engine);
        await Market(day, Jobs(("Surgeon", "10"), ("Plumber", "20")));
        await day.Publish("08:00");
        await day.Play(
            """
            at     who   feed  job      url    rdr  | verdict    charge  earned  left   goes
            -----------------------------------------------------------------------------------
            09:00  anna  dyn   Surgeon  08:00  -    | BILLABLE   10      60000   99990  Surgeon
            09:00  anna  dyn   Plumber  08:00  -    | BILLABLE   20      120000  99970  Plumber
            09:04  anna  flat  Plumber  08:00  -    | DUPLICATE  0       0       99970  Plumber
            09:05  anna  flat  Plumber  08:00  -    | BILLABLE   20      120000  99950  Plumber
            09:29  anna  dyn   Surgeon  08:00  -    | DUPLICATE  0       0       99950  Surgeon
            09:30  anna  dyn   Surgeon  08:00  -    | BILLABLE   10      60000   99940  Surgeon
            09:34  anna  dyn   Plumber  08:00  -    | DUPLICATE  0       0       99940  Plumber
            09:35  anna  dyn   Plumber  08:00  -    | BILLABLE   20      120000  99920  Plumber
            09:59  anna  dyn   Surgeon  08:00  -    | DUPLICATE  0       0       99920  Surgeon
            10:00  anna  dyn   Surgeon  08:00  -    | BILLABLE   10      60000   99910  Surgeon
            """);

        // Somebody sets the clock back: what was clicked later is still known when its time comes round again.
        await day.Play(
            """
            at     who   feed  job      url    rdr  | verdict    charge  earned  left   goes
            -----------------------------------------------------------------------------------
            08:10  anna  dyn   Surgeon  08:00  -    | BILLABLE   10      60000   99900  Surgeon
            08:20  anna  dyn   Surgeon  08:00  -    | DUPLICATE  0       0       99900  Surgeon
            10:10  anna  dyn   Surgeon  08:00  -    | DUPLICATE  0       0       99900  Surgeon
            10:30  anna  dyn   Surgeon  08:00  -    | BILLABLE   10      60000   99890  Surgeon
            """);
        await day.Scenario.Exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task ABudgetIsSpentToTheLastCentAndNoFurther(string engine)
    {
        await using var day = await FrozenExchanges.Open(engine);
        var (_, campaign) = await Market(day, Jobs(("Surgeon", "400"), ("Plumber", "300")), monthlyBudget: 11);
        await day.Publish("08:00");
        await day.Play(
            """
            at     who   feed  job      url    rdr  | verdict   charge  earned   left  goes
            ----------------------------------------------------------------------------------
            09:00  anna  dyn   Surgeon  08:00  -    | BILLABLE  400     2400000  700   Surgeon
            09:00  ben   dyn   Surgeon  08:00  -    | BILLABLE  400     2400000  300   Surgeon
            09:00  carl  dyn   Surgeon  08:00  yes  | EXPIRED   0       0        300   expired
            """);
        Assert.Equal("LIVE", (string?)(await campaign.Read())["status"]);
        await day.Play(
            """
            at     who   feed  job      url    rdr  | verdict   charge  earned   left  goes
            ----------------------------------------------------------------------------------
            09:00  carl  dyn   Plumber  08:00  -    | BILLABLE  300     1800000  0     Plumber
            09:00  dora  dyn   Plumber  08:00  yes  | EXPIRED   0       0        0     expired
            09:00  dora  dyn   Plumber  08:00  -    | EXPIRED   0       60000    0     closed
            """);
        Assert.Equal("OUT_OF_BUDGET", (string?)(await campaign.Read())["status"]);

        // the month's last minute belongs to it, the next minute to the next
        await day.Play(
            """
            at         who   feed  job      url    rdr  | verdict  charge  earned  left  goes
            ------------------------------------------------------------------------------------
            end 23:59  dora  dyn   Plumber  08:00  yes  | EXPIRED  0       0       0     expired
            """);
        await day.SetClock("next 00:00");
        Assert.Equal("LIVE", (string?)(await campaign.Read())["status"]);
        await day.Publish("next 00:01");
        await day.Play(
            """
            at          who   feed  job      url         rdr  | verdict   charge  earned   left  goes
            --------------------------------------------------------------------------------------------
            next 00:02  dora  dyn   Plumber  next 00:01  yes  | BILLABLE  300     1800000  800   Plumber
            """);
        await day.Scenario.Exchange.BooksAddUp();
    }

    // No word of the titles in common and no category: only what a test makes alike is similar.
    [Theory, OnBothEngines]
    public async Task AJobseekerOfAnExpiredJobIsOfferedASimilarOneAndThatOnePays(string engine)
    {
        await using var day = await FrozenExchanges.Open(engine);
        var (_, campaign) = await Market(day, Jobs(("Line Cook Night", "100")));
        var (_, other) = await Market(day, Jobs(
            ("Line Cook", "30"), ("Line Cook Day", "5"), ("Line Mechanic", "900")), named: "other-");
        await day.Publish("08:00");
        await day.SetClock("09:00");
        await campaign.Pause();
        await day.Play(
            """
            at     who        feed  job              url    rdr  | verdict    charge  earned  left    goes
            ---------------------------------------------------------------------------------------------------
            09:00  anna       dyn   Line Cook Night  08:00  -    | BILLABLE   30      180000  99970   Line Cook
            09:01  anna       dyn   Line Cook Night  08:00  -    | DUPLICATE  0       0       99970   Line Cook
            09:01  anna       dyn   Line Cook Night  08:00  yes  | EXPIRED    0       0       100000  expired
            09:02  ben        flat  Line Cook Night  08:00  -    | BILLABLE   30      120000  99940   Line Cook
            09:03  googlebot  dyn   Line Cook Night  08:00  -    | BOT        0       0       99940   Line Cook
            """);

        // What the moved click cost counts as a click on that job: the same visitor there is a repeated one.
        await day.Play(
            """
            at     who   feed       job        url    rdr  | verdict    charge  earned  left   goes
            --------------------------------------------------------------------------------------------
            09:04  anna  other-dyn  Line Cook  08:00  -    | DUPLICATE  0       0       99940  Line Cook
            """);
        await other.Pause();
        await day.Play(
            """
            at     who   feed  job              url    rdr  | verdict  charge  earned  left    goes
            -----------------------------------------------------------------------------------------
            09:05  anna  dyn   Line Cook Night  08:00  -    | EXPIRED  0       60000   100000  closed
            """);
        await other.Launch();
        await other.Change(new { monthlyBudget = 0.85m });
        await day.Play(
            """
            at     who  feed  job              url    rdr  | verdict   charge  earned  left    goes
            ------------------------------------------------------------------------------------------------
            09:06  cyd  dyn   Line Cook Night  08:00  -    | BILLABLE  5       30000   20      Line Cook Day
            09:06  cyd  flat  Line Cook Night  08:00  -    | EXPIRED   0       50000   100000  closed
            """);
        await day.Scenario.Exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task AJobNobodyKnowsIsAPageThatSaysSo(string engine)
    {
        await using var day = await FrozenExchanges.Open(engine);
        await Market(day, Jobs(("Surgeon", null)));
        await day.Publish("08:00");
        var url = new Uri(day.Url("dyn", "08:00", "Surgeon")).PathAndQuery;
        var id = day.JobId("Surgeon");
        string[] unknown =
        [
            url.Replace($"id={id}.", "id=99999999998.", StringComparison.Ordinal),
            url.Replace($"id={id}.", $"id={id}.9", StringComparison.Ordinal),
            url.Replace($"id={id}.", $"id={id},", StringComparison.Ordinal),
            "/click.php", "/click", "/click.php?id=", "/click.php?id=1.1000", "/click?job_id=abc&pub_id=def",
            "/click.php?id=%00.%00", "/click.php?id=14813142427.1234&spl=ABC123...&job_loc=...",
        ];
        foreach (var path in unknown)
        {
            var answer = (await day.Scenario.Get(path)).Expect(404);
            Assert.Equal("text/html", answer.MediaType);
            Assert.Contains("We do not know this job", answer.Text, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// One advertiser of a campaign of 1,000 dollars at 50 cents, and two feeds: <c>dyn</c> has 60 percent, 30 minutes,
    /// 6 and 0 cents; <c>flat</c> has a fee of 12 cents, 5 minutes, 5 and 2 cents.
    /// </summary>
    private static async Task<(Advertiser Advertiser, Campaign Campaign)> Market(
        ClickDay day, AdvertiserXml jobs, decimal monthlyBudget = 1000, string named = "")
    {
        var advertiser = await day.Scenario.NewAdvertiser();
        await advertiser.Import(jobs);
        var campaign = await advertiser.LaunchCampaign(new { talrooBasicCpc = 50, monthlyBudget });
        day.Name(named + "dyn", await day.Scenario.NewPublisherFeed(Pricing.Share(60), advertiser));
        day.Name(named + "flat", await day.Scenario.NewPublisherFeed(Pricing.Flat(12), advertiser, new JsonObject
        {
            ["duplicateClickMinutes"] = 5, ["expiredClickCents"] = 5, ["staleClickCents"] = 2,
        }));
        foreach (var job in await advertiser.Jobs())
        {
            day.Name((string)job["title"]!, campaign);
        }
        return (advertiser, campaign);
    }

    private static AdvertiserXml Jobs(params (string Title, string? CpcCents)[] jobs)
    {
        var feed = new AdvertiserXml();
        foreach (var (title, cpc) in jobs)
        {
            var dollars = cpc is null ? null : (decimal.Parse(cpc, CultureInfo.InvariantCulture) / 100)
                .ToString("0.00", CultureInfo.InvariantCulture);
            feed.Job(title, ("title", title), ("url", ClickDay.LandingOf(title)), ("cpc", dollars));
        }
        return feed;
    }
}
