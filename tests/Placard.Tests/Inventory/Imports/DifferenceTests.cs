using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Imports;

/// <summary>What an import makes of a feed beside the one before it.</summary>
public sealed class DifferenceTests
{
    [Theory, OnBothEngines]
    public async Task AnAdvertiserFeedsTheSameJobsAgain(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();

        Assert.Equal("COMPLETED 3 3 0 3 0 0 0", Counts(await advertiser.Import(AdvertiserXml.Of(3))));
        var jobs = await InFeed(advertiser);

        Assert.Equal("COMPLETED 3 3 0 0 0 3 0", Counts(await advertiser.Import(AdvertiserXml.Of(3))));
        Assert.Equal(jobs, await InFeed(advertiser));
        Assert.All(jobs.Values, jobId => Assert.InRange(jobId, 10_000_000_001, 99_999_999_999));
    }

    /// <summary>What is kept of a source is read by two threads, some hundred rows at a time.</summary>
    [Theory, OnBothEngines]
    public async Task OfThousandsOfJobsNoneIsForgottenWhenTheyAreFedAgain(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(3_001));

        Assert.Equal("COMPLETED 3001 3001 0 0 0 3001 0", Counts(await advertiser.Import(AdvertiserXml.Of(3_001))));
        Assert.Equal("COMPLETED 1200 1200 0 0 0 1200 1801", Counts(await advertiser.Import(AdvertiserXml.Of(1_200))));
        Assert.Equal("COMPLETED 3001 3001 0 0 1801 1200 0", Counts(await advertiser.Import(AdvertiserXml.Of(3_001))));
    }

    [Theory, OnBothEngines]
    public async Task JobsComeChangeAndGo(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();
        await advertiser.Import(new AdvertiserXml().Job("stays").Job("changes").Job("goes"));
        var before = await InFeed(advertiser);

        var import = await advertiser.Import(
            new AdvertiserXml().Job("comes").Job("changes", ("title", "Nurse")).Job("stays"));

        Assert.Equal("COMPLETED 3 3 0 1 1 1 1", Counts(import));
        var after = await InFeed(advertiser);
        Assert.Equal(["changes", "comes", "stays"], after.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(before["changes"], after["changes"]);
        Assert.Equal(before["stays"], after["stays"]);
        var changed = (await advertiser.Jobs()).Single(job => (string)job["jobReference"]! == "changes");
        Assert.Equal("Nurse", (string)changed["title"]!);
    }

    [Theory, OnBothEngines]
    public async Task AJobThatReturnsKeepsItsNumberAndItsEntry(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(2));
        var first = (await advertiser.Jobs()).Single(job => (string)job["jobReference"]! == "job-2");

        await advertiser.Import(AdvertiserXml.Of(1));
        var gone = (await advertiser.Jobs()).Single(job => (string)job["jobReference"]! == "job-2");
        Assert.Equal("EXPIRED", (string)gone["status"]!);
        Assert.NotNull(gone["removedAt"]);

        Assert.Equal("COMPLETED 2 2 0 0 1 1 0", Counts(await advertiser.Import(AdvertiserXml.Of(2))));
        var back = (await advertiser.Jobs()).Single(job => (string)job["jobReference"]! == "job-2");
        Assert.Equal((long)first["jobId"]!, (long)back["jobId"]!);
        Assert.Equal((string)first["enteredAt"]!, (string)back["enteredAt"]!);
        Assert.Null(back["removedAt"]);
    }

    [Theory, OnBothEngines]
    public async Task TheSecondOfTwoJobsWithOneReferenceIsRejected(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml().Job("a", ("title", "First")).Job("b").Job("a", ("title", "Second")).ToString();

        var import = await advertiser.Import(feed);
        var again = await advertiser.Import(feed);

        Assert.Equal("COMPLETED 3 2 1 2 0 0 0", Counts(import));
        Assert.Equal("COMPLETED 3 2 1 0 0 2 0", Counts(again));
        foreach (var one in new[] { import, again })
        {
            var rejection = Assert.Single(await Rejections(scenario, one));
            Assert.Equal("DUPLICATE", (string)rejection["reason"]!);
            Assert.Equal("a", (string)rejection["referencenumber"]!);
            Assert.Equal(25, (long)rejection["line"]!);
        }
        Assert.Contains(await advertiser.Jobs(), job => (string)job["title"]! == "First");
    }

    [Theory, OnBothEngines]
    public async Task AJobFedTwiceWordForWordIsTakenOnce(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(new AdvertiserXml().Job("a"));

        var import = await advertiser.Import(new AdvertiserXml().Job("a").Job("a").ToString());

        Assert.Equal("COMPLETED 2 1 1 0 0 1 0", Counts(import));
        var rejection = Assert.Single(await Rejections(scenario, import));
        Assert.Equal(("DUPLICATE", "a"), ((string)rejection["reason"]!, (string)rejection["referencenumber"]!));
    }

    // A random history of feeds against the plainest model there is; its seed is in the test's name.
    [Theory, OnBothEngines]
    public async Task RandomFeedsLeaveWhatTheLastOneSaid(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var advertiser = await scenario.NewAdvertiser($"Seed {seed}");
            var random = new Random(seed);
            var model = new Dictionary<string, string>();
            var numbers = new Dictionary<string, long>();
            for (var step = 0; step < 8; step++)
            {
                var next = RandomFeed(random);
                var import = await advertiser.Import(FeedOf(next));
                Assert.Equal(Expected(model, next, numbers), Counts(import));
                model = next;
                var jobs = await InFeed(advertiser);
                Assert.Equal(model.Keys.Order(StringComparer.Ordinal), jobs.Keys.Order(StringComparer.Ordinal));
                foreach (var (reference, jobId) in jobs)
                {
                    Assert.Equal(numbers.TryGetValue(reference, out var known) ? known : jobId, jobId);
                    numbers[reference] = jobId;
                }
            }
        }
    }

    private static Dictionary<string, string> RandomFeed(Random random) => Enumerable.Range(1, 15)
        .Where(_ => random.Next(3) > 0)
        .ToDictionary(number => $"r{number}", _ => $"Title {random.Next(2)}");

    private static AdvertiserXml FeedOf(Dictionary<string, string> jobs)
    {
        var feed = new AdvertiserXml();
        foreach (var (reference, title) in jobs)
        {
            feed.Job(reference, ("title", title));
        }
        return feed;
    }

    private static string Expected(
        Dictionary<string, string> before, Dictionary<string, string> after, Dictionary<string, long> everSeen)
    {
        var unchanged = after.Count(job => before.GetValueOrDefault(job.Key) == job.Value);
        var created = after.Keys.Count(reference => !everSeen.ContainsKey(reference));
        var removed = before.Keys.Count(reference => !after.ContainsKey(reference));
        return $"COMPLETED {after.Count} {after.Count} 0 {created} {after.Count - created - unchanged} "
            + $"{unchanged} {removed}";
    }
}
