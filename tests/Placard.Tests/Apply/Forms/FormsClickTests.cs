using System.Text.Json.Nodes;
using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>Which click an application comes from decides whether the advertiser is told of it.</summary>
public sealed class FormsClickTests
{
    [Theory, OnBothEngines]
    public async Task AClickOnAHostedJobLandsOnItsFormAndSaysSoInItsRow(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var hosted = await HostedJob.On(scenario);
        using var look = new HttpRequestMessage(HttpMethod.Head, new Uri(hosted.Job.Url).PathAndQuery);

        var path = await hosted.Land();
        var seen = await scenario.Send(look);

        var row = Assert.Single(await scenario.Clicks($"campaignId={hosted.Campaign.Id}"));
        var address = new Uri(scenario.Exchange.Address, $"/apply/{hosted.Job.JobId}").ToString();
        Assert.Equal(address, (string?)row["landingUrl"]);
        Assert.Equal($"/apply/{hosted.Job.JobId}?tlr_sid={(string?)row["tlrSid"]}", path);
        Assert.Equal(address, seen.Expect(302).Location);
        Assert.Equal("LIVE", await scenario.StatusOf(hosted.Job.JobId));
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        Assert.Empty((await scenario.Send(head)).Expect(200).Body);
    }

    [Theory, OnBothEngines]
    public async Task AnApplicationWithoutABillableClickIsKeptWithItsReasonAndOnlyBegun(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var hosted = await HostedJob.On(scenario);
        var other = await HostedJob.On(scenario);
        var visitor = Visitor.Fresh();
        await hosted.Open(visitor);
        var bare = $"/apply/{hosted.Job.JobId}";
        var paths = new (string Path, string Reason)[]
        {
            (bare, "without a click id"),
            ($"{bare}?tlr_sid=", "without a click id"),
            ($"{bare}?tlr_sid=forged", "is not one"),
            ($"{bare}?tlr_sid=%00%FF<b>", "is not one"),
            ($"{bare}?tlr_sid={new string('a', 900)}", "is not one"),
            ($"{bare}?tlr_sid={new SomeIds(7 + engine.Length).Next()}", "never given"),
            ((await other.Land()).Replace($"{other.Job.JobId}", $"{hosted.Job.JobId}", StringComparison.Ordinal),
                "on another job"),
            (await hosted.Land(visitor), "not billable: DUPLICATE"),
        };

        foreach (var (path, number) in paths.Select((entry, index) => (entry.Path, index)))
        {
            (await (await JobForm.Open(scenario, path)).FillContact($"p{number}@example.com").Send()).ExpectThanks();
        }

        var rows = await hosted.Applications();
        Assert.Equal(paths.Length, rows.Count);
        Assert.All(rows.Zip(paths), pair =>
        {
            Assert.Equal("UNBILLABLE", (string?)pair.First["outcome"]);
            Assert.Contains(pair.Second.Reason, (string?)pair.First["reason"]);
        });
        Assert.Equal(Enumerable.Repeat("started", paths.Length), await hosted.Told());
    }

    [Fact]
    public async Task JobsThatAreNotHostedOrClosedOrUnknownHaveNoForm()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var sold = await SoldJob.On(scenario);
        var hosted = await HostedJob.On(scenario);
        await hosted.Campaign.Pause();

        var elsewhere = await scenario.Get($"/apply/{sold.Job.JobId}");
        var closed = await scenario.Get($"/apply/{hosted.Job.JobId}");

        Assert.Equal("https://acme.example/jobs/job-1", elsewhere.Expect(302).Location);
        Assert.Equal($"/closed/{hosted.Job.JobId}", closed.Expect(302).Location);
        foreach (var path in (string[])["/apply/99999999999", "/apply/1", "/apply/x", "/apply/-5"])
        {
            Assert.Contains("do not know this job", (await scenario.Get(path)).Expect(404).Text,
                StringComparison.Ordinal);
        }
    }

    [Theory, OnBothEngines]
    public async Task AClickThatSpendsTheLastCentsStillLeadsToItsForm(string engine)
    {
        var hosted = await HostedJob.On(
            await Scenario.OnShared(engine), campaign: new JsonObject { ["monthlyBudget"] = 0.5 });

        var page = await hosted.Open();

        Assert.Equal("OUT_OF_BUDGET", (string?)(await hosted.Campaign.Read())["status"]);
        (await page.FillContact().Send()).ExpectThanks();
        Assert.Equal(["started", "completed"], await hosted.Told());
    }

    [Theory, OnBothEngines]
    public async Task WhoClickedBeforeTheJobWasClosedMayStillApplyAndFinish(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(
            await Scenario.OnShared(engine), server, """[{"id":"why","type":"text","question":"Why?"}]""");
        var path = await hosted.Land();
        var begun = await (await JobForm.Open(hosted.Scenario, path)).FillContact("a@example.com").Send();
        await hosted.Campaign.Pause();

        (await begun.Fill("why", "x").Send()).ExpectThanks();
        var late = (await JobForm.Open(hosted.Scenario, path)).Expect(200);
        (await (await late.FillContact("b@example.com").Send()).Send()).ExpectThanks();

        Assert.Equal(["started", "completed", "started", "completed"], await hosted.Told());
    }

    [Theory, OnBothEngines]
    public async Task AfterTheEndThePublisherKeepsEarningByTheJobsThatAreShown(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(2));
        await advertiser.LaunchCampaign(new { talrooApply = true });
        var feed = await scenario.NewPublisherFeed(Pricing.Share(60), advertiser);
        var jobs = (await feed.BuildAndFetch()).Jobs;
        var click = await scenario.Click(jobs[0].Url);
        var form = await JobForm.Open(scenario, new Uri(click.Location!).PathAndQuery);

        var thanks = (await form.FillContact().Send()).ExpectThanks();

        var link = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(
            thanks.Html, $"href=\"([^\"]*click[.]php[?]id={jobs[1].JobId}[.]{feed.Id}[^\"]*)\"").Groups[1].Value);
        Assert.NotEmpty(link);
        var next = (await scenario.Click(link)).Landed();
        var row = Assert.Single(await scenario.Clicks($"tlrSid={next}"));
        Assert.Equal(("BILLABLE", 300_000), ((string?)row["verdict"], (long)row["earnedMicros"]!));
    }

    [Theory, OnBothEngines]
    public async Task WhoHasAppliedIsShownSimilarJobsOrWhereThereAreNoneOthersNearBy(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(2).Job("odd", ("title", Scenario.FreshName("Unheardof"))));
        await advertiser.LaunchCampaign(new { talrooApply = true });
        var feed = await scenario.NewPublisherFeed(Pricing.Share(60), advertiser);
        var jobs = (await feed.BuildAndFetch()).Jobs;
        var odd = jobs.Single(job => job.Title.Contains("Unheardof", StringComparison.Ordinal));
        var alike = jobs.Where(job => job != odd).ToList();

        var thanks = await Apply(alike[0]);
        var oddThanks = await Apply(odd);

        Assert.Contains("<h2>More jobs like this</h2>", thanks.Html, StringComparison.Ordinal);
        Assert.Contains($"id={alike[1].JobId}.", thanks.Html, StringComparison.Ordinal);
        Assert.DoesNotContain($"id={odd.JobId}.", thanks.Html, StringComparison.Ordinal);
        Assert.Contains("<h2>Jobs near by</h2>", oddThanks.Html, StringComparison.Ordinal);

        async Task<JobForm> Apply(FeedJob job)
        {
            var click = await scenario.Click(job.Url);
            var form = await JobForm.Open(scenario, new Uri(click.Location!).PathAndQuery);
            return (await form.FillContact().Send()).ExpectThanks();
        }
    }

    [Theory, OnBothEngines]
    public async Task TwoAdvertisersDoNotShareApplicantsOrDuplicates(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (mine, theirs) = (await HostedJob.On(scenario), await HostedJob.On(scenario));

        (await (await mine.Open()).FillContact().Send()).ExpectThanks();
        (await (await theirs.Open()).FillContact().Send()).ExpectThanks();

        foreach (var hosted in (HostedJob[])[mine, theirs])
        {
            Assert.Equal("VALID", (string?)Assert.Single(await hosted.Applications())["outcome"]);
            Assert.Equal(["started", "completed"], await hosted.Told());
        }
    }
}
