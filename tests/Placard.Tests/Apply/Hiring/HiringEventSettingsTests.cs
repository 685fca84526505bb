using System.Text.Json.Nodes;

namespace Placard.Tests.Apply.Hiring;

/// <summary>An advertiser sets a hiring event up; it goes live only when people can find it.</summary>
public sealed class HiringEventSettingsTests
{
    private const string Times = "Sun, Apr 25th, 2027, 9:30AM - 11AM\nWed, Apr 28th, 2027, 10AM - 5PM";

    [Theory, OnBothEngines]
    public async Task ACompleteEventGoesLive(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();

        var campaign = await advertiser.LaunchCampaign(Complete());

        var read = await campaign.Read();
        Assert.Equal("LIVE", (string?)read["status"]);
        Assert.Equal(Times, (string?)read["eventTimes"]);
        Assert.Equal(2, (long)read["maxRsvpsPerSlot"]!);
    }

    [Theory, OnBothEngines]
    public async Task TimesAreKeptInTheContractsSpelling(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var settings = Complete();
        settings["eventTimes"] = "sun, apr 25TH, 2027, 9:30am-11:00am /n Wed, Apr 28th, 2027, 10AM - 5PM";

        var read = await (await advertiser.NewCampaign(settings)).Read();

        Assert.Equal(Times, (string?)read["eventTimes"]);
    }

    [Theory, OnBothEngines]
    public async Task AnEventThatNobodyCouldFindIsNotLaunched(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var bare = await advertiser.NewCampaign(new { adType = "EVENT", talrooBasicCpc = 50, monthlyBudget = 100 });

        var refused = (await scenario.Operator.Post($"/v5/campaigns/{bare.Id}/launch")).ExpectProblem(422);

        Assert.Equal(
            ["emailAddress", "eventEnd", "eventStart", "eventTimes", "eventType"],
            refused["errors"]!.AsObject().Select(field => field.Key).Order());
        Assert.Equal("DRAFT", (string?)(await bare.Read())["status"]);
        await LacksOnly(scenario, advertiser, "eventLocation");
        var online = Complete();
        online["eventType"] = "ONLINE";
        await LacksOnly(scenario, advertiser, "eventUrl", online);
    }

    [Theory, OnBothEngines]
    public async Task ABudgetOfTodayDoesNotLaunchAnIncompleteEvent(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var bare = await advertiser.NewCampaign(new { adType = "EVENT", talrooBasicCpc = 50 });

        (await scenario.Operator.Post($"/v5/campaigns/{bare.Id}/scheduling/one-time-budgets", new
        {
            startDate = Scenario.DayOf(await scenario.Now()),
            budgetCents = 5000,
        })).Expect(201);

        Assert.Equal("DRAFT", (string?)(await bare.Read())["status"]);
    }

    [Theory, OnBothEngines]
    public async Task ALiveEventStaysComplete(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var campaign = await advertiser.LaunchCampaign(Complete());

        foreach (var field in new[] { "eventTimes", "eventLocation", "emailAddress", "eventStart", "eventType" })
        {
            var refused = (await scenario.Operator.Patch(
                $"/v5/campaigns/{campaign.Id}", new JsonObject { [field] = null })).ExpectProblem(422);
            Assert.Contains(field, refused["errors"]!.AsObject().Select(error => error.Key));
        }
        // Its times must stay within its days, whichever of them is changed.
        foreach (var moved in new JsonObject[]
        {
            new() { ["eventStart"] = "2027-04-26" }, new() { ["eventEnd"] = "2027-04-27" },
        })
        {
            var refused = (await scenario.Operator.Patch($"/v5/campaigns/{campaign.Id}", moved)).ExpectProblem(422);
            Assert.Equal(["eventTimes"], refused["errors"]!.AsObject().Select(error => error.Key));
        }
        await campaign.Change(new { name = "Other name", maxRsvps = 5 });
    }

    [Theory, OnBothEngines]
    public async Task WhatCannotBeIsSaidByField(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();

        await Refused("eventTimes", "Line 1: Apr 25, 2027 is a Sun, not a Tue.",
            new JsonObject { ["eventTimes"] = "Tue, Apr 25th, 2027, 9:30AM - 11AM" });
        await Refused("eventTimes", "Wed, Apr 28th, 2027, 10AM - 5PM lies outside eventStart to eventEnd.",
            new JsonObject { ["eventEnd"] = "2027-04-27" });
        await Refused("eventTimes", "Line 2: This overlaps an earlier line.", new JsonObject
        {
            ["eventTimes"] = "Sun, Apr 25th, 2027, 9:30AM - 11AM\nSun, Apr 25th, 2027, 10AM - 5PM",
        });
        await Refused("eventUrl", "This must be an absolute http or https address.",
            new JsonObject { ["eventUrl"] = "meet us" });
        await Refused("maxRsvpsPerSlot", "This must be between 1 and 1000000.",
            new JsonObject { ["maxRsvpsPerSlot"] = 0 });
        // No calendar counts beyond these: one such event would stop the mails of all.
        await Refused("eventStart", "This must be between 1970-01-01 and 2999-12-31.",
            new JsonObject { ["eventStart"] = "0001-01-01" });
        await Refused("eventEnd", "This must be between 1970-01-01 and 2999-12-31.",
            new JsonObject { ["eventEnd"] = "9999-12-31" });

        async Task Refused(string field, string text, JsonObject change)
        {
            var settings = Complete();
            foreach (var (name, value) in change)
            {
                settings[name] = value?.DeepClone();
            }
            settings["name"] = "Open day";
            var refused = (await scenario.Operator.Post($"/v5/pools/{advertiser.PoolId}/campaigns", settings))
                .ExpectProblem(422);
            Assert.Equal(text, (string?)refused["errors"]![field]![0]);
        }
    }

    private static JsonObject Complete() => JsonNode.Parse(
        """
        {
          "adType": "EVENT", "eventType": "IN_PERSON", "eventStart": "2027-04-25", "eventEnd": "2027-04-28",
          "eventLocation": "1 Main St, Austin, TX", "emailAddress": "events@acme.example", "maxRsvpsPerSlot": 2,
          "eventTimes": "Sun, Apr 25th, 2027, 9:30AM - 11AM\nWed, Apr 28th, 2027, 10AM - 5PM"
        }
        """)!.AsObject();

    private static async Task LacksOnly(
        Scenario scenario, Advertiser advertiser, string field, JsonObject? settings = null)
    {
        var lacking = settings ?? Complete();
        lacking.Remove(field);
        lacking["monthlyBudget"] = 100;
        var campaign = await advertiser.NewCampaign(lacking);
        var refused = (await scenario.Operator.Post($"/v5/campaigns/{campaign.Id}/launch")).ExpectProblem(422);
        Assert.Equal([field], refused["errors"]!.AsObject().Select(error => error.Key));
    }
}
