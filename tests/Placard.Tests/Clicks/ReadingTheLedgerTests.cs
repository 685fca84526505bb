using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks;

/// <summary>
/// <c>GET /v5/clicks</c>: operator, advertiser and publisher read the same rows and reasons, each without the other's
/// money and without other tenants' rows; as pages, CSV and NDJSON.
/// </summary>
public sealed class ReadingTheLedgerTests
{
    private static readonly string[] Columns =
    [
        "tlrSid", "clickedAt", "jobId", "askedJobId", "feedId", "campaignId", "verdict", "reason", "chargedCents",
        "earnedMicros", "landingUrl", "t1", "t2", "t3", "referrer", "publisherClickId", "country", "state",
    ];

    [Theory, OnBothEngines]
    public async Task BothSidesReadTheSameReasonAndOnlyTheirOwnMoney(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var shop = await ClickShop.Open(scenario);
        var stranger = await ClickShop.Open(scenario);
        var tlrSid = (await scenario.Click(shop.Job.Url + "&t1=a", new Visitor("24.90.1.2", Visitor.Browser))).Landed();
        await scenario.Click(stranger.Job.Url);

        var mine = await shop.RowOf(tlrSid);
        Assert.Equal(Columns, mine.Select(field => field.Key));
        Assert.Equal(("BILLABLE", "The click counts."), ((string?)mine["verdict"], (string?)mine["reason"]));
        Assert.Equal((50, 300_000), ((long)mine["chargedCents"]!, (long)mine["earnedMicros"]!));
        Assert.Equal("https://acme.example/jobs/job-1", (string?)mine["landingUrl"]);
        Assert.Equal("US", (string?)mine["country"]);

        var advertisers = Assert.Single(await (await shop.Advertiser.LogIn()).List("/v5/clicks"));
        Assert.Null(advertisers["earnedMicros"]);
        var publishers = Assert.Single(await (await shop.Publisher.LogIn()).List("/v5/clicks"));
        Assert.Null(publishers["chargedCents"]);
        advertisers["earnedMicros"] = 300_000;
        publishers["chargedCents"] = 50;
        Assert.Equal(mine.ToJsonString(), advertisers.ToJsonString());
        Assert.Equal(mine.ToJsonString(), publishers.ToJsonString());
    }

    // What may not be seen may not be searched or sorted by either: a bisection would read it.
    [Theory, OnBothEngines]
    public async Task TheOtherSidesMoneyCannotBeSearchedFor(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        await shop.Scenario.Click(shop.Job.Url);
        var (advertiser, publisher) = (await shop.Advertiser.LogIn(), await shop.Publisher.LogIn());
        (PlatformApi Client, string Field)[] hidden = [(advertiser, "earnedMicros"), (publisher, "chargedCents")];
        foreach (var (client, field) in hidden)
        {
            (await client.Get($"/v5/clicks?search={field}%3E0")).ExpectProblem(422);
            (await client.Get($"/v5/clicks?sort={field},asc")).ExpectProblem(422);
            (await client.GetAs("text/csv", $"/v5/clicks?search={field}%3E0")).ExpectProblem(422);
            (await client.GetAs("application/x-ndjson", $"/v5/clicks?sort={field},asc")).ExpectProblem(422);
        }
        Assert.Single(await advertiser.List("/v5/clicks", "chargedCents>49"));
        Assert.Single(await publisher.List("/v5/clicks", "earnedMicros>299999"));
        (await shop.Scenario.Get("/v5/clicks")).ExpectProblem(401);
    }

    [Theory, OnBothEngines]
    public async Task EveryRowComesAsCsvSafeForASpreadsheet(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        string[] tags = ["=1+1", "+a", "-b", "@c", "x,y", "say \"hi\"", "plain", "ü😀"];
        foreach (var tag in tags)
        {
            await shop.Scenario.Click($"{shop.Job.Url}&t1={Uri.EscapeDataString(tag)}");
        }
        var answer = (await shop.Scenario.Operator.GetAs("text/csv",
            $"/v5/clicks?search=feedId%3D{shop.Feed.Id}&sort=clickedAt,asc")).Expect(200);
        Assert.Equal("text/csv", answer.MediaType);
        var lines = answer.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(string.Join(',', Columns), lines[0]);
        Assert.Equal(tags.Length + 1, lines.Length);
        Assert.Equal(
            ["'=1+1", "'+a", "'-b", "'@c", "\"x,y\"", "\"say \"\"hi\"\"\"", "plain", "ü😀"],
            lines[1..].Select(line => line.Split("https://acme.example/jobs/job-1,")[1]
                .Split(",,,")[0]));
        var publisher = (await (await shop.Publisher.LogIn()).GetAs("text/csv", "/v5/clicks")).Expect(200).Text;
        Assert.All(publisher.TrimEnd('\n').Split('\n')[1..], line =>
            Assert.Contains(",BILLABLE,The click counts.,,300000,", line, StringComparison.Ordinal));
    }

    [Theory, OnBothEngines]
    public async Task EveryRowComesAsOneJsonObjectALine(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        for (var click = 0; click < 25; click++)
        {
            await shop.Scenario.Click($"{shop.Job.Url}&t1=n{click}");
        }
        var customer = await shop.Advertiser.LogIn();
        var answer = (await customer.GetAs("application/x-ndjson", "/v5/clicks?sort=clickedAt,asc")).Expect(200);
        Assert.Equal("application/x-ndjson", answer.MediaType);
        var rows = answer.Text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(25, rows.Count);
        Assert.All(rows, row => Assert.Equal(Columns, row.Select(field => field.Key)));
        Assert.All(rows, row => Assert.Null(row["earnedMicros"]));
        Assert.Equal(25, rows.Select(row => (string?)row["t1"]).Distinct().Count());
        var page = (await customer.Get("/v5/clicks?size=10&page=2&sort=clickedAt,asc")).Expect(200);
        Assert.Equal((25, 3), ((int)page["totalElements"]!, (int)page["totalPages"]!));
        Assert.Equal(5, page["content"]!.AsArray().Count);
    }

    [Theory, OnBothEngines]
    public async Task ClicksAreFoundByWhatIsKnownOfThem(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        var visitor = Visitor.Fresh();
        await shop.Scenario.Click(shop.Job.Url + "&t1=first", visitor);
        await shop.Scenario.Click(shop.Job.Url + "&t1=again&t2=x", visitor);
        var own = $"feedId={shop.Feed.Id}";
        (string Search, string[] Found)[] cases =
        [
            ("verdict=DUPLICATE", ["again"]), ("verdict!=DUPLICATE", ["first"]), ("t1:(first)", ["first"]),
            ("chargedCents=50", ["first"]), ("earnedMicros<=0", ["again"]),
            ($"jobId={shop.Job.JobId}", ["first", "again"]),
            ($"campaignId={shop.Campaign.Id}", ["first", "again"]), ("t2=x", ["again"]), ("t1~fir", ["first"]),
            ("clickedAt>2020-01-01T00:00:00Z", ["first", "again"]), ("clickedAt<2020-01-01T00:00:00Z", []),
        ];
        foreach (var (search, found) in cases)
        {
            var rows = await shop.Scenario.Clicks($"{own} AND {search}");
            Assert.True(
                found.SequenceEqual(rows.Select(row => (string)row["t1"]!)),
                $"{search}: {string.Join(' ', rows.Select(row => row.ToJsonString()))}");
        }
        (await shop.Scenario.Operator.Get("/v5/clicks?search=verdict%3DSOMETHING")).ExpectProblem(422);
        (await shop.Scenario.Operator.Get("/v5/clicks?search=tlrSid%3Dabc")).ExpectProblem(422);
        (await shop.Scenario.Operator.Get("/v5/clicks?search=visitor%3D1")).ExpectProblem(422);
    }
}
