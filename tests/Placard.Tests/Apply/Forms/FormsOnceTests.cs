using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>However often something is sent, it is one application with one started and one completed event.</summary>
public sealed class FormsOnceTests
{
    private const string OneQuestion = """[{"id":"why","type":"text","question":"Why?","required":true}]""";

    [Theory, OnBothEngines]
    public async Task TwentyTapsOnTheContactPageBeginOneApplication(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, OneQuestion);
        var page = (await hosted.Open()).FillContact().Attach("resume", "cv.pdf", Samples.Pdf);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => page.Post()));

        Assert.Single(answers.Select(answer => answer.Expect(303).Location).Distinct());
        Assert.Single(await hosted.Applications());
        Assert.Equal(["started"], await hosted.Told());
    }

    [Theory, OnBothEngines]
    public async Task TwentyTapsOnTheLastPageCompleteItOnce(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, OneQuestion);
        var page = (await (await hosted.Open()).FillContact().Send()).Fill("why", "Because");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => page.Post()));

        Assert.Single(answers.Select(answer => answer.Expect(303).Location).Distinct());
        Assert.Equal("VALID", (string?)Assert.Single(await hosted.Applications())["outcome"]);
        Assert.Equal(["started", "completed"], await hosted.Told());
        (await page.Send()).ExpectThanks();
    }

    [Theory, OnBothEngines]
    public async Task TwentyTapsOnAFormOfOnePageCompleteItOnce(string engine)
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(engine));
        var page = (await hosted.Open()).FillContact();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => page.Post()));

        Assert.Single(answers.Select(answer => answer.Expect(303).Location).Distinct());
        Assert.Single(await hosted.Applications());
        Assert.Equal(["started", "completed"], await hosted.Told());
    }

    [Theory, OnBothEngines]
    public async Task TwoTabsOfOneClickAreOneApplication(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, OneQuestion);
        var path = await hosted.Land();
        var tabs = await Task.WhenAll(
            JobForm.Open(hosted.Scenario, path), JobForm.Open(hosted.Scenario, path));

        var questions = await Task.WhenAll(tabs.Select(tab => tab.FillContact().Send()));
        var ends = await Task.WhenAll(questions.Select(page => page.Expect(200).Fill("why", "Because").Send()));

        Assert.All(ends, end => end.ExpectThanks());
        Assert.Single(await hosted.Applications());
        Assert.Equal(["started", "completed"], await hosted.Told());
    }

    // The second tab is sent when the first has come to its end: it was open all the time.
    [Theory, OnBothEngines]
    public async Task TwoTabsSentOneAfterTheOtherAreOneApplication(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        foreach (var hosted in (HostedJob[])
            [await HostedJob.On(scenario), await HostedJob.Asking(scenario, server, OneQuestion)])
        {
            var path = await hosted.Land();
            var (first, second) = (await JobForm.Open(scenario, path), await JobForm.Open(scenario, path));

            var next = await first.FillContact().Send();
            (next.Names.Contains("why") ? await next.Fill("why", "Because").Send() : next).ExpectThanks();
            (await second.FillContact().Send()).ExpectThanks();

            Assert.Single(await hosted.Applications());
            Assert.Equal(["started", "completed"], await hosted.Told());
        }
    }

    [Theory, OnBothEngines]
    public async Task WhoOpensThePageAgainAfterTheEndIsToldSoAndCanOnlyBeADuplicate(string engine)
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(engine));
        var path = await hosted.Land();
        var first = await JobForm.Open(hosted.Scenario, path);
        (await first.FillContact().Send()).ExpectThanks();

        var again = await JobForm.Open(hosted.Scenario, path, first.Page.Header("Set-Cookie")!.Split(';')[0]);
        Assert.Contains("was sent from here already", again.Html, StringComparison.Ordinal);
        Assert.Equal("", again.ValueOf("firstName"));
        (await again.FillContact().Send()).ExpectThanks();

        Assert.Equal(
            ["VALID", "DUPLICATE"], (await hosted.Applications()).Select(row => (string?)row["outcome"]));
        Assert.Equal(["started", "completed", "started"], await hosted.Told());
    }

    [Fact]
    public async Task AnotherPersonWithTheSameClickIsAnotherApplication()
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(StorageEngine.Sqlite), server, OneQuestion);
        var path = await hosted.Land();

        await (await JobForm.Open(hosted.Scenario, path)).FillContact("a@example.com").Send();
        var other = await (await JobForm.Open(hosted.Scenario, path)).FillContact("a@example.com", "Eve").Send();

        Assert.DoesNotContain("Ada", (await JobForm.Open(hosted.Scenario, other.Path.Split('?')[0] + "?page=0")).Html,
            StringComparison.Ordinal);
        Assert.Equal(2, (await hosted.Applications()).Count);
    }

    [Theory, OnBothEngines]
    public async Task WhoGoesBackToTheFirstPageFindsItFilledInAndChangesTheSameApplication(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, OneQuestion);
        var path = await hosted.Land();
        var first = await JobForm.Open(hosted.Scenario, path);
        var cookie = first.Page.Header("Set-Cookie")!.Split(';')[0];
        await first.FillContact("typo@example.com").Send();

        var back = await JobForm.Open(hosted.Scenario, path, cookie);
        Assert.Equal("typo@example.com", back.ValueOf("emailAddress"));
        var question = (await back.Fill("emailAddress", "right@example.com").Send()).Expect(200);
        (await question.Fill("why", "Because").Send()).ExpectThanks();

        Assert.Single(await hosted.Applications());
        Assert.Equal(["started", "completed"], await hosted.Told());
        Assert.Equal(
            "right@example.com", (string?)(await hosted.Events())[1]["data"]!["applicant"]!["emailAddress"]);
    }

    [Theory, OnBothEngines]
    public async Task TheSamePersonOnTheSameReferenceIsADuplicateFor120Days(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var hosted = await HostedJob.On(await Scenario.On(exchange));
        (await (await hosted.Open()).FillContact("ada@example.com").Send()).ExpectThanks();

        var fresh = await DaysLater(hosted, 119);
        (await (await fresh.Open()).FillContact(" ADA@Example.COM ").Send()).ExpectThanks();
        var rows = await hosted.Applications();
        Assert.Equal(["VALID", "DUPLICATE"], rows.Select(row => (string?)row["outcome"]));
        Assert.Contains("120 days", (string?)rows[1]["reason"]);
        Assert.Equal(["started", "completed", "started"], await hosted.Told());

        fresh = await DaysLater(hosted, 1);
        (await (await fresh.Open()).FillContact("ada@example.com").Send()).ExpectThanks();
        Assert.Equal("VALID", (string?)(await hosted.Applications())[2]["outcome"]);
    }

    private static async Task<HostedJob> DaysLater(HostedJob hosted, int days)
    {
        await hosted.Scenario.AdvanceClock(TimeSpan.FromDays(days));
        return hosted with { Job = Assert.Single((await hosted.Feed.BuildAndFetch()).Jobs) };
    }

    [Theory, OnBothEngines]
    public async Task TwentyApplicationsOfOnePersonAtOnceAreOneValidOne(string engine)
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(engine));
        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => hosted.Open()));

        await Task.WhenAll(pages.Select(async page => (await page.FillContact().Send()).ExpectThanks()));

        var rows = await hosted.Applications();
        Assert.Equal(20, rows.Count);
        Assert.Single(rows, row => (string?)row["outcome"] == "VALID");
        Assert.Single(await hosted.Told(), word => word == "completed");
    }
}
