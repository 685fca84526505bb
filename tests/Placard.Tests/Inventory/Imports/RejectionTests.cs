using System.Text.Json.Nodes;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Imports;

/// <summary>One bad job never stops the rest, and each is told with its place in the feed.</summary>
public sealed class RejectionTests
{
    [Theory, OnBothEngines]
    public async Task EachBadJobIsListedWithLineColumnReasonAndValue(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml()
            .Job("good")
            .Job("no-company", ("company", null))
            .Job("bad-url", ("url", "ftp://acme.example/jobs"))
            .Job("dear", ("cpc", "5000.00"))
            .Job("nowhere", ("state", "ZZ"))
            .Raw("  <job><title>Never closed</title>\n")
            .Job("last")
            .Job("mangled-url", ("url", "https://caf\uFFFD.example/jobs"));

        var import = await advertiser.Import(feed.ToString());

        Assert.Equal("COMPLETED 8 2 6 2 0 0 0", Counts(import));
        Assert.Equal(
            [
                "14:3 no-company MISSING ",
                "24:3 bad-url URL ftp://acme.example/jobs",
                "35:3 dear CPC 5000.00",
                "47:3 nowhere PLACE ZZ",
                "58:3  UNCLOSED ",
                "70:3 mangled-url URL https://caf\uFFFD.example/jobs",
            ],
            (await Rejections(scenario, import)).Select(Shown));
    }

    [Theory, OnBothEngines]
    public async Task RejectionsAreSearchedAndPaged(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml();
        for (var i = 0; i < 30; i++)
        {
            feed.Job($"j{i}", i % 2 == 0 ? ("company", null) : ("url", "nowhere"));
        }
        var import = await advertiser.Import(feed.ToString());

        var page = (await scenario.Operator.Get(
            $"/v5/imports/{import["id"]}/rejections?size=10&page=1&search=reason%3DURL")).Expect(200);

        Assert.Equal(15, (int)page["totalElements"]!);
        Assert.Equal(5, page["content"]!.AsArray().Count);
        Assert.All(page["content"]!.AsArray(), row => Assert.Equal("URL", (string)row!["reason"]!));
    }

    [Theory, OnBothEngines]
    public async Task AllAreCountedAndTheFirstTenThousandListed(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml();
        for (var i = 0; i <= 10_000; i++)
        {
            feed.Job($"bad-{i}", ("url", null));
            feed.Raw($"<job><title>Night&nbsp;nurse</title><date>2026-01-01</date><referencenumber>good-{i}"
                + "</referencenumber><url>https://a.example/1</url><company>c</company>"
                + "<description>d</description></job>");
        }
        var import = await advertiser.Import(feed.ToString());

        Assert.Equal("COMPLETED 20002 10001 10001 10001 0 0 0", Counts(import));
        Assert.Equal(10_001, (int)import["notes"]!);
        foreach (var (list, last) in new[] { ("rejections", "bad-9999"), ("notes", "good-9999") })
        {
            var page = (await scenario.Operator.Get(
                $"/v5/imports/{import["id"]}/{list}?size=1&page=9999")).Expect(200);
            Assert.Equal(10_000, (int)page["totalElements"]!);
            Assert.Equal(last, (string?)page["content"]![0]!["referencenumber"]);
        }
    }

    [Theory, OnBothEngines]
    public async Task TheyAreKeptOfTheLastTwentyImportsOfASource(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml().Job("good").Job("bad", ("url", null));
        var imports = new List<JsonObject>();
        for (var i = 0; i < 22; i++)
        {
            imports.Add(await advertiser.Import(feed.ToString()));
        }

        var listed = new List<int>();
        foreach (var import in imports)
        {
            listed.Add((await Rejections(scenario, import)).Count);
        }
        Assert.Equal([0, 0, .. Enumerable.Repeat(1, 20)], listed);
        Assert.All(imports, import => Assert.Equal(1, (int)import["rejected"]!));
    }

    [Theory, OnBothEngines]
    public async Task WhatWasRepairedIsNoted(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml()
            .Job("zip", ("postalcode", "10001"))
            .Job("date", ("date", "next Tuesday"))
            .ToString().Replace("Drive a forklift", "Drive&nbsp;a forklift", StringComparison.Ordinal);

        var import = await advertiser.Import(feed);

        Assert.Equal("COMPLETED 2 2 0 2 0 0 0", Counts(import));
        var notes = await Notes(scenario, import);
        Assert.Equal(notes.Count, (int)import["notes"]!);
        var kinds = notes.Select(note => $"{note["referencenumber"]} {note["kind"]}").Order(StringComparer.Ordinal);
        Assert.Equal(["date DATE", "date ENTITY", "zip ENTITY", "zip PLACE"], kinds);
    }

    // Values at the ends of what text, JSON and the calendar can hold: none may stop the feed or the API.
    [Theory, OnBothEngines]
    public async Task JobsFromTheOddCornersAreTakenAndShown(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml()
            .Job("never", ("expires", "9999-12-31 23:59:59"), ("date", "31 Dec 9999 23:59:59 PST"))
            .Job("early", ("date", "1970-01-01 00:00:00 +1400"))
            .Job("half", ("benefits", """["\ud800"]"""), ("work_location_type", """["\udc00"]"""),
                ("all_requirements_normalized", """{"\ud800":"1"}"""))
            .Job("twice", ("all_requirements_normalized", """{"a":"1","a":"2"}"""))
            .Job("emoji 😀", ("title", "Nurse 😀 \uFFFD"), ("salary", "<$30> & \"more\""))
            .Raw("<job><title>N&#0;&#xD800;&#x1F600;</title><date>2026-01-01</date>"
                + "<referencenumber>refs</referencenumber><url>https://a.example/ü</url><company>c</company>"
                + "<description>d\u0001</description></job>");

        var import = await advertiser.Import(feed.ToString());

        Assert.Equal("COMPLETED 6 6 0 6 0 0 0", Counts(import));
        foreach (var job in await advertiser.Jobs())
        {
            (await scenario.Operator.Get($"/v5/jobs/{job["jobId"]}")).Expect(200);
        }
        Assert.Equal(3, (await Notes(scenario, import)).Count(note => (string)note["kind"]! == "EXTRACTION"));
    }

    [Theory, OnBothEngines]
    public async Task UnknownElementsAreCounted(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();

        var import = await advertiser.Import(AdvertiserXml.Of(3, ("shift", "night")));

        Assert.Equal(3, (int)import["unknownElements"]!["shift"]!);
    }

    // The exchange cannot vouch for what a bad job wants to say now: it is taken off until it is mended.
    [Theory, OnBothEngines]
    public async Task AJobThatTurnsBadIsTakenOff(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(2));

        var import = await advertiser.Import(
            new AdvertiserXml().Job("job-1").Job("job-2", ("cpc", "99999")).ToString());

        Assert.Equal("COMPLETED 2 1 1 0 0 1 1", Counts(import));
        Assert.Equal(["job-1"], (await InFeed(advertiser)).Keys);
    }

    private static string Shown(JsonObject row) =>
        $"{row["line"]}:{row["column"]} {row["referencenumber"]} {row["reason"]} {row["value"]}";
}
