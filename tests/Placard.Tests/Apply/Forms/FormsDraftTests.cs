using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>An application under way is kept, found again, kept from others, and erased when nobody wants it.</summary>
public sealed class FormsDraftTests
{
    private const string TwoPages =
        """
        [{"id":"one","type":"text","question":"One?","required":true},
         {"id":"pick","type":"select","question":"Pick?","options":[
           {"label":"A","value":"a"},{"label":"B","value":"b"}]},
         {"id":"br","type":"pagebreak"},
         {"id":"two","type":"text","question":"Two?","required":true},
         {"id":"only_b","type":"text","question":"Only for B?","required":true,"condition":{"id":"pick","value":"b"}}]
        """;

    [Theory, OnBothEngines]
    public async Task TheLinkResumesWhereAClosedPhoneLeftIt(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, TwoPages);
        var first = await (await hosted.Open()).FillContact().Send();
        var second = (await first.Fill("one", "kept & safe").Fill("pick", "a").Send()).Expect(200);
        var link = Regex.Match(
            second.Html, "<a href=\"(/apply/a/[^\"]*)\">your application</a>").Groups[1].Value;

        var resumed = (await JobForm.Open(hosted.Scenario, link)).Expect(200);
        var before = (await JobForm.Open(hosted.Scenario, link + "?page=1")).Expect(200);
        var contact = (await JobForm.Open(hosted.Scenario, link + "?page=0")).Expect(200);

        Assert.Equal(["two"], resumed.Names);
        Assert.Equal(("kept & safe", "a"), (before.ValueOf("one"), before.ValueOf("pick")));
        Assert.Equal("Lovelace", contact.ValueOf("lastName"));
        (await resumed.Fill("two", "x").Send()).ExpectThanks();
        (await JobForm.Open(hosted.Scenario, link)).ExpectThanks();
        (await JobForm.Open(hosted.Scenario, link + "?page=1")).ExpectThanks();
    }

    [Theory, OnBothEngines]
    public async Task AChangeOfMindOnAnEarlierPageIsAskedAboutBeforeTheEnd(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, TwoPages);
        var first = await (await hosted.Open()).FillContact().Send();
        var last = await first.Fill("one", "1").Fill("pick", "a").Send();
        await (await JobForm.Open(hosted.Scenario, last.Action.Split('?')[0] + "?page=1")).Fill("pick", "b").Send();

        var asked = (await last.Fill("two", "2").Send()).Expect(200);

        Assert.Contains("only_b", asked.Names);
        Assert.Equal(["started"], await hosted.Told());
        (await asked.Fill("only_b", "3").Send()).ExpectThanks();
        var answers = (await hosted.Events())[1]["data"]!["questionsAndAnswers"]!["questionsAndAnswers"]!.AsArray();
        Assert.Equal(["1", "b", "2", "3"], answers.Select(entry => (string)entry!["answer"]!));
    }

    // What the script asks for when an answer changes: the page as it would be.
    [Theory, OnBothEngines]
    public async Task ALookAtThePageKeepsNothingAndRefusesNothing(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server,
            """
            [{"id":"pick","type":"select","question":"Pick?","options":[
               {"label":"A","value":"a"},{"label":"B","value":"b"}]},
             {"id":"only_b","type":"text","question":"Only for B?","required":true,
               "condition":{"id":"pick","value":"b"}},
             {"id":"all","type":"text","question":"All?","required":true}]
            """);
        var page = (await (await hosted.Open()).FillContact().Send()).Expect(200);
        var token = page.ValueOf("__token");
        Assert.Contains("<fieldset data-part=\"q0\" data-asks>", page.Html, StringComparison.Ordinal);

        var seen = (await page.Fill("pick", "b").Fill("all", "typed").Fill("__look", "1").Send()).Expect(200);
        var unseen = await page.Fill("__token", "x").Send();
        var kept = await JobForm.Open(hosted.Scenario, page.Action);

        Assert.Equal(["pick", "only_b", "all"], seen.Names);
        Assert.Equal("typed", seen.ValueOf("all"));
        Assert.Empty(seen.Messages);
        unseen.Expect(422);
        Assert.Equal(("", ""), (kept.ValueOf("pick"), kept.ValueOf("all")));
        Assert.Equal(["pick", "all"], kept.Names);
        page.Fill("__token", token).Fill("__look").Fill("pick", "a");
        (await page.Send()).ExpectThanks();
    }

    [Theory, OnBothEngines]
    public async Task NobodyPassesAPageBy(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, TwoPages);
        var first = await (await hosted.Open()).FillContact().Send();
        var draft = first.Action.Split('?')[0];

        foreach (var page in (string[])["2", "9", "99999999999", "-1", "x"])
        {
            var shown = (await JobForm.Open(hosted.Scenario, $"{draft}?page={page}")).Expect(200);
            Assert.Equal(["one", "pick"], shown.Names);
            first.Action = $"{draft}?page={page}";
            Assert.Equal(["q0"], (await first.Fill("two", "2").Send()).Expect(422).Messages.Keys);
        }
        Assert.Equal(["started"], await hosted.Told());
    }

    [Theory, OnBothEngines]
    public async Task AnswersThatWereNotAskedForAreNobodysBusiness(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, TwoPages);
        var first = await (await hosted.Open()).FillContact().Send();

        var second = await first.Fill("one", "1").Fill("pick", "a").Fill("only_b", "smuggled").Fill("nobody", "asked")
            .Attach("one", "a.pdf", Samples.Pdf).Attach("resume", "a.pdf", Samples.Pdf).Send();
        (await second.Fill("two", "2").Fill("only_b", "again").Send()).ExpectThanks();

        var data = (await hosted.Events())[1]["data"]!;
        Assert.DoesNotContain("smuggled", data.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("again", data.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("asked", data.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(data["applicant"]!["resume"]);
    }

    [Theory, OnBothEngines]
    public async Task APageWithoutTheDraftsOwnTokenIsShownAgainWithWhatWasEntered(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, TwoPages);
        var mine = await (await hosted.Open()).FillContact("a@example.com").Send();
        var theirs = await (await hosted.Open()).FillContact("b@example.com").Send();

        var refused = (await mine.Fill("one", "typed").Fill("__token", theirs.ValueOf("__token")).Send()).Expect(422);

        Assert.Equal("typed", refused.ValueOf("one"));
        Assert.Equal("", (await JobForm.Open(hosted.Scenario, mine.Action)).ValueOf("one"));
        Assert.Equal(["two"], (await refused.Fill("pick", "a").Send()).Expect(200).Names);
    }

    [Fact]
    public async Task AnAddressThatIsNobodysIsToldSoByAPage()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        foreach (var secret in (string[])["x", new string('a', 43), new string('a', 4_000), "%C3%A9"])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
            {
                var answer = (await scenario.Send(method, $"/apply/a/{secret}")).Expect(404);
                Assert.Equal("text/html", answer.MediaType);
            }
        }
    }

    [Theory, OnBothEngines]
    public async Task WhatNobodyFinishedIsErasedAfterNinetyDays(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.On(exchange), server, TwoPages);
        var path = await hosted.Land();
        var page = await JobForm.Open(hosted.Scenario, path);
        var cookie = page.Page.Header("Set-Cookie")!.Split(';')[0];
        await page.FillContact().Fill("phone", "1").Attach("resume", "held.pdf", Samples.Pdf).Send();
        var draft = await (await hosted.Open()).FillContact().Attach("resume", "cv.pdf", Samples.Pdf).Send();
        Assert.Contains("held.pdf", (await JobForm.Open(hosted.Scenario, path, cookie)).Html, StringComparison.Ordinal);

        await hosted.Scenario.AdvanceClock(TimeSpan.FromDays(89));
        (await JobForm.Open(hosted.Scenario, draft.Action)).Expect(200);
        Assert.DoesNotContain(
            "held.pdf", (await JobForm.Open(hosted.Scenario, path, cookie)).Html, StringComparison.Ordinal);
        await hosted.Scenario.AdvanceClock(TimeSpan.FromDays(1));

        (await JobForm.Open(hosted.Scenario, draft.Action)).Expect(404);
        var row = Assert.Single(await hosted.Applications());
        Assert.Equal("STARTED", (string?)row["status"]);
        Assert.NotNull(row["forgottenAt"]);
        Assert.DoesNotContain("Lovelace", row.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task AfterAPowerCutNothingIsMissingThatAJobseekerWasThankedFor(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.On(exchange), server, TwoPages);
        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            var first = await (await hosted.Open()).FillContact($"p{number}@example.com").Send();
            return (await first.Fill("one", "1").Fill("pick", "a").Send()).Fill("two", "2");
        }));

        var thanked = await Task.WhenAll(pages.Take(7).Select(page => page.Post()));
        await exchange.Kill();
        await exchange.Restart();
        var scenario = await Scenario.On(exchange);

        Assert.All(thanked, answer => answer.Expect(303));
        var rows = await scenario.Operator.List("/v5/applications", $"campaignId={hosted.Campaign.Id}");
        Assert.Equal(7, rows.Count(row => (string?)row["outcome"] == "VALID"));
        var resumed = await JobForm.Open(scenario, pages[7].Action);
        (await resumed.Fill("two", "2").Send()).ExpectThanks();
        await exchange.BooksAddUp();
    }

    [Theory, OnPostgres]
    public async Task TwoNodesCompleteAnApplicationOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.On(exchange), server, TwoPages);
        var other = await Scenario.On(await exchange.StartSecondNode());
        var first = await (await hosted.Open()).FillContact().Send();

        var second = await (await JobForm.Open(other, first.Action)).Fill("one", "1").Fill("pick", "a").Send();
        var here = await JobForm.Open(hosted.Scenario, second.Action);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => (number % 2 == 0 ? here : second).Fill("two", "2").Post()));

        Assert.All(answers, answer => answer.Expect(303));
        Assert.Equal("VALID", (string?)Assert.Single(await hosted.Applications())["outcome"]);
        Assert.Equal(["started", "completed"], await hosted.Told());
    }

    // What a thief of the disk finds: whole files are searched for what was entered and sent.
    [Theory, OnSqlite]
    public async Task NothingOfAPersonIsReadableOnTheDiskOrInTheLog(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.On(exchange), server, TwoPages);
        var wrong = await (await hosted.Open()).FillContact("zebra.xylograph@example.com", "Zebradora")
            .Fill("lastName", "Xylographer").Fill("phone", "1")
            .Attach("resume", "quagga-letter.txt", "quaggaresume"u8.ToArray()).Send();
        var first = await wrong.Fill("phone", "5125557777").Send();
        var second = await first.Fill("one", "okapianswer").Fill("pick", "a").Send();
        (await second.Fill("two", "2").Send()).ExpectThanks();
        await exchange.Stop();

        foreach (var word in (string[])
        [
            "zebra.xylograph", "Zebradora", "Xylographer", "5125557777", "quagga-letter", "quaggaresume",
            "okapianswer",
        ])
        {
            Assert.DoesNotContain(exchange.Output, line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
            foreach (var file in Directory.EnumerateFiles(exchange.DataFolder, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith(".eml", StringComparison.Ordinal)))
            {
                var bytes = await File.ReadAllBytesAsync(file);
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) < 0, $"{word} stands in {file}");
            }
        }
    }

    [Theory, OnBothEngines]
    public async Task TheAdvertisersPeopleAreToldByMailOnceAndOnlyOfValidApplications(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var hosted = await HostedJob.On(scenario, campaign: new JsonObject
        {
            ["emailAddress"] = "jobs@acme.example",
            ["otherEmailAddresses"] = new JsonArray("boss@acme.example"),
        });
        var named = await HostedJob.On(scenario, campaign: new JsonObject { ["emailAddress"] = "jobs@acme.example" },
            fields: ("email", "branch@acme.example"));

        (await (await hosted.Open()).FillContact().Send()).ExpectThanks();
        (await (await hosted.Open()).FillContact().Send()).ExpectThanks();
        (await (await named.Open()).FillContact().Send()).ExpectThanks();

        await Eventually.Holds(() => Task.FromResult(exchange.Mails.Count >= 3), "three mails leave");
        Assert.Equal(
            ["boss@acme.example", "branch@acme.example", "jobs@acme.example"],
            exchange.Mails.Select(mail => Regex.Match(
                mail, "^To: .*?([a-z]+@acme[.]example)", RegexOptions.Multiline)
                .Groups[1].Value).Order(StringComparer.Ordinal));
    }
}
