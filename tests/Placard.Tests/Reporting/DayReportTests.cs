using System.Text.Json.Nodes;
using Placard.Apply;
using Placard.Kernel;
using Placard.Reporting.Days;

namespace Placard.Tests.Reporting;

/// <summary>A publisher reads what its feed earned, an advertiser what its campaign brought, day by day.</summary>
public sealed class DayReportTests
{
    // 11 in the morning in New York, which is the exchange's zone.
    private static readonly DateTimeOffset Tuesday = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    [Theory, OnBothEngines]
    public async Task TwoDaysOfAFeedAndItsCampaign(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(Tuesday);
        var sold = await SoldJob.On(scenario);
        var first = await LiveTwoDays(sold);

        var earnings = await Days(sold.Scenario.Operator, $"/v5/feeds/{sold.Feed.Id}/earnings");
        AssertDays(
            """
            date        clicks  expired  stale  paidClicks  earningsMicros
            2026-03-10  3       0        0      2           600000
            2026-03-11  2       1        1      0           60000
            """, earnings);

        var report = await Days(sold.Scenario.Operator, $"/v5/campaigns/{sold.Campaign.Id}/report");
        AssertDays(
            """
            date        clicks  billableClicks  spentCents  applicationsStarted  applicationsCompleted  hires
            2026-03-10  3       2               100         1                    1                      1
            2026-03-11  2       0               0           0                    0                      0
            """, report);
        AssertDays(
            """
            date        conversions1  conversions2  conversions3
            2026-03-10  0             0             0
            2026-03-11  0             1             1
            """, report);

        var monday = "?from=2026-03-09&to=2026-03-10";
        Assert.Single(await Days(scenario.Operator, $"/v5/feeds/{sold.Feed.Id}/earnings{monday}"));
        Assert.Single(await Days(scenario.Operator, $"/v5/campaigns/{sold.Campaign.Id}/report{monday}"));
        Assert.Empty(await Days(scenario.Operator, $"/v5/feeds/{sold.Feed.Id}/earnings?from=2026-04-01"));

        // A hire that is told again later, with another time, is still the first one's.
        await Tell(scenario, first, "hired", "2026-03-11T18:00:00Z");
        await sold.Campaign.Archive();
        Assert.Equal(
            report.Select(day => day["hires"]!.ToJsonString()),
            (await Days(scenario.Operator, $"/v5/campaigns/{sold.Campaign.Id}/report")).Select(
                day => day["hires"]!.ToJsonString()));
        await exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task AReportHasEveryClickThatWasAnswered(string engine)
    {
        var sold = await SoldJob.On(await Scenario.OnShared(engine));
        for (var clicks = 1; clicks <= 3; clicks++)
        {
            await sold.Click();
            // Two days where a midnight lies between the clicks.
            var from = Scenario.DayOf((await sold.Scenario.Now()).AddDays(-2));
            var days = await Days(sold.Scenario.Operator, $"/v5/feeds/{sold.Feed.Id}/earnings?from={from}");
            Assert.Equal(clicks, days.Sum(day => (int)day["clicks"]!));
        }
    }

    [Theory, OnBothEngines]
    public async Task NobodyReadsSomebodyElsesReport(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (mine, theirs) = (await SoldJob.On(scenario), await SoldJob.On(scenario));
        var (publisher, customer) = (await mine.Publisher.LogIn(), await mine.Advertiser.LogIn());

        (await publisher.Get($"/v5/feeds/{mine.Feed.Id}/earnings")).Expect(200);
        (await publisher.Get($"/v5/feeds/{theirs.Feed.Id}/earnings")).ExpectProblem(404);
        (await publisher.Get("/v5/feeds/999999999/earnings")).ExpectProblem(404);
        (await publisher.Get($"/v5/campaigns/{mine.Campaign.Id}/report")).ExpectProblem(403);
        (await customer.Get($"/v5/campaigns/{mine.Campaign.Id}/report")).Expect(200);
        (await customer.Get($"/v5/campaigns/{theirs.Campaign.Id}/report")).ExpectProblem(404);
        (await customer.Get("/v5/campaigns/999999999/report")).ExpectProblem(404);
        (await customer.Get($"/v5/feeds/{mine.Feed.Id}/earnings")).ExpectProblem(403);
        (await scenario.Get($"/v5/feeds/{mine.Feed.Id}/earnings")).ExpectProblem(401);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-02-30", "to")]
    [InlineData("to=31.01.2026", "to")]
    [InlineData("from=0001-01-01", "from")]
    [InlineData("to=9999-12-31", "to")]
    [InlineData("from=2026-02-01&to=2026-01-31", "from")]
    [InlineData("from=2026-01-01&from=2026-01-02", "from")]
    public async Task ADateThatIsNoneIsNamed(string query, string field)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var advertiser = await scenario.NewAdvertiser();
        var feed = await scenario.NewPublisherFeed(Pricing.Share(60), advertiser);
        var campaign = await advertiser.NewCampaign();

        foreach (var path in (string[])[$"/v5/feeds/{feed.Id}/earnings", $"/v5/campaigns/{campaign.Id}/report"])
        {
            var refused = (await scenario.Operator.Get($"{path}?{query}")).ExpectProblem(422);
            Assert.Equal([field], refused["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    // One that is told to a report has at least one moment in its span; the other may belong to another report.
    [Fact]
    public void AnApplicationCountsOnlyForTheMomentsInsideTheSpan()
    {
        var calendar = new ExchangeCalendar(TimeZoneInfo.Utc);
        var (from, to) = (calendar.BoundsOfDay(20260110).FromMs, calendar.BoundsOfDay(20260111).ToMs);
        var report = new CampaignReport(calendar);
        foreach (var (started, valid) in new (long, long?)[]
        {
            (from - 1, from), (from - 1, to - 1), (from, null), (from, to), (to - 1, to), (from, from),
        })
        {
            report.Add(new ApplicationTimes(started, valid), from, to);
        }

        Assert.Equal(
            [("2026-01-10", 3L, 2L), ("2026-01-11", 1L, 1L)],
            report.Days().Select(day => (day.Date, day.ApplicationsStarted, day.ApplicationsCompleted)));
    }

    [Theory, OnPostgres]
    public async Task TwoNodesFoldEveryClickOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var sold = await SoldJob.On(await Scenario.On(exchange));
        var second = await Scenario.On(await exchange.StartSecondNode());
        var path = $"/v5/feeds/{sold.Feed.Id}/earnings";

        for (var round = 1; round <= 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => sold.Click()));
            var both = await Task.WhenAll(Days(sold.Scenario.Operator, path), Days(second.Operator, path));
            Assert.All(both, days => Assert.Equal(10 * round, days.Sum(day => (int)day["clicks"]!)));
        }
        await exchange.BooksAddUp();
    }

    // Tuesday: one visitor twice, another once, a hire late in the evening. Wednesday: two conversions, a click on a
    // price that is too old, and one on a job whose campaign was paused.
    private static async Task<string> LiveTwoDays(SoldJob sold)
    {
        var scenario = sold.Scenario;
        var visitor = Visitor.Fresh();
        var first = await sold.Click(visitor);
        await sold.Click(visitor);
        await sold.Click();
        await Tell(scenario, first, "application_started", "2026-03-10T15:00:00Z");
        await Tell(scenario, first, "application_completed", "2026-03-10T15:05:00Z");
        await Tell(scenario, first, "application_completed", "2026-03-10T15:06:00Z");
        await Tell(scenario, first, "hired", "2026-03-11T03:30:00Z");

        await scenario.AdvanceClock(TimeSpan.FromHours(25));
        (await scenario.Convert(first, 2)).Expect(200);
        (await scenario.Convert(first, 2)).Expect(200);
        (await scenario.Convert(first, 3)).Expect(200);
        (await scenario.Convert(new SomeIds(5).Next(), 1)).Expect(200);
        await scenario.Click(sold.Job.Url);
        await sold.Campaign.Pause();
        await scenario.Click(sold.Job.Url);
        return first;
    }

    private static async Task Tell(Scenario scenario, string tlrSid, string name, string time) =>
        (await scenario.SendDispositions(
            $$"""{"tlr_sid":"{{tlrSid}}","event":"{{name}}","event_time":"{{time}}"}""")).Expect(200);

    private static async Task<IReadOnlyList<JsonNode>> Days(PlatformApi client, string path) =>
        [.. (await client.Get(path)).Expect(200)["content"]!.AsArray().Select(day => day!)];

    private static void AssertDays(string table, IReadOnlyList<JsonNode> days)
    {
        var rows = TextTable.Read(table).Rows;
        Assert.Equal(rows.Select(row => row["date"]), days.Select(day => (string)day["date"]!));
        var columns = table.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1);
        foreach (var (row, day) in rows.Zip(days))
        {
            Assert.All(columns, column => Assert.True(
                row.Number(column) == (long)day[column]!, $"{column} of {row}: {day.ToJsonString()}"));
        }
    }
}
