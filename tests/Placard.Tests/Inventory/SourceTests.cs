namespace Placard.Tests.Inventory;

/// <summary>Sources and what may be said of them.</summary>
public sealed class SourceTests
{
    [Theory, OnBothEngines]
    public async Task ASourceIsMadeChangedAndListed(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();

        var made = (await scenario.Operator.Post($"/v5/pools/{advertiser.PoolId}/sources", new
        {
            name = "Careers site",
            feedUrl = "https://acme.example/jobs.xml",
            refreshMinutes = 240,
        })).Expect(201);
        Assert.Equal(advertiser.PoolId, (long)made["poolId"]!);
        Assert.Equal(240, (int)made["refreshMinutes"]!);
        Assert.NotNull(made["nextPullAt"]);
        Assert.Empty(made["titleExpansions"]!.AsArray());

        var changed = (await scenario.Operator.Patch(made.Location!, """{"name":"Jobs","feedUrl":null}""")).Expect(200);
        Assert.Equal("Jobs", (string)changed["name"]!);
        Assert.Null(changed["feedUrl"]);
        Assert.Null(changed["nextPullAt"]);
        Assert.Equal(changed.Text, (await scenario.Operator.Get(made.Location!)).Expect(200).Text);

        var listed = await scenario.Operator.List(
            "/v5/sources", $"poolId={advertiser.PoolId} AND name~JOB", "createdAt,desc");
        Assert.Equal((long)made["id"]!, (long)Assert.Single(listed)["id"]!);
    }

    // Each change names one field; what the others name must stay, whoever comes last.
    [Theory, OnBothEngines]
    public async Task ChangesOfOneMomentAllStay(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var path = $"/v5/sources/{(await scenario.NewAdvertiser()).SourceId}";

        for (var round = 1; round <= 10; round++)
        {
            var answers = await Task.WhenAll(
                scenario.Operator.Patch(path, new { name = $"Feed {round}" }),
                scenario.Operator.Patch(path, new { refreshMinutes = 100 + round }),
                scenario.Operator.Patch(path, new { feedUrl = $"https://acme.example/{round}.xml" }));
            Assert.All(answers, answer => answer.Expect(200));

            var source = (await scenario.Operator.Get(path)).Expect(200);
            Assert.Equal(
                ($"Feed {round}", 100 + round, $"https://acme.example/{round}.xml"),
                ((string?)source["name"], (int)source["refreshMinutes"]!, (string?)source["feedUrl"]));
        }
    }

    [Theory, OnBothEngines]
    public async Task NonsenseIsRefusedFieldByField(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        foreach (var (json, field) in new[]
        {
            ("{}", "name"),
            ("""{"name":""}""", "name"),
            ("""{"name":7}""", "name"),
            ("""{"name":"x","feedUrl":"ftp://acme.example/"}""", "feedUrl"),
            ("""{"name":"x","feedUrl":"jobs.xml"}""", "feedUrl"),
            ("""{"name":"x","feedUrl":"http://10.1.2.3/jobs.xml"}""", "feedUrl"),
            ("""{"name":"x","feedUrl":"http://[fe80::1]/jobs.xml"}""", "feedUrl"),
            ("""{"name":"x","feedUrl":"http://169.254.169.254/latest/meta-data"}""", "feedUrl"),
            ("""{"name":"x","feedUrl":"http://[::ffff:192.168.0.1]/jobs.xml"}""", "feedUrl"),
            ("""{"name":"x","refreshMinutes":0}""", "refreshMinutes"),
            ("""{"name":"x","refreshMinutes":1.5}""", "refreshMinutes"),
            ("""{"name":"x","colour":"red"}""", "colour"),
        })
        {
            var answer = await scenario.Operator.Post($"/v5/pools/{advertiser.PoolId}/sources", json);
            Assert.NotNull(answer.ExpectProblem(422)["errors"]![field]);
        }
        (await scenario.Operator.Post("/v5/pools/999999999/sources", new { name = "x" })).ExpectProblem(404);
        (await scenario.Operator.Get("/v5/sources/999999999")).ExpectProblem(404);
        (await scenario.Operator.Patch("/v5/sources/999999999", new { name = "x" })).ExpectProblem(404);
        (await scenario.Operator.Patch($"/v5/sources/{advertiser.SourceId}", """{"name":null}""")).ExpectProblem(422);
    }
}
