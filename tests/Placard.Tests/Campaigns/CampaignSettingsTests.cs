using System.Text.Json.Nodes;

namespace Placard.Tests.Campaigns;

/// <summary>An advertiser sets a campaign up, looks at it, changes it, and is told what cannot be.</summary>
public sealed class CampaignSettingsTests
{
    private const string Everything =
        """
        {
          "name": "Drivers", "adType": "EVENT", "talrooBasicCpc": 55, "talrooProCpc": 120, "talrooFeaturedType": "OFF",
          "talrooPro": "ON", "talrooApply": true, "talrooApplyPro": false, "monthlyBudget": 1234.5,
          "dailyBudgetCents": 9000, "pacing": true, "pacingDom": 28,
          "jobFilters": [{"field":"state","operator":"IN","value":["TX","OK"]}], "applyOrder": 7,
          "emailAddress": "jobs@acme.example", "otherEmailAddresses": ["a@acme.example","b@acme.example"],
          "talrooApplyRedir": true, "applicationLinkOverride": "https://acme.example/thanks",
          "addressQuestion": "optional", "eventType": "IN_PERSON", "eventStart": "2027-04-25",
          "eventEnd": "2027-04-28", "eventTimes": "Sun, Apr 25th, 2027, 9:30AM - 11AM\nWed, Apr 28th, 2027, 10AM - 5PM",
          "eventLocation": "1 Main St, Austin, TX", "eventUrl": "https://acme.example/meet", "maxRsvps": 40
        }
        """;

    [Theory, OnBothEngines]
    public async Task EverySettingIsKeptAndShown(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var given = JsonNode.Parse(Everything)!.AsObject();

        var made = (await scenario.Operator.Post($"/v5/pools/{advertiser.PoolId}/campaigns", given)).Expect(201);

        Assert.Equal($"/v5/campaigns/{made["id"]}", made.Location);
        var read = (await scenario.Operator.Get(made.Location!)).Expect(200).Json.AsObject();
        Assert.Equal(made.Json.ToJsonString(), read.ToJsonString());
        Assert.Equal("DRAFT", (string?)read["status"]);
        Assert.Equal(advertiser.PoolId, (long)read["poolId"]!);
        Assert.Equal(advertiser.CustomerId, (long)read["customerId"]!);
        foreach (var (name, value) in given)
        {
            Assert.Equal(value!.ToJsonString(), read[name]?.ToJsonString());
        }
        Assert.Equal((0, 0, 123450), Money(read));
    }

    // Scripts clear a field with empty text as well as with null; an address is not to be "".
    [Theory, OnBothEngines]
    public async Task AnEmptyAddressClearsIt(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var made = (await scenario.Operator.Post(
            $"/v5/pools/{advertiser.PoolId}/campaigns", JsonNode.Parse(Everything)!)).Expect(201);

        foreach (var name in (string[])["applicationLinkOverride", "eventUrl"])
        {
            var cleared = (await scenario.Operator.Patch(made.Location!, new JsonObject { [name] = "" })).Expect(200);
            Assert.Null(cleared[name]);
        }
    }

    [Theory, OnBothEngines]
    public async Task AFreshCampaignHasItsDefaults(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign();

        var read = await campaign.Read();

        Assert.Equal("DRAFT", (string?)read["status"]);
        Assert.Equal(("OFF", "OFF"), ((string?)read["talrooPro"], (string?)read["talrooFeaturedType"]));
        Assert.Equal("[]", read["jobFilters"]!.ToJsonString());
        Assert.Equal("[]", read["otherEmailAddresses"]!.ToJsonString());
        Assert.Equal(0, (long)read["applyOrder"]!);
        Assert.False((bool)read["pacing"]!);
        Assert.Null(read["monthlyBudget"]);
        Assert.Equal((0, 0, null), Money(read));
    }

    [Theory, OnBothEngines]
    public async Task AChangeTouchesOnlyWhatItNames(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var campaign = await advertiser.NewCampaign(JsonNode.Parse(Everything)!);
        var before = await campaign.Read();

        await campaign.Change(new { talrooBasicCpc = 60, emailAddress = (string?)null });

        var after = await campaign.Read();
        Assert.Equal(60, (long)after["talrooBasicCpc"]!);
        Assert.Null(after["emailAddress"]);
        foreach (var (name, value) in before)
        {
            if (name is not ("talrooBasicCpc" or "emailAddress" or "updatedAt"))
            {
                Assert.Equal(value?.ToJsonString(), after[name]?.ToJsonString());
            }
        }
    }

    [Theory, OnBothEngines]
    public async Task NullBringsEverySettingsDefaultBack(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var fresh = await (await advertiser.NewCampaign()).Read();
        var campaign = await advertiser.NewCampaign(JsonNode.Parse(Everything)!);
        string[] settings = [.. JsonNode.Parse(Everything)!.AsObject().Select(field => field.Key)];
        settings = [.. settings.Except(["name", "adType"])];

        await campaign.Change(new JsonObject(settings.Select(name => KeyValuePair.Create(name, (JsonNode?)null))));

        var after = await campaign.Read();
        Assert.All(settings.Except(["talrooBasicCpc"]), name =>
            Assert.Equal((name, fresh[name]?.ToJsonString()), (name, after[name]?.ToJsonString())));
        Assert.Null(after["talrooBasicCpc"]);
    }

    [Theory, OnBothEngines]
    public async Task OtherAddressesMayComeAsOneText(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign(
            new { otherEmailAddresses = "a@acme.example, b@acme.example;c@acme.example" });

        Assert.Equal(
            """["a@acme.example","b@acme.example","c@acme.example"]""",
            (await campaign.Read())["otherEmailAddresses"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"adType":"JOB"}""", "name")]
    [InlineData("""{"name":"","adType":"JOB"}""", "name")]
    [InlineData("""{"name":5,"adType":"JOB"}""", "name")]
    [InlineData("""{"name":"C"}""", "adType")]
    [InlineData("""{"name":"C","adType":"job"}""", "adType")]
    [InlineData("""{"name":"C","adType":"JOB","status":"LIVE"}""", "status")]
    [InlineData("""{"name":"C","adType":"JOB","spentCents":0}""", "spentCents")]
    [InlineData("""{"name":"C","adType":"JOB","budget":5}""", "budget")]
    [InlineData("""{"name":"C","adType":"JOB","talrooBasicCpc":0}""", "talrooBasicCpc")]
    [InlineData("""{"name":"C","adType":"JOB","talrooBasicCpc":100001}""", "talrooBasicCpc")]
    [InlineData("""{"name":"C","adType":"JOB","talrooBasicCpc":55.5}""", "talrooBasicCpc")]
    [InlineData("""{"name":"C","adType":"JOB","talrooProCpc":"55"}""", "talrooProCpc")]
    [InlineData("""{"name":"C","adType":"JOB","talrooPro":true}""", "talrooPro")]
    [InlineData("""{"name":"C","adType":"JOB","talrooFeaturedType":"off"}""", "talrooFeaturedType")]
    [InlineData("""{"name":"C","adType":"JOB","talrooApply":"yes"}""", "talrooApply")]
    [InlineData("""{"name":"C","adType":"JOB","monthlyBudget":"100"}""", "monthlyBudget")]
    [InlineData("""{"name":"C","adType":"JOB","monthlyBudget":-1}""", "monthlyBudget")]
    [InlineData("""{"name":"C","adType":"JOB","monthlyBudget":0.005}""", "monthlyBudget")]
    [InlineData("""{"name":"C","adType":"JOB","monthlyBudget":1e30}""", "monthlyBudget")]
    [InlineData("""{"name":"C","adType":"JOB","monthlyBudget":1000000001}""", "monthlyBudget")]
    [InlineData("""{"name":"C","adType":"JOB","dailyBudgetCents":0}""", "dailyBudgetCents")]
    [InlineData("""{"name":"C","adType":"JOB","pacing":1}""", "pacing")]
    [InlineData("""{"name":"C","adType":"JOB","pacingDom":32}""", "pacingDom")]
    [InlineData("""{"name":"C","adType":"JOB","jobFilters":{}}""", "jobFilters")]
    [InlineData("""{"name":"C","adType":"JOB","jobFilters":[{"field":"title","operator":"GT","value":"a"}]}""",
        "jobFilters[0].operator")]
    [InlineData("""{"name":"C","adType":"JOB","applyOrder":1.5}""", "applyOrder")]
    [InlineData("""{"name":"C","adType":"JOB","emailAddress":"acme"}""", "emailAddress")]
    [InlineData("""{"name":"C","adType":"JOB","otherEmailAddresses":["acme"]}""", "otherEmailAddresses")]
    [InlineData("""{"name":"C","adType":"JOB","otherEmailAddresses":{}}""", "otherEmailAddresses")]
    [InlineData("""{"name":"C","adType":"JOB","applicationLinkOverride":"/thanks"}""", "applicationLinkOverride")]
    [InlineData("""{"name":"C","adType":"JOB","addressQuestion":"maybe"}""", "addressQuestion")]
    [InlineData("""{"name":"C","adType":"EVENT","eventType":"HYBRID"}""", "eventType")]
    [InlineData("""{"name":"C","adType":"EVENT","eventStart":"25/04/2027"}""", "eventStart")]
    [InlineData("""{"name":"C","adType":"EVENT","eventStart":"2027-04-28","eventEnd":"2027-04-25"}""", "eventEnd")]
    [InlineData("""{"name":"C","adType":"EVENT","maxRsvps":0}""", "maxRsvps")]
    public async Task AWrongSettingIsNamed(string body, string field)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var advertiser = await scenario.NewAdvertiser();

        var refused = (await scenario.Operator.Post($"/v5/pools/{advertiser.PoolId}/campaigns", body))
            .ExpectProblem(422);

        Assert.Equal([field], refused["errors"]!.AsObject().Select(fault => fault.Key));
        Assert.Empty(await scenario.Operator.List("/v5/campaigns", $"poolId={advertiser.PoolId}"));
    }

    [Theory]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"name":"\ud800","adType":"JOB"}""", 400)]
    public async Task ABodyThatIsNoObjectIsRefused(string body, int status)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var advertiser = await scenario.NewAdvertiser();

        (await scenario.Operator.Post($"/v5/pools/{advertiser.PoolId}/campaigns", body)).ExpectProblem(status);
    }

    [Theory, OnBothEngines]
    public async Task ACampaignStaysWhatItAdvertises(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var campaign = await (await scenario.NewAdvertiser()).NewCampaign();

        (await scenario.Operator.Patch($"/v5/campaigns/{campaign.Id}", new { adType = "EVENT" })).ExpectProblem(422);
        await campaign.Change(new { adType = "JOB" });
    }

    [Theory, OnBothEngines]
    public async Task CampaignsAreListedSearchedAndSorted(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.NewCampaign(new { name = "Alpha", applyOrder = 2, monthlyBudget = 99.5 });
        await advertiser.NewCampaign(new { name = "Beta", applyOrder = 1 });
        await advertiser.LaunchCampaign(new { name = "Gamma", applyOrder = 3 });

        Assert.Equal(["Alpha", "Beta", "Gamma"], await Names(null, "name,asc"));
        Assert.Equal(["Gamma", "Alpha", "Beta"], await Names(null, "applyOrder,desc"));
        Assert.Equal(["Gamma"], await Names("status=LIVE", null));
        Assert.Equal(["Alpha", "Gamma"], await Names("monthlyBudget>=99", "name,asc"));
        Assert.Equal(["Beta"], await Names("name~\"bet\"", null));
        (await scenario.Operator.Get("/v5/campaigns?sort=colour")).ExpectProblem(422);

        async Task<IEnumerable<string>> Names(string? search, string? sort) =>
            (await scenario.Operator.List(
                "/v5/campaigns", $"poolId={advertiser.PoolId}{(search == null ? "" : " AND " + search)}", sort))
            .Select(row => (string)row["name"]!);
    }

    [Theory, OnBothEngines]
    public async Task AnotherCustomersCampaignsAreNotThere(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var owner = await scenario.NewAdvertiser();
        var campaign = await owner.LaunchCampaign();
        var segment = (await scenario.Operator.Post(
            $"/v5/campaigns/{campaign.Id}/segments", new { name = "Night" })).Expect(201);
        var budget = (await scenario.Operator.Post(
            $"/v5/campaigns/{campaign.Id}/scheduling/one-time-budgets",
            new { startDate = "2099-01-01", budgetCents = 5 })).Expect(201);
        var stranger = await (await scenario.NewAdvertiser()).LogIn();
        var path = $"/v5/campaigns/{campaign.Id}";

        (await stranger.Post($"/v5/pools/{owner.PoolId}/campaigns", new { name = "C", adType = "JOB" }))
            .ExpectProblem(404);
        (await stranger.Get(path)).ExpectProblem(404);
        (await stranger.Patch(path, new { name = "Mine" })).ExpectProblem(404);
        (await stranger.Post($"{path}/launch")).ExpectProblem(404);
        (await stranger.Post($"{path}/pause")).ExpectProblem(404);
        (await stranger.Post($"{path}/archive")).ExpectProblem(404);
        (await stranger.Post($"{path}/segments", new { name = "S" })).ExpectProblem(404);
        (await stranger.Get($"{path}/segments")).ExpectProblem(404);
        (await stranger.Get(segment.Location!)).ExpectProblem(404);
        (await stranger.Patch(segment.Location!, new { name = "S" })).ExpectProblem(404);
        (await stranger.Delete(segment.Location!)).ExpectProblem(404);
        (await stranger.Post($"{path}/scheduling/one-time-budgets", new { startDate = "2099-01-01", budgetCents = 5 }))
            .ExpectProblem(404);
        (await stranger.Get($"{path}/scheduling/one-time-budgets")).ExpectProblem(404);
        (await stranger.Get(budget.Location!)).ExpectProblem(404);
        (await stranger.Delete(budget.Location!)).ExpectProblem(404);
        Assert.Empty(await stranger.List("/v5/campaigns"));

        var itself = await owner.LogIn();
        Assert.Equal("LIVE", (string?)(await itself.Get(path)).Expect(200)["status"]);
        Assert.Single(await itself.List("/v5/campaigns"));
    }

    [Theory, OnBothEngines]
    public async Task WhatDoesNotExistIs404(string engine)
    {
        var scenario = await Scenario.OnShared(engine);

        (await scenario.Operator.Get("/v5/campaigns/999999999")).ExpectProblem(404);
        (await scenario.Operator.Post("/v5/campaigns/999999999/launch")).ExpectProblem(404);
        (await scenario.Operator.Get("/v5/segments/999999999")).ExpectProblem(404);
        (await scenario.Operator.Post("/v5/pools/999999999/campaigns", new { name = "C", adType = "JOB" }))
            .ExpectProblem(404);
    }

    // $100 and $100.10 are two budgets, in a search as on an invoice.
    [Theory, OnBothEngines]
    public async Task BudgetsAreFoundAndSortedToTheCent(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        foreach (var dollars in (decimal[])[100.10m, 0.50m, 100m, 100.05m, 0m])
        {
            await advertiser.NewCampaign(new { monthlyBudget = dollars });
        }
        async Task<string> Found(string search) => string.Join(' ', (await scenario.Operator.Get(
            "/v5/campaigns?sort=monthlyBudget&search=" + Uri.EscapeDataString($"poolId={advertiser.PoolId}{search}")))
            .Expect(200)["content"]!.AsArray().Select(campaign => campaign!["monthlyBudget"]!.ToJsonString()));

        Assert.Equal("0 0.5 100 100.05 100.1", await Found(""));
        Assert.Equal("100.05 100.1", await Found(" AND monthlyBudget>100"));
        Assert.Equal("100", await Found(" AND monthlyBudget=100.00"));
        Assert.Equal("0", await Found(" AND monthlyBudget<=0"));
        Assert.Equal("0.5 100.1", await Found(" AND monthlyBudget:(0.5, 100.10)"));
        foreach (var wrong in (string[])["0.001", "1e3", "many", "99999999999999999999"])
        {
            (await scenario.Operator.Get("/v5/campaigns?search=monthlyBudget=" + wrong)).ExpectProblem(422);
        }
    }

    [Theory, OnBothEngines]
    public async Task APublisherHasNoCampaigns(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var publisher = (await scenario.Operator.Post(
            "/v5/publishers", new { name = Scenario.FreshName("Publisher") })).Expect(201);
        var client = (await scenario.Operator.Post(
            $"/v5/publishers/{publisher["id"]}/app-clients", new { name = "App" })).Expect(201);
        var caller = await scenario.LogIn((string)client["id"]!, (string)client["secret"]!);

        (await caller.Get("/v5/campaigns")).ExpectProblem(403);
    }

    private static (long, long, long?) Money(JsonObject campaign) => (
        (long)campaign["spentCents"]!, (long)campaign["spentTotalCents"]!, (long?)campaign["remainingCents"]);
}
