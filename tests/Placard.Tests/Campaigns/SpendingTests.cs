namespace Placard.Tests.Campaigns;

/// <summary>
/// Real clicks against real money: not a cent too much, off at the last one, on again when money comes.
/// </summary>
public sealed class SpendingTests
{
    [Theory, OnBothEngines]
    public async Task ManyClicksAtOnceSpendTheBudgetAndNotACentMore(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(3));
        var campaign = await advertiser.LaunchCampaign(new { talrooBasicCpc = 30, monthlyBudget = 3.5 });
        var feed = await scenario.NewPublisherFeed(Pricing.Share(50), advertiser);
        var jobs = (await feed.BuildAndFetch()).Jobs;

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => scenario.Click(jobs[number % 3].Url)));

        var read = await campaign.Read();
        Assert.Equal(
            ("OUT_OF_BUDGET", 330, 330, 20),
            ((string?)read["status"], (long)read["spentCents"]!, (long)read["spentTotalCents"]!,
                (long?)read["remainingCents"]));
        await Eventually.Becomes(11, async () => (await scenario.Clicks($"campaignId={campaign.Id}"))
            .Count(click => (string?)click["verdict"] == "BILLABLE"));
        Assert.Equal("EXPIRED", await scenario.StatusOf(jobs[0].JobId));

        await campaign.Change(new { monthlyBudget = 4 });
        Assert.Equal("LIVE", (string?)(await campaign.Read())["status"]);
        Assert.Equal("LIVE", await scenario.StatusOf(jobs[0].JobId));
    }

    [Theory, OnBothEngines]
    public async Task ACheaperJobBringsTheCampaignBack(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(new AdvertiserXml().Job("dear", ("cpc", "0.90")));
        var campaign = await advertiser.LaunchCampaign(new { monthlyBudget = 1 });
        var feed = await scenario.NewPublisherFeed(Pricing.Share(50), advertiser);
        (await scenario.Click((await feed.BuildAndFetch()).Jobs[0].Url)).Landed();
        await Eventually.Becomes("OUT_OF_BUDGET", async () => (string?)(await campaign.Read())["status"]);

        await advertiser.Import(new AdvertiserXml().Job("dear", ("cpc", "0.90")).Job("cheap", ("cpc", "0.10")));

        Assert.Equal("LIVE", (string?)(await campaign.Read())["status"]);
        var live = Assert.Single((await feed.BuildAndFetch()).Jobs);
        Assert.Equal(5, live.RankingValue);
    }

    [Theory, OnBothEngines]
    public async Task DaysAndMonthsBringMoneyAndARestartKeepsTheBooks(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 30, 17, 0, 0, TimeSpan.Zero));
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(1));
        var campaign = await advertiser.LaunchCampaign(
            new { talrooBasicCpc = 40, monthlyBudget = 1, dailyBudgetCents = 60 });
        var feed = await scenario.NewPublisherFeed(Pricing.Share(50), advertiser);

        Assert.Equal((40, "OUT_OF_BUDGET"), await ClickAndRead());
        await scenario.AdvanceClock(TimeSpan.FromDays(1));
        Assert.Equal((80, "OUT_OF_BUDGET"), await ClickAndRead());
        await exchange.Restart();
        Assert.Equal("OUT_OF_BUDGET", (string?)(await (await Again()).Read())["status"]);
        await scenario.AdvanceClock(TimeSpan.FromDays(1));
        var february = await (await Again()).Read();
        Assert.Equal(("LIVE", 0, 80, 100), ((string?)february["status"], (long)february["spentCents"]!,
            (long)february["spentTotalCents"]!, (long?)february["remainingCents"]));
        Assert.Equal((40, "OUT_OF_BUDGET"), await ClickAndRead());
        await exchange.BooksAddUp();

        async Task<(long, string?)> ClickAndRead()
        {
            (await scenario.Click((await feed.BuildAndFetch()).Jobs[0].Url)).Landed();
            await Eventually.Becomes("OUT_OF_BUDGET", async () => (string?)(await campaign.Read())["status"]);
            var read = await campaign.Read();
            return ((long)read["spentCents"]!, (string?)read["status"]);
        }

        async Task<Campaign> Again() => new(await Scenario.On(exchange), campaign.Id);
    }

    // In Havana the clock goes from 1:00 back to 0:00 that night: the new day's money is there at the first midnight,
    // and the second one brings none.
    [Theory, OnBothEngines]
    public async Task ADayWithTwoMidnightsBeginsWithTheFirst(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:TimeZone=America/Havana");
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 11, 1, 3, 45, 0, TimeSpan.Zero));
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(1));
        var campaign = await advertiser.LaunchCampaign(
            new { talrooBasicCpc = 40, monthlyBudget = 10, dailyBudgetCents = 40 });
        var feed = await scenario.NewPublisherFeed(Pricing.Share(50), advertiser);
        var job = (await feed.BuildAndFetch()).Jobs[0];

        var statuses = new List<string?>();
        foreach (var isClicked in (bool[])[true, true, false])
        {
            statuses.Add(await scenario.StatusOf(job.JobId));
            if (isClicked)
            {
                (await scenario.Click(job.Url)).Landed();
                Assert.Equal("EXPIRED", await scenario.StatusOf(job.JobId));
            }
            await scenario.AdvanceClock(TimeSpan.FromHours(1));
        }

        Assert.Equal(["LIVE", "LIVE", "EXPIRED"], statuses);
        Assert.Equal(40, (long)(await campaign.Read())["spentCents"]!); // October's are another month's
        await exchange.BooksAddUp();
    }
}
