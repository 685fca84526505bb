using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Imports;

/// <summary>One fed job that is advertised several times.</summary>
public sealed class ExpansionTests
{
    [Theory, OnBothEngines]
    public async Task AJobForAllCitiesIsAdvertisedInTheLargest(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        string?[] cities = [null, "", "All Cities", "<All Cities>", " < ALL  cities > ", "&lt;All Cities&gt;"];
        foreach (var city in cities)
        {
            var advertiser = await scenario.NewAdvertiser();

            var import = await advertiser.Import(
                new AdvertiserXml().Job("driver", ("city", city), ("postalcode", null)).Job("plain"));

            Assert.Equal("COMPLETED 2 2 0 2 0 0 0", Counts(import));
            var jobs = (await advertiser.Jobs())
                .Where(job => (string)job["originalJobReference"]! == "driver").ToList();
            Assert.Equal(25, jobs.Count);
            Assert.All(jobs, job => Assert.Equal("TX", (string)job["state"]!));
            Assert.Equal(25, jobs.Select(job => (string)job["city"]!).Distinct().Count());
            var austin = Assert.Single(jobs, job => (string)job["city"]! == "Austin");
            Assert.Equal("driver-TX-austin", (string)austin["jobReference"]!);
            Assert.NotEqual("", (string)austin["zipcode"]!);
        }
    }

    [Theory, OnBothEngines]
    public async Task ExpandedJobsStayChangeAndGoTogether(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();
        AdvertiserXml Feed(string title, string? city) =>
            new AdvertiserXml().Job("driver", ("title", title), ("city", city), ("postalcode", null));
        await advertiser.Import(Feed("Driver", null));
        var before = await InFeed(advertiser);

        Assert.Equal("COMPLETED 1 1 0 0 0 1 0", Counts(await advertiser.Import(Feed("Driver", null))));
        Assert.Equal(before, await InFeed(advertiser));

        Assert.Equal("COMPLETED 1 1 0 0 1 0 0", Counts(await advertiser.Import(Feed("Nurse", null))));
        Assert.Equal(before, await InFeed(advertiser));
        Assert.All(await advertiser.Jobs(), job => Assert.Equal("Nurse", (string)job["title"]!));

        // In one city only: one new job, the others leave, and all come back under their numbers.
        Assert.Equal("COMPLETED 1 1 0 0 1 0 0", Counts(await advertiser.Import(Feed("Nurse", "Austin"))));
        Assert.Equal(["driver"], (await InFeed(advertiser)).Keys);
        await advertiser.Import(Feed("Nurse", null));
        Assert.Equal(before, await InFeed(advertiser));

        Assert.Equal("COMPLETED 0 0 0 0 0 0 1", Counts(await advertiser.Import(new AdvertiserXml())));
        Assert.Empty(await InFeed(advertiser));
    }

    [Theory, OnBothEngines]
    public async Task ATitleIsAdvertisedUnderFurtherTitles(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml().Job("one", ("title", "Forklift Driver")).Job("two", ("title", "Nurse"));
        await advertiser.Import(feed);
        var before = await InFeed(advertiser);

        var source = (await scenario.Operator.Patch($"/v5/sources/{advertiser.SourceId}", new
        {
            titleExpansions = new[] { new { title = "forklift driver", titles = new[] { "Lift Operator", "Loader" } } },
        })).Expect(200);
        Assert.Equal("Loader", (string)source["titleExpansions"]![0]!["titles"]![1]!);

        // The rule changed, so every job is looked at again.
        Assert.Equal("COMPLETED 2 2 0 0 2 0 0", Counts(await advertiser.Import(feed)));
        var jobs = await advertiser.Jobs();
        Assert.Equal(
            ["one Forklift Driver one", "one-t1 Lift Operator one", "one-t2 Loader one", "two Nurse two"],
            jobs.Select(job => $"{job["jobReference"]} {job["title"]} {job["originalJobReference"]}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(before["one"], (await InFeed(advertiser))["one"]);
    }

    [Theory, OnBothEngines]
    public async Task AWrongExpansionRuleIsRefusedWithItsPlace(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        foreach (var (json, field) in new[]
        {
            ("""{"titleExpansions":7}""", "titleExpansions"),
            ("""{"titleExpansions":[{"title":"A"}]}""", "titleExpansions[0].titles"),
            ("""{"titleExpansions":[{"title":"A","titles":["B"]},{"titles":["C"]}]}""", "titleExpansions[1].title"),
            ("""{"titleExpansions":[{"title":"A","titles":["B"],"x":1}]}""", "titleExpansions[0].x"),
            ("""{"titleExpansions":["A"]}""", "titleExpansions[0].title"),
            ("""{"titleExpansions":[{"title":"A","titles":["B","C"," b "]}]}""", "titleExpansions[0].titles"),
            ("""{"titleExpansions":[{"title":"A","titles":["B","a"]}]}""", "titleExpansions[0].titles"),
            ("""{"titleExpansions":[{"title":"A","titles":["B"]},{"title":"a","titles":["C"]}]}""",
                "titleExpansions[1].title"),
        })
        {
            var answer = (await scenario.Operator.Patch($"/v5/sources/{advertiser.SourceId}", json)).ExpectProblem(422);
            Assert.NotNull(answer["errors"]![field]);
        }
    }
}
