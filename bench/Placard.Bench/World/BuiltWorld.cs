namespace Placard.Bench.World;

/// <summary>An exchange with one large imported feed and a publisher's feed of it, built.</summary>
internal sealed class BuiltWorld(ImportWorld world, PublishedFeed feed, int jobs) : IAsyncDisposable
{
    public ImportWorld World => world;

    public PublishedFeed Feed => feed;

    public static async Task<BuiltWorld> Build(Workshop workshop)
    {
        var file = Path.Combine(workshop.Folder, "built.xml");
        AdFeedFile.Write(file, workshop.Text, workshop.Options.FeedJobs, seed: 4);
        var world = await ImportWorld.Build(workshop, "built");
        await world.Import(file, created: workshop.Options.FeedJobs);
        File.Delete(file);
        var publisherId = (long)(await world.Api.Post("/v5/publishers", new { name = "Board" }))["id"]!;
        var feed = await PublishedFeed.Create(world.Api, publisherId, world.Source.SourceId);
        return new BuiltWorld(world, feed, workshop.Options.FeedJobs);
    }

    /// <summary>Builds the feed once more; it must hold every job.</summary>
    public async Task BuildAgain()
    {
        var build = await world.Api.Post($"/v5/feeds/{feed.FeedId}/builds");
        if ((int)build["total"]! != jobs)
        {
            throw new InvalidOperationException($"{jobs} jobs were meant: {build}");
        }
    }

    /// <summary>Files of the newest build.</summary>
    public IReadOnlyList<string> Parts(bool compressed)
    {
        var builds = new DirectoryInfo(Path.Combine(
            world.Folder, "feeds", feed.FeedId.ToString(CultureInfo.InvariantCulture)));
        return
        [
            .. builds.GetDirectories().OrderByDescending(build => long.Parse(build.Name, CultureInfo.InvariantCulture))
                .First().GetFiles(compressed ? "part-*.xml.gz" : "part-*.xml").Select(part => part.FullName).Order(),
        ];
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();
}
