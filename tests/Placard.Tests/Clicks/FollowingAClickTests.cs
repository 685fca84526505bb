using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Web;

namespace Placard.Tests.Clicks;

/// <summary>What a jobseeker's browser gets for a click URL, and what of the request is kept.</summary>
public sealed class FollowingAClickTests
{
    [Theory, OnBothEngines]
    public async Task AClickLandsAtTheAdvertiserWithAnIdAndACookie(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        var click = await shop.Scenario.Click(shop.Job.Url);
        var tlrSid = click.Landed();

        Assert.Equal($"https://acme.example/jobs/job-1?tlr_sid={tlrSid}", click.Location);
        Assert.Equal("no-store", click.Answer.Header("Cache-Control"));
        Assert.Equal(
            $"tlr_sid={tlrSid}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax", click.Answer.Header("Set-Cookie"));
        Assert.Empty(click.Answer.Body);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", tlrSid);
    }

    // The pixel stands on the advertiser's page: over https the cookie must be allowed to travel there.
    [Theory, OnBothEngines]
    public async Task OverHttpsTheCookieServesThePixelOnTheAdvertisersPage(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        using var message = MessageTo(shop.Job.Url, "GET");
        message.Headers.Add("X-Forwarded-Proto", "https");
        var answer = (await shop.Scenario.Send(message)).Expect(302);
        Assert.EndsWith("; HttpOnly; SameSite=None; Secure", answer.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task BothSpellingsOfTheUrlAreOneClick(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        var visitor = Visitor.Fresh();
        var other = $"{shop.Scenario.Exchange.Address}click"
            + $"?job_id={shop.Job.JobId}&pub_id={shop.Feed.Id}&spl={shop.Job.Spl}";
        var first = await shop.RowOf((await shop.Scenario.Click(other, visitor)).Landed());
        var second = await shop.RowOf((await shop.Scenario.Click(shop.Job.Url, visitor)).Landed());
        Assert.Equal(("BILLABLE", "DUPLICATE"), ((string?)first["verdict"], (string?)second["verdict"]));
    }

    [Theory, OnBothEngines]
    public async Task AJobOfASegmentCostsWhatTheSegmentBids(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(2));
        var campaign = await advertiser.LaunchCampaign();
        (await scenario.Operator.Post($"/v5/campaigns/{campaign.Id}/segments", new
        {
            name = "Night", talrooBasicCpc = 65,
            jobFilters = new[] { new { field = "referencenumber", @operator = "EQUALS", value = "job-2" } },
        })).Expect(201);
        var feed = await (await scenario.NewPublisher()).NewFeed(Pricing.Share(60), advertiser);
        foreach (var job in (await feed.BuildAndFetch()).Jobs)
        {
            (await scenario.Click(job.Url)).Landed();
        }

        var clicks = await scenario.Clicks($"campaignId={campaign.Id}");
        Assert.Equal(
            [("/job-1", 50, 300_000L), ("/job-2", 65, 390_000L)],
            clicks.Select(click => (
                ((string)click["landingUrl"]!).Split("/jobs")[1].Split('?')[0], (int)click["chargedCents"]!,
                (long)click["earnedMicros"]!)).Order());
        Assert.Equal(115, (long)(await campaign.Read())["spentCents"]!);
    }

    [Theory, OnBothEngines]
    public async Task WhatThePublisherAppendsIsKeptWithTheClick(string engine)
    {
        var shop = await ClickShop.Open(
            await Scenario.OnShared(engine), feed: new JsonObject { ["clickIdParameter"] = "sub_id" });
        var longText = new string('é', 120);
        var click = await shop.Scenario.Click(shop.Job.Url
            + $"&t1=mail+shot&t2={Uri.EscapeDataString("a&b=c 😀")}&t3={Uri.EscapeDataString(longText)}"
            + "&referrer=jobs.example&sub_id=%7Babc-123%7D&sub_id=second&T1=other&clickid=no");
        var row = await shop.RowOf(click.Landed());

        Assert.Equal(
            ("mail shot", "a&b=c 😀", longText[..100]), ((string?)row["t1"], (string?)row["t2"], (string?)row["t3"]));
        Assert.Equal(("jobs.example", "{abc-123}"), ((string?)row["referrer"], (string?)row["publisherClickId"]));
        Assert.DoesNotContain("t1=", click.Location, StringComparison.Ordinal);
    }

    // Nine characters of an address for each of the text.
    [Theory, OnBothEngines]
    public async Task EverythingThatMayBeAppendedFitsInAnyScript(string engine)
    {
        var shop = await ClickShop.Open(
            await Scenario.OnShared(engine), feed: new JsonObject { ["clickIdParameter"] = "sub_id" });
        await shop.Campaign.Pause();
        static string Sent(int characters) => Uri.EscapeDataString(new string('職', characters));
        var rdr = "https://board.example/";
        var click = await shop.Scenario.Click(
            $"{shop.Job.Url}&t1={Sent(100)}&t2={Sent(100)}&t3={Sent(100)}&referrer={Sent(255)}&sub_id={Sent(255)}"
            + $"&rdr={Uri.EscapeDataString(rdr)}{Sent(2048 - rdr.Length)}");
        Assert.Equal($"{rdr}{Sent(2048 - rdr.Length)}?status=expired", click.Answer.Expect(302).Location);
        var row = Assert.Single(await shop.Rows());
        Assert.Equal((new string('職', 100), new string('職', 255)), ((string?)row["t3"], (string?)row["referrer"]));
    }

    [Theory, OnBothEngines]
    public async Task HostileTextIsKeptAsTextAndFailsNothing(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        string[] texts =
        [
            "a%00b%0D%0ac", "%FF%FE", "%ED%A0%80", "'; DROP TABLE clicks; --", "%25%32%35", "<script>", "%",
            "%C2%80%E2%80%AE", "=1+1", "{}[]\"\\",
        ];
        foreach (var text in texts)
        {
            var click = await shop.Scenario.Click(
                $"{shop.Job.Url}&t1={text.Replace("#", "%23", StringComparison.Ordinal)}&referrer={text}&rdr={text}");
            await shop.RowOf(click.Landed());
        }
        Assert.Equal("ab\u0063", (string?)(await shop.Rows())[0]["t1"]);
    }

    [Theory, OnBothEngines]
    public async Task WhoOnlyLooksAtAnAddressHasNotClickedIt(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        using var head = MessageTo(shop.Job.Url, "HEAD");
        (string Header, string Value)[] prefetches =
        [
            ("Sec-Purpose", "prefetch"), ("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"),
            ("X-Purpose", "preview"), ("X-Moz", "prefetch"),
        ];
        var answers = new List<Answer> { await shop.Scenario.Send(head) };
        foreach (var (header, value) in prefetches)
        {
            using var message = MessageTo(shop.Job.Url, "GET");
            message.Headers.Add(header, value);
            answers.Add(await shop.Scenario.Send(message));
        }
        Assert.All(answers, answer =>
        {
            Assert.Equal("https://acme.example/jobs/job-1", answer.Expect(302).Location);
            Assert.Null(answer.Header("Set-Cookie"));
            Assert.Equal("no-store", answer.Header("Cache-Control"));
        });
        Assert.Empty(await shop.Rows());
    }

    [Theory, OnBothEngines]
    public async Task TheAdvertisersAddressIsExtendedWhateverItLooksLike(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        (string Fed, string Landed)[] cases =
        [
            ("https://acme.example/jobs?a=1&b=2", "https://acme.example/jobs?a=1&b=2&tlr_sid=ID"),
            ("https://acme.example/#/spa?x", "https://acme.example/?tlr_sid=ID#/spa?x"),
            ("https://acme.example/j?tlr_sid=old&a=1#top", "https://acme.example/j?tlr_sid=ID&a=1#top"),
            ("https://acme.example", "https://acme.example?tlr_sid=ID"),
            ("https://acme.example/städte?q=ü", "https://acme.example/st%C3%A4dte?q=%C3%BC&tlr_sid=ID"),
            ("https://bücher.example/a", "https://xn--bcher-kva.example/a?tlr_sid=ID"),
        ];
        var feed = new AdvertiserXml();
        foreach (var (fed, _) in cases)
        {
            feed.Job(fed, ("title", ClickShop.FreshTitle()), ("url", fed));
        }
        var shop = await ClickShop.Open(scenario, feed);
        foreach (var job in await shop.Advertiser.Jobs())
        {
            var (_, landed) = Assert.Single(cases, one => one.Fed == (string?)job["jobReference"]);
            var url = Assert.Single(shop.Part.Jobs, one => one.JobId == (long)job["jobId"]!).Url;
            var click = await scenario.Click(url);
            Assert.Equal(landed.Replace("ID", click.Landed(), StringComparison.Ordinal), click.Location);
            using var head = MessageTo(url, "HEAD");
            (await scenario.Send(head)).Expect(302);
        }
    }

    [Theory, OnBothEngines]
    public async Task TheWayBackIsFollowedOnlyWhereItLeadsSomewhereElse(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        await shop.Campaign.Pause();
        var own = shop.Scenario.Exchange.Address.ToString();
        (string Rdr, string? To)[] cases =
        [
            ("https://board.example/gone", "https://board.example/gone?status=expired"),
            ("https://board.example/gone?key=7&x=%20y", "https://board.example/gone?key=7&x=%20y&status=expired"),
            ("http://board.example:8080/?a#frag?b", "http://board.example:8080/?a&status=expired#frag?b"),
            ("https://board.example/größe suche", "https://board.example/gr%C3%B6%C3%9Fe%20suche?status=expired"),
            (" https://board.example/\r\nX: y", "https://board.example/X:%20y?status=expired"),
            ("javascript:alert(1)", null), ("//board.example/x", null), ("/relative", null), ("", null),
            ("https://user@board.example/", null), ("data:text/html,x", null), (own + "click.php", null),
            ("https://board.example/" + new string('x', 2048), null),
        ];
        foreach (var (rdr, to) in cases)
        {
            var click = await shop.Scenario.Click($"{shop.Job.Url}&rdr={Uri.EscapeDataString(rdr)}");
            click.Answer.Expect(302);
            Assert.Equal(to ?? $"{own}closed/{shop.Job.JobId}?feed={shop.Feed.Id}", click.Location);
            Assert.Null(click.Answer.Header("Set-Cookie"));
        }
        var rows = await shop.Rows();
        Assert.All(rows, row => Assert.Equal("EXPIRED", (string?)row["verdict"]));
        Assert.Equal(
            cases.Select(one => one.To is null ? 60_000L : 0), rows.Select(row => (long)row["earnedMicros"]!));
    }

    // The publisher who sent the jobseeker earns what is clicked on the page that his dead link led to.
    [Theory, OnBothEngines]
    public async Task TheClosedPageSaysSoAndLeadsToJobsThatPay(string engine)
    {
        var (gone, open) = (ClickShop.FreshTitle(), ClickShop.FreshTitle());
        var place = new[] { ("city", "Nome"), ("state", "AK"), ("postalcode", "99762") };
        AdvertiserXml Open() =>
            new AdvertiserXml().Job("open", [("title", open), ("company", "Fish & \"Chips\""), .. place]);
        var shop = await ClickShop.Open(
            await Scenario.OnShared(engine), Open().Job("gone", [("title", gone + " & more"), .. place]));
        var dead = shop.Part.Titled(gone + " & more");
        await shop.Advertiser.Import(Open());

        var click = await shop.Scenario.Click(dead.Url);
        var page = (await shop.Scenario.Get(new Uri(click.Location!).PathAndQuery)).Expect(200);
        Assert.Equal("text/html", page.MediaType);
        Assert.Contains("This job is closed", page.Text, StringComparison.Ordinal);
        Assert.Contains($"{gone} &amp; more", page.Text, StringComparison.Ordinal);
        Assert.Contains("Fish &amp; &quot;Chips&quot;, Nome, AK", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        var link = Assert.Single(
            page.Text.Split("href=\"")[1..], part => part.Contains($">{open}</a>", StringComparison.Ordinal));
        var row = await shop.RowOf((await shop.Scenario.Click(HttpUtility.HtmlDecode(link.Split('"')[0]))).Landed());
        Assert.Equal(("BILLABLE", 50), ((string?)row["verdict"], (long)row["chargedCents"]!));
        Assert.Equal(300_000, (long)row["earnedMicros"]!);
        Assert.Equal(shop.Feed.Id, (long)row["feedId"]!);

        var bare = (await shop.Scenario.Get($"/closed/{dead.JobId}")).Expect(200);
        Assert.Contains("href=\"https://acme.example/jobs/open\"", bare.Text, StringComparison.Ordinal);
        var address = $"/closed/{shop.Part.Titled(open).JobId}?feed={shop.Feed.Id}";
        var lives = (await shop.Scenario.Get(address)).Expect(200);
        Assert.Contains("This job is open again", lives.Text, StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task ThePageOfAJobThatNeverWasIsNotFound(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        string[] paths =
        [
            "/closed/99999999997", "/closed/abc", "/closed/-1", "/closed/%20", "/closed/99999999999999999999",
            "/closed/1?feed=x",
        ];
        foreach (var path in paths)
        {
            var page = (await scenario.Get(path)).Expect(404);
            Assert.Contains("We do not know this job", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory, OnBothEngines]
    public async Task ClicksAreCountedByVerdict(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        var visitor = Visitor.Fresh();
        await shop.Scenario.Click(shop.Job.Url, visitor);
        await shop.Scenario.Click(shop.Job.Url, visitor);
        await shop.Scenario.Click(shop.Job.Url, visitor);
        var page = (await shop.Scenario.Get("/metrics")).Expect(200).Text;
        Assert.Contains("placard_clicks_total{verdict=\"BILLABLE\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("placard_clicks_total{verdict=\"DUPLICATE\"} 2\n", page, StringComparison.Ordinal);
        Assert.Contains("placard_clicks_unrecorded_total 0\n", page, StringComparison.Ordinal);
    }

    private static HttpRequestMessage MessageTo(string url, string method)
    {
        var message = new HttpRequestMessage(new HttpMethod(method), new Uri(url).PathAndQuery);
        message.Headers.TryAddWithoutValidation("User-Agent", Visitor.Browser);
        message.Headers.Add("X-Forwarded-For", Visitor.Fresh().Address);
        return message;
    }
}
