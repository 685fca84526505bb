using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Publishing;

/// <summary>What a publisher's fetcher meets at <c>/download</c>.</summary>
public sealed class PublisherDownloadsTests
{
    [Theory, OnBothEngines]
    public async Task PublisherFetchesPartsUntilThereIsNoMore(string engine)
    {
        var (_, feed) = await FeedOf(engine, 5, """{"partSize":2}""");
        var build = await feed.Build();
        Assert.Equal((5, 3), ((int)build["total"]!, (int)build["parts"]!));
        var parts = new List<FeedPart>();
        Answer answer;
        for (var part = 1; (answer = await feed.Download(part)).Status == 200; part++)
        {
            Assert.Equal("application/xml; charset=utf-8", answer.Header("Content-Type"));
            parts.Add(FeedPart.Read(answer.Text));
        }
        Assert.Equal([2, 2, 1], parts.Select(part => part.Jobs.Count));
        Assert.All(parts, part => Assert.Equal(5, part.Total));
        Assert.Equal(5, parts.SelectMany(part => part.Jobs).Select(job => job.ReferenceNumber).Distinct().Count());
        Golden.Matches(
            "exemplary/publisher-feed-none.json",
            answer.Text.Replace($"{feed.Id}", "1000", StringComparison.Ordinal));
    }

    [Theory, OnBothEngines]
    public async Task FirstPartIsWhatOneGetsWithoutAskingForAPart(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 1);
        await feed.Build();
        var plain = (await scenario.Get($"/download?id={feed.Id}&pass={feed.Password}")).Expect(200);
        Assert.Equal((await feed.Download()).Text, plain.Text);
    }

    [Theory, OnBothEngines]
    public async Task NoDownloadTellsWhatWasWrong(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 1);
        await feed.Build();
        var (id, pass) = (feed.Id, feed.Password);
        (string Query, string Shown)[] asked =
        [
            ($"id={id}&pass=wrong", $"{id}"),
            ($"id={id}&pass={pass}x", $"{id}"),
            ($"id={id}&pass={pass[..^1]}", $"{id}"),
            ($"id={id}&pass=", $"{id}"),
            ($"id={id}", $"{id}"),
            ($"id={id}&pass={new string('x', 5000)}", $"{id}"),
            ($"id={id}&pass={pass}&part=2", $"{id}"),
            ($"id={id}&pass={pass}&part=0", $"{id}"),
            ($"id={id}&pass={pass}&part=-1", $"{id}"),
            ($"id={id}&pass={pass}&part=one", $"{id}"),
            ($"id={id}&pass={pass}&part=99999999999999999999999", $"{id}"),
            ($"id={id + 1_000_000}&pass={pass}", $"{id + 1_000_000}"),
            ($"id=-{id}&pass={pass}", $"-{id}"),
            ($"pass={pass}", ""),
            ("", ""),
            ("id=%22%7D%3Cscript%3E&pass=x", "\"}<script>"),
            ("id=%00%FF%0A&pass=x", "\0%FF\n"),
            ($"id={new string('9', 5000)}&pass=x", new string('9', 64)),
        ];
        foreach (var (query, shown) in asked)
        {
            NoFeed(await scenario.Get("/download?" + query), shown);
        }
    }

    [Theory, OnBothEngines]
    public async Task NothingIsThereBeforeTheFirstBuildAndSoonAfterIt(string engine)
    {
        var (_, feed) = await FeedOf(engine, 1);
        var first = await feed.Download();
        if (first.Status != 200)
        {
            NoFeed(first, $"{feed.Id}");
        }
        // A new feed is due at once: nobody has to ask for its first build.
        await Eventually.Becomes(200, async () => (await feed.Download()).Status);
    }

    [Theory, OnBothEngines]
    public async Task WhoTakesGzipGetsIt(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 40);
        await feed.Build();
        var plain = (await feed.Download()).Expect(200);
        Assert.Null(plain.Header("Content-Encoding"));
        var packed = (await Ask(scenario, feed, ("Accept-Encoding", "br, gzip"))).Expect(200);
        Assert.Equal("gzip", packed.Header("Content-Encoding"));
        Assert.All([plain, packed], answer => Assert.Equal("Accept-Encoding", answer.Header("Vary")));
        Assert.Equal("application/xml; charset=utf-8", packed.Header("Content-Type"));
        Assert.True(packed.Body.Length < plain.Body.Length / 3);
        using var gzip = new GZipStream(new MemoryStream(packed.Body), CompressionMode.Decompress);
        using var text = new StreamReader(gzip, Encoding.UTF8);
        Assert.Equal(plain.Text, await text.ReadToEndAsync());
        Assert.NotEqual(plain.Header("ETag"), packed.Header("ETag"));
    }

    [Theory, OnBothEngines]
    public async Task WhatOneHasAlreadyIsNotSentAgain(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 3);
        await feed.Build();
        foreach (var coding in new[] { "identity", "gzip" })
        {
            var first = (await Ask(scenario, feed, ("Accept-Encoding", coding))).Expect(200);
            var (tag, modified) = (first.Header("ETag")!, first.Header("Last-Modified")!);
            var again = await Ask(scenario, feed, ("Accept-Encoding", coding), ("If-None-Match", tag));
            Assert.Empty(again.Expect(304).Body);
            Assert.Equal(tag, again.Header("ETag"));
            (await Ask(scenario, feed, ("Accept-Encoding", coding), ("If-Modified-Since", modified))).Expect(304);
            (await Ask(scenario, feed, ("Accept-Encoding", coding), ("If-None-Match", "\"another\""))).Expect(200);
        }
        var before = await feed.Download();
        await feed.Build(); // within the same second, like as not
        (await Ask(scenario, feed, ("If-None-Match", before.Header("ETag")!))).Expect(200);
        (await Ask(scenario, feed, ("If-Modified-Since", before.Header("Last-Modified")!))).Expect(200);
    }

    [Theory, OnBothEngines]
    public async Task HeadShowsWhatGetWouldBring(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 3);
        await feed.Build();
        var path = $"/download?id={feed.Id}&pass={feed.Password}";
        var got = (await scenario.Get(path)).Expect(200);
        var head = (await scenario.Send(HttpMethod.Head, path)).Expect(200);
        Assert.Empty(head.Body);
        Assert.Equal(got.Header("ETag"), head.Header("ETag"));
        Assert.Equal(got.Body.Length.ToString(CultureInfo.InvariantCulture), head.Header("Content-Length"));
        Assert.Empty((await scenario.Send(HttpMethod.Head, path + "&part=2")).Expect(404).Body);
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
        {
            (await scenario.Send(method, path)).Expect(405);
        }
    }

    // A fetch of hundreds of megabytes that broke off goes on where it ended, unless the feed was built again.
    [Theory, OnBothEngines]
    public async Task ABrokenDownloadGoesOnWhereItEnded(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 10);
        await feed.Build();
        var whole = (await feed.Download()).Expect(200);
        var rest = await Ask(scenario, feed, ("Range", "bytes=100-"), ("If-Range", whole.Header("ETag")!));
        Assert.Equal(whole.Body[100..], rest.Expect(206).Body);
        await feed.Build();
        var anew = await Ask(scenario, feed, ("Range", "bytes=100-"), ("If-Range", whole.Header("ETag")!));
        Assert.Equal(10, FeedPart.Read(anew.Expect(200).Text).Jobs.Count);
    }

    // RFC 9110: only bytes are served in ranges, and only to GET; all else is answered as if no range was asked for.
    [Theory, OnBothEngines]
    public async Task ARangeThatIsNotOfBytesGetsTheWholePart(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 2);
        await feed.Build();
        var whole = (await feed.Download()).Expect(200);
        Assert.Equal(whole.Body, (await Ask(scenario, feed, ("Range", "lines=0-9"))).Expect(200).Body);
        Assert.Equal(whole.Body[..10], (await Ask(scenario, feed, ("Range", "bytes=0-9"))).Expect(206).Body);
        var head = new HttpRequestMessage(HttpMethod.Head, $"/download?id={feed.Id}&pass={feed.Password}");
        head.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        var headers = (await Answer.To(head, scenario.Exchange)).Expect(200);
        Assert.Equal($"{whole.Body.Length}", headers.Header("Content-Length"));
    }

    // A client that undoes gzip must be able to read why it was refused.
    [Theory, OnBothEngines]
    public async Task ARefusedConditionIsNotCalledGzip(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 2);
        await feed.Build();
        var refused = await Ask(scenario, feed, ("Accept-Encoding", "gzip"), ("If-Match", "\"other\""));
        Assert.Null(refused.Expect(412).Header("Content-Encoding"));
        Assert.StartsWith("{\"message\":", refused.Text, StringComparison.Ordinal);
        var beyond = await Ask(scenario, feed, ("Accept-Encoding", "gzip"), ("Range", "bytes=99999999-"));
        Assert.Null(beyond.Expect(416).Header("Content-Encoding"));
        var part = await Ask(scenario, feed, ("Accept-Encoding", "gzip"), ("Range", "bytes=0-9"));
        Assert.Equal("gzip", part.Expect(206).Header("Content-Encoding"));
    }

    [Theory, OnBothEngines]
    public async Task OldPasswordEndsWhenItIsRotated(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 1);
        await feed.Build();
        (await feed.Download()).Expect(200);
        var rotated = (await scenario.Operator.Post($"/v5/feeds/{feed.Id}/rotate-password")).Expect(200);
        NoFeed(await feed.Download(), $"{feed.Id}");
        var pass = (string)rotated["pass"]!;
        Assert.NotEqual(feed.Password, pass);
        Assert.True(pass.Length >= 24);
        (await scenario.Get(new Uri((string)rotated["url"]!).PathAndQuery)).Expect(200);
    }

    [Theory, OnBothEngines]
    public async Task AnotherFeedsPasswordOpensNothing(string engine)
    {
        var (scenario, one) = await FeedOf(engine, 1);
        var (_, other) = await FeedOf(engine, 1);
        await one.Build();
        await other.Build();
        NoFeed(await scenario.Get($"/download?id={one.Id}&pass={other.Password}"), $"{one.Id}");
    }

    [Theory, OnBothEngines]
    public async Task AnArchivedFeedIsNotHandedOut(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 1);
        await feed.Build();
        await feed.Change(new { status = "ARCHIVED" });
        NoFeed(await feed.Download(), $"{feed.Id}");
        (await scenario.Operator.Post($"/v5/feeds/{feed.Id}/builds")).ExpectProblem(409);
        await feed.Change(new { status = "LIVE" });
        (await feed.Download()).Expect(200);
    }

    [Theory, OnBothEngines]
    public async Task DownloadsAreNotedOnTheFeed(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 1);
        await feed.Build();
        Assert.Null((await scenario.Operator.Get($"/v5/feeds/{feed.Id}"))["lastDownloadAt"]);
        await feed.Download();
        Assert.NotNull((await scenario.Operator.Get($"/v5/feeds/{feed.Id}"))["lastDownloadAt"]);
    }

    [Theory, OnBothEngines]
    public async Task ClickAddressesBeginWithTheExchangesOwn(string engine)
    {
        var (scenario, feed) = await FeedOf(engine, 1);
        await feed.Build();
        var job = (await feed.FetchPart()).Jobs[0];
        Assert.StartsWith(
            $"{scenario.Exchange.Address.ToString().TrimEnd('/')}/click.php?id={job.JobId}.{feed.Id}&spl=", job.Url,
            StringComparison.Ordinal);
        Assert.EndsWith("&job_loc=Austin%2CTX", job.Url, StringComparison.Ordinal);
    }

    private static async Task<(Scenario Scenario, PublisherFeed Feed)> FeedOf(
        string engine, int jobs, string settings = "{}")
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.LaunchCampaign();
        await advertiser.Import(AdvertiserXml.Of(jobs));
        var feed = await scenario.NewPublisherFeed(
            Pricing.Share(60), advertiser, JsonNode.Parse(settings)!.AsObject());
        return (scenario, feed);
    }

    private static Task<Answer> Ask(Scenario scenario, PublisherFeed feed, params (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, $"/download?id={feed.Id}&pass={feed.Password}");
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
        return Answer.To(message, scenario.Exchange);
    }

    private static void NoFeed(Answer answer, string id)
    {
        answer.Expect(404);
        Assert.Equal("application/json", answer.MediaType);
        Assert.StartsWith("{\"message\": \"No feed available for ", answer.Text, StringComparison.Ordinal);
        var message = Assert.Single(answer.Json.AsObject());
        Assert.Equal($"No feed available for {id}", (string?)message.Value);
    }
}
