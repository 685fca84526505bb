using System.Text.Json.Nodes;

namespace Placard.Tests.Conversions;

/// <summary>An advertiser reports conversions from its server; the operator and both partners read them.</summary>
public sealed class ConversionTests
{
    private const string First = """{"status":"ok","matched":true,"duplicate":false}""";
    private const string Again = """{"status":"ok","matched":true,"duplicate":true}""";
    private const string Unmatched = """{"status":"ok","matched":false,"duplicate":false}""";

    [Theory, OnBothEngines]
    public async Task AdvertiserReportsEachEventOfAClickOnceAndThenAgain(string engine)
    {
        var sold = await SoldJob.On(await Scenario.OnShared(engine));
        var tlrSid = await sold.Click();

        Assert.Equal(First, (await sold.Scenario.Convert(tlrSid, 1)).Expect(200).Text);
        Assert.Equal(First, (await sold.Scenario.Convert(tlrSid, 2)).Expect(200).Text);
        Assert.Equal(Again, (await sold.Scenario.Convert(tlrSid, 2)).Expect(200).Text);
        Assert.Equal(First, (await sold.Scenario.Convert(tlrSid, 3)).Expect(200).Text);

        var rows = await sold.Scenario.Operator.List("/v5/conversions", $"tlrSid={tlrSid}");
        Assert.Equal(
            [("3", "false"), ("2", "true"), ("2", "false"), ("1", "false")],
            rows.Select(row => (row["event"]!.ToJsonString(), row["duplicate"]!.ToJsonString())));
        Assert.All(rows, row =>
        {
            Assert.True((bool)row["matched"]!);
            Assert.Equal(sold.Job.JobId, (long)row["jobId"]!);
            Assert.Equal(sold.Feed.Id, (long)row["feedId"]!);
            Assert.Equal(sold.Campaign.Id, (long)row["campaignId"]!);
        });
    }

    [Theory, OnBothEngines]
    public async Task TheParameterNamesAndTheIdMayBeSpelledInOtherWays(string engine)
    {
        var sold = await SoldJob.On(await Scenario.OnShared(engine));
        var tlrSid = await sold.Click();
        var undashed = tlrSid.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

        var first = (await sold.Scenario.Get($"/conversion2.php?link=TRUE&tlr_sid={undashed}")).Expect(200);
        var again = (await sold.Scenario.Get($"/conversion2.php?LINK=true&tlr_sid={tlrSid}&x=1")).Expect(200);

        Assert.Equal((First, Again), (first.Text, again.Text));
        Assert.Equal("application/json", first.MediaType);
        Assert.Equal("no-store", first.Header("Cache-Control"));
    }

    [Theory, OnBothEngines]
    public async Task AnIdThatNoClickHasIsKeptAsUnmatchedAndShownToOperatorsOnly(string engine)
    {
        var sold = await SoldJob.On(await Scenario.OnShared(engine));
        var tlrSid = new SomeIds(engine.Length).Next();

        Assert.Equal(Unmatched, (await sold.Scenario.Convert(tlrSid)).Expect(200).Text);

        var row = Assert.Single(await sold.Scenario.Operator.List("/v5/conversions", $"tlrSid={tlrSid}"));
        Assert.False((bool)row["matched"]!);
        Assert.Null(row["jobId"]);
        Assert.Null(row["campaignId"]);
        Assert.Empty(await (await sold.Advertiser.LogIn()).List("/v5/conversions"));
        Assert.Empty(await (await sold.Publisher.LogIn()).List("/v5/conversions"));
    }

    [Theory]
    [InlineData("", "The parameter tlr_sid is missing.")]
    [InlineData("&tlr_sid=", "The parameter tlr_sid is missing.")]
    [InlineData("&tlr_sid=%7Btlr_sid%7D", "The parameter tlr_sid is not a UUID.")]
    [InlineData("&tlr_sid=9dc3d611-e014-4ddb-a87f-d36e3e10a81", "The parameter tlr_sid is not a UUID.")]
    [InlineData("&tlr_sid=%00%FF", "The parameter tlr_sid is not a UUID.")]
    public async Task AnUnusableIdIsRefusedInAnApiCall(string query, string message)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var answer = (await scenario.Get($"/conversion.php?Link=true{query}")).Expect(400);

        var expected = new JsonObject { ["status"] = "error", ["message"] = message };
        Assert.Equal(expected.ToJsonString(), answer.Text);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Theory, OnBothEngines]
    public async Task LookingAndPostingReportNothing(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var tlrSid = new SomeIds(77 + engine.Length).Next();
        var path = $"/conversion3.php?tlr_sid={tlrSid}&Link=true";

        var look = (await scenario.Send(HttpMethod.Head, path)).Expect(200);
        var post = (await scenario.Send(HttpMethod.Post, path)).Expect(405);

        Assert.Empty(look.Body);
        Assert.Equal("GET, HEAD", post.Header("Allow"));
        Assert.Empty(await scenario.Operator.List("/v5/conversions", $"tlrSid={tlrSid}"));
    }

    [Theory, OnBothEngines]
    public async Task EachPartnerSeesTheConversionsOfItsOwnClicks(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (mine, theirs) = (await SoldJob.On(scenario), await SoldJob.On(scenario));
        var (myClick, theirClick) = (await mine.Click(), await theirs.Click());
        await scenario.Convert(myClick);
        await scenario.Convert(theirClick);

        foreach (var client in (PlatformApi[])[await mine.Advertiser.LogIn(), await mine.Publisher.LogIn()])
        {
            Assert.Equal(myClick, (string?)Assert.Single(await client.List("/v5/conversions"))["tlrSid"]);
            Assert.Empty(await client.List("/v5/conversions", $"tlrSid={theirClick}"));
            Assert.Empty(await client.List("/v5/conversions", "matched=false"));
        }
        Assert.Equal(2, (await scenario.Operator.List(
            "/v5/conversions", $"campaignId:({mine.Campaign.Id},{theirs.Campaign.Id}) AND event=2")).Count);
    }

    [Fact]
    public async Task WhoHasNoTokenSeesNothing() =>
        (await (await Scenario.OnShared(StorageEngine.Sqlite)).Get("/v5/conversions")).ExpectProblem(401);
}
