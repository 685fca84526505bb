using System.IO.Compression;
using System.Text;
using Placard.Publishing.Builds;
using Placard.Publishing.Feeds;

namespace Placard.Tests.Publishing;

/// <summary>What a build makes of a market: which jobs, at what price, in how many parts; what it leaves.</summary>
public sealed class FeedBuildTests
{
    [Fact]
    public async Task PartsAreFullButForTheLastAndAllSayTheTotal()
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 7);
        var build = await workshop.Build(await workshop.NewFeed("""{"partSize":3}"""));
        var parts = PartsOf(workshop, build);
        Assert.Equal([3, 3, 1], parts.Select(part => part.Jobs.Count));
        Assert.All(parts, part => Assert.Equal(7, part.Total));
        Assert.Equal(workshop.Market.Texts.Keys, parts.SelectMany(part => part.Jobs).Select(job => job.JobId));
    }

    [Fact]
    public async Task APartThatIsJustFullNeedsNoOther()
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 6);
        var build = await workshop.Build(await workshop.NewFeed("""{"partSize":3}"""));
        Assert.Equal((6, 2), (build.Total, build.Parts));
    }

    [Fact]
    public async Task AFeedWithoutJobsHasOneEmptyPart()
    {
        await using var workshop = await FeedWorkshop.Open();
        var build = await workshop.Build(await workshop.NewFeed());
        Assert.Equal((0, 1), (build.Total, build.Parts));
        var part = Assert.Single(PartsOf(workshop, build));
        Assert.Equal(0, part.Total);
        Assert.Empty(part.Jobs);
    }

    [Fact]
    public async Task TheCompressedPartsSayTheSame()
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 500);
        var build = await workshop.Build(await workshop.NewFeed("""{"partSize":200}"""));
        for (var part = 1; part <= build.Parts; part++)
        {
            using var file = File.OpenRead(FeedFolder.GzipIn(workshop.FolderOf(build), part));
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var text = new StreamReader(gzip, Encoding.UTF8);
            Assert.Equal(workshop.Part(build, part), await text.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task AFlatFeedGetsOnlyJobsThatPayItsFee()
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001, cpcCents: 9);
        workshop.Market.Add(10_000_000_002, cpcCents: 10);
        workshop.Market.Add(10_000_000_003, cpcCents: 300);
        var feed = await workshop.NewFeed("""{"pricing":{"model":"FLAT","cpcCents":10}}""");
        var jobs = PartsOf(workshop, await workshop.Build(feed))[0].Jobs;
        Assert.Equal([(10_000_000_002, 10), (10_000_000_003, 10)], jobs.Select(job => (job.JobId, job.RankingValue)));
    }

    [Theory]
    [InlineData(287, 60, 172)]
    [InlineData(100, 50, 50)]
    [InlineData(1, 99, 1)]
    [InlineData(99, 1, 1)]
    [InlineData(199, 1, 1)]
    [InlineData(200, 1, 2)]
    [InlineData(333, 100, 333)]
    public async Task ADynamicFeedGetsItsShareRoundedDownAndAtLeastACent(long cpcCents, int share, int expected)
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001, cpcCents: cpcCents);
        var feed = await workshop.NewFeed($$"""{"pricing":{"model":"DYNAMIC","sharePercent":{{share}} } }""");
        var job = PartsOf(workshop, await workshop.Build(feed))[0].Jobs[0];
        Assert.Equal(expected, job.RankingValue);
        Assert.True(workshop.Spl.TryOpen(job.Spl, out var token));
        Assert.Equal(expected, token.PriceCents);
    }

    [Fact]
    public async Task AFeedsFiltersSeeTheJobsPrice()
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001, cpcCents: 49);
        workshop.Market.Add(10_000_000_002, cpcCents: 50);
        workshop.Market.Add(10_000_000_003, cpcCents: 50, state: "OK");
        var feed = await workshop.NewFeed(
            """
            {"pricing":{"model":"DYNAMIC","sharePercent":10},
             "jobFilters":[{"field":"cpcCents","operator":"GTE","value":50},
                           {"field":"state","operator":"EQUALS","value":"TX"}]}
            """);
        var jobs = PartsOf(workshop, await workshop.Build(feed))[0].Jobs;
        Assert.Equal(10_000_000_002, Assert.Single(jobs).JobId);
    }

    // An import may remove a job between the snapshot and the reading of its text. The total stands before the jobs.
    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(4, 7, 10)]
    [InlineData(9, 10, 11)]
    public async Task AJobThatVanishesMeanwhileIsNeitherWrittenNorCounted(int first, int second, int third)
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 12);
        foreach (var gone in new[] { first, second, third })
        {
            workshop.Market.Texts.Remove(10_000_000_000 + gone);
        }
        var build = await workshop.Build(await workshop.NewFeed("""{"partSize":4}"""));
        var parts = PartsOf(workshop, build);
        Assert.Equal((9, 3), (build.Total, build.Parts));
        Assert.All(parts, part => Assert.Equal(9, part.Total));
        Assert.Equal([4, 4, 1], parts.Select(part => part.Jobs.Count));
        Assert.Equal(workshop.Market.Texts.Keys, parts.SelectMany(part => part.Jobs).Select(job => job.JobId));
        Assert.Equal([build.Id], workshop.Get<FeedFolder>().Builds(build.FeedId));
    }

    [Fact]
    public async Task AFeedOfFewJobsDoesNotReadTheWholeMarket()
    {
        await using var workshop = await FeedWorkshop.Open();
        for (var job = 1; job <= 10_000; job++)
        {
            workshop.Market.Add(10_000_000_000 + job, state: job is 4_000 or 4_100 or 9_000 ? "OK" : "TX");
        }
        var feed = await workshop.NewFeed("""{"jobFilters":[{"field":"state","operator":"EQUALS","value":"OK"}]}""");
        var jobs = PartsOf(workshop, await workshop.Build(feed))[0].Jobs;
        Assert.Equal([10_000_004_000, 10_000_004_100, 10_000_009_000], jobs.Select(job => job.JobId));
        Assert.InRange(workshop.Market.TextsRead, 3, 1_000);
    }

    // Tokens are sealed a page ahead of the writing: over several pages, over jumps between jobs that lie far apart,
    // and over texts that vanished, each must land in its own job's address.
    [Fact]
    public async Task EveryTokenIsItsOwnJobs()
    {
        await using var workshop = await FeedWorkshop.Open();
        for (var job = 1; job <= 6_000; job++)
        {
            var isChosen = job <= 900 ? job % 3 != 0 : job is > 2_500 and <= 3_200 or > 5_900;
            workshop.Market.Add(10_000_000_000 + job, cpcCents: 100 + (job % 300), state: isChosen ? "OK" : "TX");
        }
        for (var gone = 10; gone <= 6_000; gone += 70)
        {
            workshop.Market.Texts.Remove(10_000_000_000 + gone);
        }
        var feed = await workshop.NewFeed("""{"jobFilters":[{"field":"state","operator":"EQUALS","value":"OK"}]}""");
        var jobs = PartsOf(workshop, await workshop.Build(feed))[0].Jobs;
        Assert.InRange(jobs.Count, 1_350, 1_400);
        Assert.All(jobs, job =>
        {
            Assert.True(workshop.Spl.TryOpen(job.Spl, out var opened));
            Assert.Equal((job.JobId, feed.Id, job.RankingValue), (opened.JobId, opened.FeedId, opened.PriceCents));
        });
        Assert.Equal(jobs.Count, jobs.Select(job => job.Spl).Distinct().Count());
    }

    [Fact]
    public async Task AFeedIsBuiltWhenItsIntervalIsOver()
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 1);
        var feed = await workshop.NewFeed("""{"generateMinutes":60}""");
        var work = workshop.Work<FeedBuildWork>();
        Assert.True(await work.RunDue(workshop.Clock.Now, default)); // a new feed at once
        var first = (await workshop.Feed(feed.Id)).BuildId;
        Assert.False(await work.RunDue(workshop.Clock.Now, default));
        workshop.Clock.Now += TimeSpan.FromMinutes(60) - TimeSpan.FromMilliseconds(1);
        Assert.False(await work.RunDue(workshop.Clock.Now, default));
        workshop.Clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.True(await work.RunDue(workshop.Clock.Now, default));
        Assert.True((await workshop.Feed(feed.Id)).BuildId > first);
    }

    [Fact]
    public async Task AFeedThatFailsIsPutOffAndTheOthersGoOn()
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 3);
        var failing = await workshop.NewFeed();
        var other = await workshop.NewFeed("""{"jobFilters":[{"field":"state","operator":"EQUALS","value":"ME"}]}""");
        workshop.Market.Fault = new IOException("the disk is full");
        var work = workshop.Work<FeedBuildWork>();
        Assert.True(await work.RunDue(workshop.Clock.Now, default));
        Assert.Null((await workshop.Feed(failing.Id)).BuildId);
        Assert.NotNull((await workshop.Feed(other.Id)).BuildId); // it has no jobs and reads no texts
        Assert.Empty(workshop.Get<FeedFolder>().Builds(failing.Id));
        workshop.Market.Fault = null;
        workshop.Clock.Now += TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1);
        Assert.False(await work.RunDue(workshop.Clock.Now, default));
        workshop.Clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.True(await work.RunDue(workshop.Clock.Now, default));
        Assert.Equal(3, (await workshop.Feed(failing.Id)).BuildTotal);
    }

    [Fact]
    public async Task ABuildThatIsCutOffLeavesTheOneBeforeInService()
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 3);
        var feed = await workshop.NewFeed();
        var before = await workshop.Build(feed);
        workshop.Market.Fault = new IOException("the disk is full");
        await Assert.ThrowsAsync<IOException>(() => workshop.Build(feed));
        Assert.Equal(before.Id, (await workshop.Feed(feed.Id)).BuildId);
        Assert.Equal([before.Id], workshop.Get<FeedFolder>().Builds(feed.Id));
    }

    [Fact]
    public async Task WhatACrashLeftIsRemovedAfterTheNextStart()
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 1);
        var feed = await workshop.NewFeed();
        var build = await workshop.Build(feed);
        var folders = workshop.Get<FeedFolder>();
        var halfWritten = folders.Create(feed.Id, build.Id + 1);
        await File.WriteAllTextAsync(FeedFolder.PlainIn(halfWritten, 1), "<?xml");
        var work = workshop.Work<FeedCleanupWork>();
        await work.RunDue(workshop.Clock.Now, default);
        Assert.Equal([build.Id], folders.Builds(feed.Id));
    }

    [Fact]
    public async Task SupersededBuildsAreKeptForTwoHours()
    {
        await using var workshop = await FeedWorkshop.Open();
        AddJobs(workshop, 1);
        var feed = await workshop.NewFeed();
        var old = await workshop.Build(feed);
        workshop.Clock.Now += TimeSpan.FromMinutes(30);
        var current = await workshop.Build(feed);
        var work = workshop.Work<FeedCleanupWork>();
        await work.RunDue(workshop.Clock.Now, default);
        Assert.Equal([old.Id, current.Id], workshop.Get<FeedFolder>().Builds(feed.Id));
        workshop.Clock.Now += TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1);
        Assert.False(await work.RunDue(workshop.Clock.Now, default));
        Assert.Equal([old.Id, current.Id], workshop.Get<FeedFolder>().Builds(feed.Id));
        workshop.Clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.True(await work.RunDue(workshop.Clock.Now, default));
        Assert.Equal([current.Id], workshop.Get<FeedFolder>().Builds(feed.Id));
        Assert.Null(await workshop.Get<BuildStore>().Find(feed.Id, old.Id, default));
    }

    private static void AddJobs(FeedWorkshop workshop, int count)
    {
        for (var job = 1; job <= count; job++)
        {
            workshop.Market.Add(10_000_000_000 + job);
        }
    }

    private static List<FeedPart> PartsOf(FeedWorkshop workshop, BuildRow build) =>
        [.. Enumerable.Range(1, (int)build.Parts).Select(part => FeedPart.Read(workshop.Part(build, part)))];
}
