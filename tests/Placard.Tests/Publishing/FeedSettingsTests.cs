using System.Text.Json.Nodes;

namespace Placard.Tests.Publishing;

/// <summary>Feeds of <c>/v5</c>: who sets what, and what cannot be set.</summary>
public sealed class FeedSettingsTests
{
    private const string Full =
        """
        {"name":"Texas","type":"XML","pricing":{"model":"FLAT","cpcCents":10},"clickExpirationHours":48,
         "duplicateClickMinutes":15,"expiredClickCents":3,"staleClickCents":1,
         "onDemandFields":["visa_status","logo_url"],
         "jobFilters":[{"field":"state","operator":"EQUALS","value":"TX"}],
         "partSize":100,"generateMinutes":60,"clickIdParameter":"subid"}
        """;

    [Theory, OnBothEngines]
    public async Task OperatorMakesAFeedWithEverySetting(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var publisher = await scenario.NewPublisher();
        var made = (await scenario.Operator.Post($"/v5/publishers/{publisher.Id}/feeds", Full)).Expect(201);
        Assert.Equal($"/v5/feeds/{made["id"]}", made.Location);
        Assert.True((long)made["id"]! >= 1000);
        Assert.Equal("LIVE", (string?)made["status"]);
        Assert.Equal(publisher.Id, (long)made["publisherId"]!);
        Assert.EndsWith(
            $"/download?id={made["id"]}&pass={made["pass"]}&part=1", (string)made["url"]!, StringComparison.Ordinal);
        foreach (var (field, given) in JsonNode.Parse(Full)!.AsObject())
        {
            var expected = field == "onDemandFields" ? new JsonArray("logo_url", "visa_status") : given;
            Assert.True(JsonNode.DeepEquals(expected, made[field]), $"{field}: {made[field]}");
        }
    }

    [Theory, OnBothEngines]
    public async Task WhatIsLeftOutHasTheContractsDefault(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var made = (await (await scenario.NewPublisher()).Add(scenario,
            """{"name":"Plain","type":"XML","pricing":{"model":"DYNAMIC","sharePercent":60}}""")).Expect(201);
        Assert.Equal(
            "24 30 6 0 [] [] 50000 180 null",
            string.Join(' ', new[]
            {
                "clickExpirationHours", "duplicateClickMinutes", "expiredClickCents", "staleClickCents",
                "onDemandFields", "jobFilters", "partSize", "generateMinutes", "clickIdParameter",
            }.Select(field => made[field]?.ToJsonString() ?? "null")));
    }

    [Theory, OnBothEngines]
    public async Task WhatCannotBeIsRefusedFieldByField(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var publisher = await scenario.NewPublisher();
        (string Change, string Field)[] cases =
        [
            ("""{"name":""}""", "name"),
            ("""{"name":null}""", "name"),
            ("""{"name":7}""", "name"),
            ("""{"type":"RSS"}""", "type"),
            ("""{"type":null}""", "type"),
            ("""{"pricing":null}""", "pricing"),
            ("""{"pricing":"FLAT"}""", "pricing"),
            ("""{"pricing":{}}""", "pricing.model"),
            ("""{"pricing":{"model":"FREE"}}""", "pricing.model"),
            ("""{"pricing":{"model":"DYNAMIC"}}""", "pricing.sharePercent"),
            ("""{"pricing":{"model":"DYNAMIC","sharePercent":101}}""", "pricing.sharePercent"),
            ("""{"pricing":{"model":"DYNAMIC","sharePercent":0.5}}""", "pricing.sharePercent"),
            ("""{"pricing":{"model":"FLAT","cpcCents":0}}""", "pricing.cpcCents"),
            ("""{"pricing":{"model":"FLAT","cpcCents":10,"sharePercent":10}}""", "pricing.sharePercent"),
            ("""{"clickExpirationHours":0}""", "clickExpirationHours"),
            ("""{"duplicateClickMinutes":-1}""", "duplicateClickMinutes"),
            ("""{"expiredClickCents":"6"}""", "expiredClickCents"),
            ("""{"staleClickCents":1e30}""", "staleClickCents"),
            ("""{"onDemandFields":["title"]}""", "onDemandFields"),
            ("""{"onDemandFields":"logo_url"}""", "onDemandFields"),
            ("""{"onDemandFields":null}""", "onDemandFields"),
            ("""{"jobFilters":[{"field":"title"}]}""", "jobFilters[0].operator"),
            ("""{"partSize":0}""", "partSize"),
            ("""{"generateMinutes":0}""", "generateMinutes"),
            ("""{"clickIdParameter":"a b"}""", "clickIdParameter"),
            ("""{"clickIdParameter":""}""", "clickIdParameter"),
            ("""{"clickIdParameter":"SPL"}""", "clickIdParameter"),
            ("""{"clickIdParameter":"t1"}""", "clickIdParameter"),
            ("""{"clickIdParameter":"rdr"}""", "clickIdParameter"),
            ("""{"clickIdParameter":"job_id"}""", "clickIdParameter"),
            ("""{"colour":"red"}""", "colour"),
            ("""{"pass":"mine"}""", "pass"),
        ];
        foreach (var (change, field) in cases)
        {
            var body = JsonNode.Parse(Full)!.AsObject();
            foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            {
                body[name] = value?.DeepClone();
            }
            var refused = (await publisher.Add(scenario, body)).ExpectProblem(422);
            Assert.True(refused["errors"]!.AsObject().ContainsKey(field), $"{change}: {refused.Text}");
        }
        Assert.Empty(await scenario.Operator.List("/v5/feeds", $"publisherId={publisher.Id}"));
    }

    [Theory, OnBothEngines]
    public async Task PatchTouchesOnlyWhatItNames(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var made = (await (await scenario.NewPublisher()).Add(scenario, Full)).Expect(201);
        var path = $"/v5/feeds/{made["id"]}";
        var changed = (await scenario.Operator.Patch(path,
            """{"pricing":{"model":"DYNAMIC","sharePercent":40},"clickIdParameter":null,"jobFilters":[]}"""))
            .Expect(200);
        Assert.Equal("""{"model":"DYNAMIC","sharePercent":40}""", changed["pricing"]!.ToJsonString());
        Assert.Null(changed["clickIdParameter"]);
        Assert.Equal("[]", changed["jobFilters"]!.ToJsonString());
        string[] touched = ["pricing", "clickIdParameter", "jobFilters", "updatedAt", "lastBuild", "nextBuildAt"];
        foreach (var (field, before) in made.Json.AsObject().Where(field => !touched.Contains(field.Key)))
        {
            Assert.True(JsonNode.DeepEquals(before, changed[field]), field);
        }
        foreach (var wrong in new[] { """{"type":"API"}""", """{"status":"PAUSED"}""", """{"partSize":null}""" })
        {
            (await scenario.Operator.Patch(path, wrong)).ExpectProblem(422);
        }
    }

    [Theory, OnBothEngines]
    public async Task PublisherAdjustsItsFeedButNotItsTerms(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var publisher = await scenario.NewPublisher();
        var made = (await publisher.Add(scenario, Full)).Expect(201);
        var path = $"/v5/feeds/{made["id"]}";
        var own = await publisher.LogIn();
        Assert.Equal((string?)made["pass"], (string?)(await own.Get(path)).Expect(200)["pass"]);
        var changed = (await own.Patch(path,
            """
            {"name":"Mine","clickIdParameter":"cid","jobFilters":[{"field":"state","operator":"IN","value":["OK"]}]}
            """))
            .Expect(200);
        Assert.Equal(("Mine", "cid"), ((string)changed["name"]!, (string)changed["clickIdParameter"]!));
        foreach (var terms in new[]
        {
            """{"pricing":{"model":"FLAT","cpcCents":500}}""", """{"expiredClickCents":100}""",
            """{"staleClickCents":100}""", """{"clickExpirationHours":1000}""", """{"duplicateClickMinutes":0}""",
            """{"onDemandFields":[]}""", """{"partSize":10}""", """{"generateMinutes":1}""",
            """{"status":"ARCHIVED"}""", """{"name":"Mine too","pricing":null}""",
        })
        {
            (await own.Patch(path, terms)).ExpectProblem(403);
        }
        Assert.Equal("Mine", (string?)(await own.Get(path))["name"]);
        (await own.Post($"/v5/publishers/{publisher.Id}/feeds", Full)).ExpectProblem(403);
        (await own.Post(path + "/builds")).Expect(201);
        (await own.Post(path + "/rotate-password")).Expect(200);
    }

    [Theory, OnBothEngines]
    public async Task AnotherPublishersFeedDoesNotExist(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var owner = await scenario.NewPublisher();
        var made = (await owner.Add(scenario, Full)).Expect(201);
        (await scenario.Operator.Post($"/v5/feeds/{made["id"]}/builds", """{"fast":true}""")).ExpectProblem(422);
        (await scenario.Operator.Post($"/v5/feeds/{made["id"]}/builds")).Expect(201);
        var build = (await scenario.Operator.List($"/v5/feeds/{made["id"]}/builds"))[0];
        var stranger = await (await scenario.NewPublisher()).LogIn();
        var path = $"/v5/feeds/{made["id"]}";
        (await stranger.Get(path)).ExpectProblem(404);
        (await stranger.Patch(path, """{"name":"Theirs"}""")).ExpectProblem(404);
        (await stranger.Patch(path, """{"pricing":null}""")).ExpectProblem(404);
        (await stranger.Post(path + "/builds")).ExpectProblem(404);
        (await stranger.Get(path + "/builds")).ExpectProblem(404);
        (await stranger.Get($"{path}/builds/{build["id"]}")).ExpectProblem(404);
        (await stranger.Post(path + "/rotate-password")).ExpectProblem(404);
        Assert.Empty(await stranger.List("/v5/feeds"));
        Assert.Single(await (await owner.LogIn()).List("/v5/feeds"));
        var advertiser = await (await scenario.NewAdvertiser()).LogIn();
        (await advertiser.Get(path)).ExpectProblem(403);
        (await advertiser.Get("/v5/feeds")).ExpectProblem(403);
    }

    [Theory, OnBothEngines]
    public async Task OnlyXmlFeedsAreBuilt(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var made = (await (await scenario.NewPublisher()).Add(scenario,
            """{"name":"Search","type":"API","pricing":{"model":"DYNAMIC","sharePercent":60}}""")).Expect(201);
        Assert.Null(made["url"]);
        Assert.Null(made["nextBuildAt"]);
        (await scenario.Operator.Post($"/v5/feeds/{made["id"]}/builds")).ExpectProblem(409);
        (await scenario.Get($"/download?id={made["id"]}&pass={made["pass"]}")).Expect(404);
    }

    [Theory, OnBothEngines]
    public async Task BuildsAreListedNewestFirst(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var made = (await (await scenario.NewPublisher()).Add(scenario, Full)).Expect(201);
        var path = $"/v5/feeds/{made["id"]}";
        var first = (await scenario.Operator.Post(path + "/builds")).Expect(201);
        var second = (await scenario.Operator.Post(path + "/builds")).Expect(201);
        Assert.Equal($"{path}/builds/{second["id"]}", second.Location);
        var listed = await scenario.Operator.List(path + "/builds");
        Assert.Equal(second.Text, listed[0].ToJsonString());
        Assert.Contains(first.Text, listed.Select(build => build.ToJsonString()));
        Assert.Equal(second.Text, (await scenario.Operator.Get(second.Location!)).Expect(200).Text);
        Assert.Equal(second.Text, (await scenario.Operator.Get(path))["lastBuild"]!.ToJsonString());
        (await scenario.Operator.Get($"{path}/builds/999999999")).ExpectProblem(404);
    }

    [Theory, OnBothEngines]
    public async Task FeedsThatDoNotExistAreNotFound(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        (await scenario.Operator.Post("/v5/publishers/999999999/feeds", Full)).ExpectProblem(404);
        (await scenario.Operator.Get("/v5/feeds/999999999")).ExpectProblem(404);
        (await scenario.Operator.Patch("/v5/feeds/999999999", "{}")).ExpectProblem(404);
        (await scenario.Operator.Post("/v5/feeds/999999999/builds")).ExpectProblem(404);
        (await scenario.Operator.Get("/v5/feeds/99999999999999999999")).Expect(404);
    }
}

/// <summary>The raw call, for settings that are to be refused.</summary>
internal static class AddingFeeds
{
    public static Task<Answer> Add(this Publisher publisher, Scenario scenario, object settings) =>
        scenario.Operator.Post($"/v5/publishers/{publisher.Id}/feeds", settings);
}
