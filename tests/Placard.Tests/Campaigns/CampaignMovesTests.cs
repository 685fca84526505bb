using System.Text.Json.Nodes;

namespace Placard.Tests.Campaigns;

/// <summary>Launching, pausing, archiving, one-time budgets and segments, as an advertiser sees them.</summary>
public sealed class CampaignMovesTests
{
    [Theory, OnBothEngines]
    public async Task ACampaignGoesThroughItsLife(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign(new { monthlyBudget = 100 });

        Assert.Equal("LIVE", await Move(scenario, campaign, "launch"));
        Assert.Equal("LIVE", await Move(scenario, campaign, "launch"));
        Assert.Equal("PAUSED", await Move(scenario, campaign, "pause"));
        Assert.Equal("PAUSED", await Move(scenario, campaign, "pause"));
        Assert.Equal("LIVE", await Move(scenario, campaign, "launch"));
        Assert.Equal("ARCHIVED", await Move(scenario, campaign, "archive"));
        Assert.Equal("ARCHIVED", await Move(scenario, campaign, "archive"));
    }

    [Theory, OnBothEngines]
    public async Task WhatIsNotAllowedChangesNothing(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var poor = await advertiser.NewCampaign(new { talrooBasicCpc = 50, dailyBudgetCents = 500 });
        var path = $"/v5/campaigns/{poor.Id}";

        (await scenario.Operator.Post($"{path}/launch")).ExpectProblem(409);
        (await scenario.Operator.Post($"{path}/pause")).ExpectProblem(409);
        Assert.Equal("DRAFT", (string?)(await poor.Read())["status"]);

        await poor.Archive();
        (await scenario.Operator.Post($"{path}/launch")).ExpectProblem(409);
        (await scenario.Operator.Post($"{path}/pause")).ExpectProblem(409);
        (await scenario.Operator.Patch(path, new { monthlyBudget = 5 })).ExpectProblem(409);
        (await scenario.Operator.Post($"{path}/segments", new { name = "S" })).ExpectProblem(409);
        (await scenario.Operator.Post(
            $"{path}/scheduling/one-time-budgets", new { startDate = "2099-01-01", budgetCents = 5 }))
            .ExpectProblem(409);
        Assert.Equal("ARCHIVED", (string?)(await poor.Read())["status"]);
    }

    [Theory, OnBothEngines]
    public async Task ALiveCampaignWhoseBudgetIsTakenAwayRunsOutAndComesBack(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).LaunchCampaign();

        await campaign.Change(new { monthlyBudget = (decimal?)null });
        var read = await campaign.Read();
        Assert.Equal("OUT_OF_BUDGET", (string?)read["status"]);
        Assert.Null(read["remainingCents"]);

        await campaign.Change(new { monthlyBudget = 20 });
        read = await campaign.Read();
        Assert.Equal(("LIVE", 2000), ((string?)read["status"], (long?)read["remainingCents"]));
    }

    [Theory, OnBothEngines]
    public async Task MoneyThatIsStillToComeLaunchesToOutOfBudget(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign();
        (await GiveOneTime(scenario, campaign, new { start = "2099-01-01", budgetCents = 500 })).Expect(201);

        Assert.Equal("OUT_OF_BUDGET", await Move(scenario, campaign, "launch"));
        Assert.Equal(0, (long?)(await campaign.Read())["remainingCents"]);
        Assert.Equal("PAUSED", await Move(scenario, campaign, "pause"));
    }

    [Theory, OnBothEngines]
    public async Task AOneTimeBudgetOfTodayLaunchesAtOnce(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign();
        var today = await Today(scenario);

        var made = (await GiveOneTime(scenario, campaign, new { start = today, budgetCents = 500 })).Expect(201);

        Assert.Equal(today, (string?)made["startDate"]);
        Assert.Equal((500, 500), ((long)made["budgetCents"]!, (long)made["remainingCents"]!));
        Assert.Equal((false, true), ((bool)made["rollover"]!, (bool)made["launchOnStart"]!));
        Assert.Equal(made.Json.ToJsonString(), (await scenario.Operator.Get(made.Location!)).Text);
        var read = await campaign.Read();
        Assert.Equal(("LIVE", 500), ((string?)read["status"], (long?)read["remainingCents"]));
        Assert.Equal("LIVE", await Move(scenario, campaign, "launch"));
        (await scenario.Operator.Delete(made.Location!)).ExpectProblem(409);
    }

    [Theory, OnBothEngines]
    public async Task AOneTimeBudgetMayLeaveTheLaunchToItsOwner(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign();

        (await GiveOneTime(scenario, campaign, new
        {
            startDate = await Today(scenario), budgetCents = 500, launchOnStart = false, rollover = true,
            campaignId = campaign.Id,
        })).Expect(201);

        Assert.Equal("DRAFT", (string?)(await campaign.Read())["status"]);
        Assert.Equal("LIVE", await Move(scenario, campaign, "launch"));
    }

    [Theory, OnBothEngines]
    public async Task ABudgetThatHasNotBegunIsListedAndTakenBack(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign();
        var made = (await GiveOneTime(scenario, campaign, new { start = "2099-02-01", budgetCents = 500 })).Expect(201);
        var path = $"/v5/campaigns/{campaign.Id}/scheduling/one-time-budgets";

        var listed = Assert.Single(await scenario.Operator.List(path));
        Assert.Equal(("2099-02-01", "2099-02-28"), ((string?)listed["startDate"], (string?)listed["endDate"]));
        (await scenario.Operator.Delete(made.Location!)).Expect(204);

        Assert.Empty(await scenario.Operator.List(path));
        (await scenario.Operator.Delete(made.Location!)).ExpectProblem(404);
        Assert.Null((await campaign.Read())["remainingCents"]);
    }

    [Theory]
    [InlineData("""{"budgetCents":5}""", "startDate")]
    [InlineData("""{"start":"2020-01-01","budgetCents":5}""", "start")]
    [InlineData("""{"startDate":"2020-01-01","budgetCents":5}""", "startDate")]
    [InlineData("""{"startDate":"tomorrow","budgetCents":5}""", "startDate")]
    [InlineData("""{"startDate":"2099-02-30","budgetCents":5}""", "startDate")]
    [InlineData("""{"startDate":"9999-12-31","budgetCents":5}""", "startDate")]
    [InlineData("""{"startDate":"2099-02-01","start":"2099-03-01","budgetCents":5}""", "start")]
    [InlineData("""{"startDate":"2099-02-01"}""", "budgetCents")]
    [InlineData("""{"startDate":"2099-02-01","budgetCents":0}""", "budgetCents")]
    [InlineData("""{"startDate":"2099-02-01","budgetCents":10.5}""", "budgetCents")]
    [InlineData("""{"startDate":"2099-02-01","budgetCents":5,"rollover":"yes"}""", "rollover")]
    [InlineData("""{"startDate":"2099-02-01","budgetCents":5,"launchOnStart":1}""", "launchOnStart")]
    [InlineData("""{"startDate":"2099-02-01","budgetCents":5,"campaignId":1234567}""", "campaignId")]
    [InlineData("""{"startDate":"2099-02-01","budgetCents":5,"endDate":"2099-03-01"}""", "endDate")]
    public async Task AWrongOneTimeBudgetIsNamed(string body, string field)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign();

        var refused = (await GiveOneTime(scenario, campaign, body)).ExpectProblem(422);

        Assert.Equal([field], refused["errors"]!.AsObject().Select(fault => fault.Key));
    }

    [Theory, OnBothEngines]
    public async Task SegmentsAreMadeChangedAndRemoved(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).LaunchCampaign();
        var path = $"/v5/campaigns/{campaign.Id}/segments";
        var filters = JsonNode.Parse("""[{"field":"title","operator":"CONTAINS","value":"night"}]""")!;

        var made = (await scenario.Operator.Post(
            path, new { name = "Night", talrooBasicCpc = 65, jobFilters = filters })).Expect(201);
        Assert.True((long)made["id"]! > campaign.Id);
        Assert.Equal(campaign.Id, (long)made["campaignId"]!);
        Assert.Equal(filters.ToJsonString(), made["jobFilters"]!.ToJsonString());

        (await scenario.Operator.Patch(made.Location!, new { talrooBasicCpc = 70 })).Expect(200);
        var read = (await scenario.Operator.Get(made.Location!)).Expect(200);
        Assert.Equal(("Night", 70), ((string?)read["name"], (long)read["talrooBasicCpc"]!));
        Assert.Single(await scenario.Operator.List(path));

        (await scenario.Operator.Patch(made.Location!, new { jobFilters = "x" })).ExpectProblem(422);
        (await scenario.Operator.Post(path, new { talrooBasicCpc = 65 })).ExpectProblem(422);
        (await scenario.Operator.Delete(made.Location!)).Expect(204);
        (await scenario.Operator.Get(made.Location!)).ExpectProblem(404);
    }

    // Apply order, filters and segments together decide whose job it is and what a click costs.
    [Theory, OnBothEngines]
    public async Task JobsGoToTheFirstCampaignThatTakesThem(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(new AdvertiserXml()
            .Job("day", ("title", "Day Driver")).Job("night", ("title", "Night Driver"))
            .Job("clerk", ("title", "Clerk")));
        var all = await advertiser.LaunchCampaign(new { applyOrder = 1 });
        var drivers = await advertiser.LaunchCampaign(new
        {
            applyOrder = 2,
            jobFilters = new[] { new { field = "title", @operator = "CONTAINS", value = "driver" } },
        });
        var segment = (await scenario.Operator.Post($"/v5/campaigns/{drivers.Id}/segments", new
        {
            name = "Night", talrooBasicCpc = 65,
            jobFilters = new[] { new { field = "title", @operator = "STARTS_WITH", value = "night" } },
        })).Expect(201);

        Assert.Equal(
            [("clerk", all.Id, null), ("day", drivers.Id, null), ("night", drivers.Id, (long)segment["id"]!)],
            await Homes(advertiser));

        await drivers.Archive();
        Assert.Equal(
            [("clerk", all.Id, null), ("day", all.Id, null), ("night", all.Id, null)], await Homes(advertiser));

        await all.Pause();
        Assert.All(await Homes(advertiser), home => Assert.Equal(all.Id, home.CampaignId));
    }

    [Theory, OnBothEngines]
    public async Task BudgetsRollOverWhileTheSandboxClockMoves(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 10, 17, 0, 0, TimeSpan.Zero));
        var advertiser = await scenario.NewAdvertiser();
        var rolling = await advertiser.NewCampaign();
        (await GiveOneTime(scenario, rolling, new { start = "2026-01-20", budgetCents = 900, rollover = true }))
            .Expect(201);
        var lapsing = await advertiser.NewCampaign();
        (await GiveOneTime(scenario, lapsing, new { start = "2026-01-20", budgetCents = 900 })).Expect(201);

        await scenario.AdvanceClock(TimeSpan.FromDays(9));
        Assert.Equal("DRAFT", (string?)(await rolling.Read())["status"]);
        await scenario.AdvanceClock(TimeSpan.FromDays(1));
        Assert.Equal("LIVE", (string?)(await rolling.Read())["status"]);

        await scenario.AdvanceClock(TimeSpan.FromDays(45));

        var rolled = await rolling.Read();
        Assert.Equal(("LIVE", 900), ((string?)rolled["status"], (long?)rolled["remainingCents"]));
        var lapsed = await lapsing.Read();
        Assert.Equal(("OUT_OF_BUDGET", 0), ((string?)lapsed["status"], (long?)lapsed["remainingCents"]));
        Assert.Equal(
            ["2026-01-20", "2026-02-01", "2026-03-01"],
            (await scenario.Operator.List($"/v5/campaigns/{rolling.Id}/scheduling/one-time-budgets"))
            .Select(budget => (string)budget["startDate"]!));
    }

    [Theory, OnBothEngines]
    public async Task ABudgetThatWasTakenBackPaysNothingOnItsDay(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 10, 17, 0, 0, TimeSpan.Zero));
        var sold = await SoldJob.On(scenario, new { monthlyBudget = 1 });
        await sold.Click();
        await sold.Click();
        (await GiveOneTime(scenario, sold.Campaign, new { start = "2026-01-20", budgetCents = 50 })).Expect(201);
        var taken = await GiveOneTime(scenario, sold.Campaign, new { start = "2026-01-20", budgetCents = 500 });
        (await scenario.Operator.Delete(taken.Expect(201).Location!)).Expect(204);

        await scenario.AdvanceClock(TimeSpan.FromDays(10));
        var job = Assert.Single((await sold.Feed.BuildAndFetch()).Jobs);
        (await scenario.Click(job.Url)).Landed();
        await scenario.Click(job.Url);

        Assert.Equal(["BILLABLE", "BILLABLE", "BILLABLE", "EXPIRED"],
            (await scenario.Clicks()).Select(click => (string?)click["verdict"]));
        Assert.Equal(150, (long)(await sold.Campaign.Read())["spentCents"]!);
        await exchange.BooksAddUp();
    }

    private static async Task<string?> Move(Scenario scenario, Campaign campaign, string move)
    {
        var answer = (await scenario.Operator.Post($"/v5/campaigns/{campaign.Id}/{move}")).Expect(200);
        var status = (string?)answer["status"];
        Assert.Equal(status, (string?)(await campaign.Read())["status"]);
        return status;
    }

    private static Task<Answer> GiveOneTime(Scenario scenario, Campaign campaign, object body) =>
        scenario.Operator.Post($"/v5/campaigns/{campaign.Id}/scheduling/one-time-budgets", body);

    private static async Task<string> Today(Scenario scenario) => Scenario.DayOf(await scenario.Now());

    private static async Task<IEnumerable<(string Reference, long? CampaignId, long? SegmentId)>> Homes(
        Advertiser advertiser) => (await advertiser.Jobs())
        .Select(job => ((string)job["originalJobReference"]!, (long?)job["campaignId"], (long?)job["segmentId"]))
        .OrderBy(home => home.Item1, StringComparer.Ordinal);
}
