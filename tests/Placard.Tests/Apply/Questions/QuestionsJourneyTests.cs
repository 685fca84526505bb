using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Placard.Tests.Apply.Forms;
using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Questions;

/// <summary>An advertiser changes its questions while people apply, not always rightly.</summary>
public sealed class QuestionsJourneyTests
{
    private const string Documents = "/v5/questions-documents";
    private const string Broken = """[{"id":"one","type":"txt","question":"One?"}]""";

    [Theory, OnBothEngines]
    public async Task FormsAskTheLastGoodVersionAndTheAdvertiserLearnsWhy(string engine)
    {
        await using var server = await FeedServer.Start();
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var hosted = await HostedJob.Asking(scenario, server, QuestionsShop.One);
        var underWay = await Begin(hosted);
        Assert.Equal(["one"], underWay.Names);

        server.Answer = context => context.Response.WriteAsync(Broken);
        await scenario.AdvanceClock(TimeSpan.FromHours(1));
        var kept = await Begin(hosted);
        var client = await hosted.Advertiser.LogIn();
        var row = Assert.Single(await client.List(Documents));
        Assert.Equal(["one"], kept.Names);
        Assert.Equal(("KEPT", hosted.Job.JobId), ((string)row["status"]!, (long)row["jobId"]!));
        Assert.StartsWith("[0].type: This must be one of:", (string)row["fault"]!, StringComparison.Ordinal);

        server.Answer = context => context.Response.WriteAsync(QuestionsShop.Two);
        var refreshed = (await client.Post($"{Documents}/refresh", new { url = row["url"] })).Expect(200);
        Assert.Equal(("GOOD", null), ((string)refreshed["status"]!, refreshed["fault"]));
        Assert.Equal(["two"], (await Begin(hosted)).Names);

        // An application keeps the questions it began with.
        (await underWay.Fill("one", "an answer").Send()).ExpectThanks();
        var told = await LastEvent(client);
        Assert.Equal("one", (string)Answered(told)[0]!["question"]!["id"]!);
    }

    [Theory, OnBothEngines]
    public async Task AnApplicationIsNotLostWithADocumentThatWasNeverThere(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        var hosted = await HostedJob.Asking(scenario, server, Broken);

        (await (await hosted.Open()).FillContact(Mail()).Send()).ExpectThanks();

        var client = await hosted.Advertiser.LogIn();
        Assert.Empty(Answered(await LastEvent(client)));
        Assert.Equal("MISSING", (string)Assert.Single(await client.List(Documents))["status"]!);
        Assert.Empty(await (await (await scenario.NewAdvertiser()).LogIn()).List(Documents));
    }

    [Theory, OnBothEngines]
    public async Task MarkupInADocumentIsShownAsTextEverywhere(string engine)
    {
        const string evil = "<img src=x onerror=alert(1)>\\\"'&amp;";
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server,
            $$"""
            [{"id":"<b>'&","type":"select","question":"{{evil}}","required":true,
            "options":[{"label":"{{evil}}","value":"<v>'&"}]},
            {"id":"i","type":"information","text":"{{evil}}","condition":{"id":"<b>'&","value":"<v>'&"} },
            {"id":"ü ?","type":"hierarchical","question":"{{evil}}","options":[{"label":"{{evil}}","value":"1"}],
            "hierarchicalOptions":[{"id":"c+=&%22","question":"{{evil}}","options":[{"label":"L","value":"é"}]}]}]
            """);

        var page = await Begin(hosted);
        var refused = (await page.Send()).Expect(422);
        var more = (await refused.Fill("<b>'&", "<v>'&").Fill("ü ?", "1").Send()).Expect(200);

        Assert.All(new[] { page, refused, more }, shown => Assert.DoesNotContain("<img", shown.Html, Ordinal));
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", more.Html, Ordinal);
        Assert.Equal(["<b>'&", "ü ?", "c+=&%22"], more.Names);
        (await more.Fill("c+=&%22", "é").Send()).ExpectThanks();
        var answers = Answered((await hosted.Events())[^1]);
        Assert.Equal("<v>'&", (string)answers[0]!["answer"]!);
        Assert.Equal("é", (string)answers[1]!["answer"]!["c+=&%22"]!);
    }

    [Fact]
    public async Task AsManyQuestionsAsAllowedAreAskedAndAnsweredInOneGo()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        await using var server = await FeedServer.Start();
        var entries = Enumerable.Range(0, 500).Select(i => $$"""{"id":"q{{i}}","type":"text","question":"Q {{i}}?"}""");
        var hosted = await HostedJob.Asking(scenario, server, $"[{string.Join(',', entries)}]");

        var page = await Begin(hosted);
        Assert.Equal(500, page.Names.Count);
        foreach (var name in page.Names)
        {
            page.Fill(name, "x");
        }
        (await page.Send()).ExpectThanks();

        Assert.Equal(500, Answered((await hosted.Events())[^1]).Count);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static string Mail() => $"{Scenario.FreshName("someone").Replace(' ', '.')}@example.com";

    /// <summary>A new jobseeker with a new click, on the first page of questions.</summary>
    private static async Task<JobForm> Begin(HostedJob hosted) =>
        (await (await hosted.Open(Visitor.Fresh())).FillContact(Mail()).Send()).Expect(200);

    private static async Task<JsonObject> LastEvent(PlatformApi client) =>
        (await client.Get("/v5/events?size=500")).Expect(200)["events"]!.AsArray()[^1]!.AsObject();

    private static JsonArray Answered(JsonObject completed) =>
        completed["data"]!["questionsAndAnswers"]!["questionsAndAnswers"]!.AsArray();
}
