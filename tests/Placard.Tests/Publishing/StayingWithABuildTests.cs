namespace Placard.Tests.Publishing;

/// <summary>Parts of one build stay together for the publisher who began with it.</summary>
public sealed class StayingWithABuildTests
{
    [Theory, OnBothEngines]
    public async Task PublisherFetchesPartTwoWhileFeedIsRebuilt(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var (advertiser, feed) = await TwoPartFeed(scenario);
        await scenario.SetClock(await scenario.Now()); // a minute of a busy machine's counts for nothing
        await feed.Build();
        var first = await feed.FetchPart(1);
        await advertiser.Import(AdvertiserXml.Of(3));
        await scenario.AdvanceClock(TimeSpan.FromMinutes(1));
        await feed.Build();

        var second = await feed.FetchPart(2); // of the build that was begun with
        Assert.Equal((4, 2), (second.Total, second.Jobs.Count));
        Assert.Equal(first.Date, second.Date);

        await scenario.AdvanceClock(TimeSpan.FromMinutes(58));
        Assert.Equal(4, (await feed.FetchPart(2)).Total);
        await scenario.AdvanceClock(TimeSpan.FromMinutes(2));
        Assert.Equal(3, (await feed.FetchPart(2)).Total); // the hour is over
    }

    [Theory, OnBothEngines]
    public async Task FetchingTheFirstPartAgainBeginsAnew(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (advertiser, feed) = await TwoPartFeed(scenario);
        await feed.Build();
        await feed.FetchPart(1);
        await advertiser.Import(AdvertiserXml.Of(3));
        await feed.Build();
        Assert.Equal(4, (await feed.FetchPart(2)).Total);
        Assert.Equal(3, (await feed.FetchPart(1)).Total);
        Assert.Equal(3, (await feed.FetchPart(2)).Total);
    }

    // HEAD brings no part, so it begins nothing; 304 says that the part is there already, so it does.
    [Theory, OnBothEngines]
    public async Task LookingIsNotFetching(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (advertiser, feed) = await TwoPartFeed(scenario);
        await feed.Build();
        await feed.FetchPart(1);
        await advertiser.Import(AdvertiserXml.Of(3));
        await feed.Build();
        (await scenario.Send(HttpMethod.Head, $"/download?id={feed.Id}&pass={feed.Password}")).Expect(200);
        Assert.Equal(4, (await feed.FetchPart(2)).Total);
    }

    [Theory, OnBothEngines]
    public async Task FeedIsRebuiltAsTimeGoesByAndItsTokensAreFresh(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var (_, feed) = await TwoPartFeed(scenario);
        await feed.Build();
        var before = await feed.FetchPart();
        await scenario.AdvanceClock(TimeSpan.FromHours(3));
        var after = await feed.FetchPart();
        Assert.NotEqual(before.Date, after.Date);
        Assert.Equal(before.Jobs.Select(job => job.ReferenceNumber), after.Jobs.Select(job => job.ReferenceNumber));
        Assert.Empty(before.Jobs.Select(job => job.Spl).Intersect(after.Jobs.Select(job => job.Spl)));
    }

    [Theory, OnBothEngines]
    public async Task BuildsOutliveTheProgram(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var (_, feed) = await TwoPartFeed(scenario);
        await feed.Build();
        var before = await feed.FetchPart(2);
        await exchange.Kill();
        await exchange.Restart();
        Assert.Equal(before.Xml, (await feed.FetchPart(2)).Xml);
    }

    [Theory, OnPostgres]
    public async Task AnyNodeHandsOutWhatAnotherBuilt(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var (advertiser, feed) = await TwoPartFeed(scenario);
        await feed.Build();
        var first = await feed.FetchPart(1);
        var other = await exchange.StartSecondNode();
        var path = $"/download?id={feed.Id}&pass={feed.Password}&part=";
        Assert.Equal(first.Xml, await other.Http.GetStringAsync(path + 1));

        // Begun on one node, the build before holds on the other.
        await advertiser.Import(AdvertiserXml.Of(3));
        await feed.Build();
        Assert.Equal(4, FeedPart.Read(await other.Http.GetStringAsync(path + 2)).Total);
        Assert.Equal(3, FeedPart.Read(await other.Http.GetStringAsync(path + 1)).Total);
    }

    [Theory, OnPostgres]
    public async Task TwoNodesBuildOneFeedOneAfterTheOther(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var onOther = await Scenario.On(await exchange.StartSecondNode());
        var (_, feed) = await TwoPartFeed(scenario);
        var builds = await Task.WhenAll(Enumerable.Range(0, 8).Select(at =>
            (at % 2 == 0 ? scenario : onOther).Operator.Post($"/v5/feeds/{feed.Id}/builds")));
        Assert.All(builds, build => Assert.Equal(4, (int)build.Expect(201)["total"]!));
        var newest = builds.Max(build => (long)build["id"]!);
        var shown = await scenario.Operator.Get($"/v5/feeds/{feed.Id}");
        Assert.Equal(newest, (long)shown["lastBuild"]!["id"]!);
        foreach (var node in new[] { scenario, onOther })
        {
            var answer = await node.Get($"/download?id={feed.Id}&pass={feed.Password}&part=2");
            Assert.Equal(2, FeedPart.Read(answer.Expect(200).Text).Jobs.Count);
        }
    }

    [Theory, OnPostgres]
    public async Task ALostFolderIsFilledFromTheStore(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var (_, feed) = await TwoPartFeed(scenario);
        await feed.Build();
        var before = await feed.FetchPart(2);
        Directory.Delete(Path.Combine(exchange.DataFolder, "feeds"), recursive: true);
        Assert.Equal(before.Xml, (await feed.FetchPart(2)).Xml);
    }

    // On PostgreSQL the store has them, see above.
    [Theory, OnSqlite]
    public async Task AFeedWhoseFilesAreGoneIsBuiltAgain(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var (_, feed) = await TwoPartFeed(scenario);
        await feed.Build();
        Directory.Delete(Path.Combine(exchange.DataFolder, "feeds"), recursive: true);
        Assert.Equal(404, (await feed.Download()).Status);
        await Eventually.Becomes(200, async () => (await feed.Download()).Status);
    }

    private static async Task<(Advertiser Advertiser, PublisherFeed Feed)> TwoPartFeed(Scenario scenario)
    {
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.LaunchCampaign();
        await advertiser.Import(AdvertiserXml.Of(4));
        return (advertiser, await scenario.NewPublisherFeed(Pricing.Share(60), advertiser, new() { ["partSize"] = 2 }));
    }
}
