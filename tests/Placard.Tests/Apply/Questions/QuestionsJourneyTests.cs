using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
        // The form waits a moment for the newer version; what came of it may be known a moment later.
        await Eventually.Becomes(
            "KEPT", async () => (string)Assert.Single(await client.List(Documents))["status"]!);
        var row = Assert.Single(await client.List(Documents));
        Assert.Equal(["one"], kept.Names);
        Assert.Equal(hosted.Job.JobId, (long)row["jobId"]!);
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

    [Theory, OnBothEngines]
    public async Task AFileQuestionMayBeCalledAsTheResumeIs(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server,
            """[{"id":"resume","type":"file","question":"And in another language?"}]""");

        var page = (await hosted.Open()).FillContact(Mail()).Attach("resume", "en.txt", "English"u8.ToArray());
        var question = (await page.Send()).Expect(200).Attach("resume", "fr.txt", "Francais"u8.ToArray());
        (await question.Send()).ExpectThanks();

        var data = (await hosted.Events())[^1]["data"]!;
        Assert.Equal("en.txt", (string)data["applicant"]!["resume"]!["fileName"]!);
        Assert.Equal(
            "fr.txt", (string)data["questionsAndAnswers"]!["questionsAndAnswers"]![0]!["answer"]!["fileName"]!);
        var whole = (await hosted.Scenario.Operator.Get($"/v5/applications/{data["tlrApplicationId"]}")).Expect(200);
        Assert.Equal("en.txt", (string)whole["resume"]!["fileName"]!);
        Assert.Equal(["resume", "resume"], whole["files"]!.AsArray().Select(file => (string)file!["field"]!));
    }

    // "Please choose an answer." three times over tells nobody which three.
    [Theory, OnBothEngines]
    public async Task TheListOfWhatIsMissingNamesTheQuestions(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server,
            """
            [{"id":"a","type":"select","question":"May you work here?","required":true,
            "options":[{"label":"Yes","value":"1"}]},
            {"id":"b","type":"text","required":true,
            "question":"Tell us,\nin as many words as you like & without any hurry, why you came"},
            {"id":"c","type":"hierarchical","question":"A licence?","required":true,
            "options":[{"label":"Yes","value":"1"}],"hierarchicalOptions":[{"id":"d","question":"Since when?",
            "required":true,"options":[{"label":"Long","value":"1"}]}]}]
            """);

        var refused = (await (await Begin(hosted)).Fill("c", "1").Send()).Expect(422);

        Assert.Equal(
            [
                "May you work here? \u2013 Please choose an answer.",
                "Tell us, in as many words as you like & without any hurry, w\u2026"
                    + " \u2013 Please answer this question.",
                "Since when? \u2013 Please choose an answer.",
            ],
            Regex.Matches(refused.Html, "<li><a href=\"#[^\"]+\">(.*?)</a></li>")
                .Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)));
    }

    public static TheoryData<string, string> ManyQuestions => new()
    {
        { "text", """{"id":"id_of_a_question_{0}","type":"text","question":"Your number {0}?","required":true}""" },
        { "markup", """{"id":"q{0}","type":"textarea","question":"<<<&&&\"\"\"éé","required":true}""" },
        {
            "choices",
            """
            {"id":"q{0}","type":"select","question":"Which?","required":true,"options":[{"label":"A","value":"x"},
            {"label":"B","value":"b"},{"label":"C","value":"c"},{"label":"D","value":"d"},{"label":"E","value":"e"}]}
            """
        },
    };

    // The largest document there may be is asked in pages that a phone loads at once: all that they need is below
    // 50 kB, also when everything on them is refused.
    [Theory, MemberData(nameof(ManyQuestions))]
    public async Task AsManyQuestionsAsAllowedAreAskedOnPagesThatAPhoneLoadsAtOnce(string what, string form)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        await using var server = await FeedServer.Start();
        var entries = Enumerable.Range(0, 500)
            .Select(i => form.Replace("{0}", $"{i}", StringComparison.Ordinal));
        var hosted = await HostedJob.Asking(scenario, server, $"[{string.Join(',', entries)}]");

        var asked = 0;
        var page = await Begin(hosted);
        while (page.Names.Count > 0)
        {
            asked += page.Names.Count;
            var refused = (await page.Send()).Expect(422);
            Assert.Equal(page.Names.Count, refused.Messages.Count);
            Assert.True(await WeightOf(scenario, refused) < 50_000, $"{what}: a page is too heavy");
            foreach (var name in refused.Names)
            {
                refused.Fill(name, "x");
            }
            page = (await refused.Send()).Expect(200);
        }

        page.ExpectThanks();
        Assert.Equal(500, asked);
        Assert.Equal(500, Answered((await hosted.Events())[^1]).Count);
    }

    /// <summary>Bytes of the page and of everything that it loads.</summary>
    private static async Task<int> WeightOf(Scenario scenario, JobForm page)
    {
        var weight = page.Page.Body.Length;
        foreach (Match asset in Regex.Matches(page.Html, "(?:link[^>]* href|script[^>]* src)=\"([^\"]+)\""))
        {
            weight += (await scenario.Get(asset.Groups[1].Value)).Expect(200).Body.Length;
        }
        return weight;
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
