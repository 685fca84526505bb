using Placard.Kernel;
using Placard.Market;
using Placard.Publishing.Feeds;
using Placard.Publishing.Tokens;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// Builds a feed in six steps. A crash between any two leaves the build before in service, and a folder that the next
/// start removes. Whoever calls holds the feed's turn.
/// </summary>
internal sealed class FeedBuilder(
    BuildStore builds,
    BuildWriter writer,
    FeedFolder folders,
    Followers followers,
    IMarket market,
    Spl spl,
    BuildMeter meter,
    TimeProvider clock)
{
    /// <summary>Builds from the market as it is now; returns once the build is handed out.</summary>
    public Task<BuildRow> Build(FeedRow feed, CancellationToken stop) => meter.Count(() => InSteps(feed, stop));

    private async Task<BuildRow> InSteps(FeedRow feed, CancellationToken stop)
    {
        // 1 everything committed so far shows in the market, and tokens are sealed with the newest key
        await followers.CatchUp(stop).ConfigureAwait(false);
        await spl.TakeNewestKey(stop).ConfigureAwait(false);
        // 2 choose the jobs, from one snapshot
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var plan = await QuietThread.Run(() => new BuildPlan(
            feed, nowMs, Selection.Of(market.Current, feed.Terms, feed.Filters, nowMs))).ConfigureAwait(false);
        // 3 write the parts beside the old ones
        var buildId = await builds.NextId(stop).ConfigureAwait(false);
        try
        {
            var folder = folders.Create(feed.Id, buildId);
            var written = await QuietThread.Run(() => writer.Write(plan, folder, stop)).ConfigureAwait(false);
            // 4 put the heads right when jobs left on the way
            if (written.Total != written.Announced)
            {
                (buildId, folder) = await Restamp(plan, written, buildId, folder, stop).ConfigureAwait(false);
            }
            // 5 swap the whole set
            var build = new BuildRow
            {
                Id = buildId,
                FeedId = feed.Id,
                BuiltAtMs = nowMs,
                Total = written.Total,
                Parts = written.Parts,
            };
            await builds.Publish(build, folder, nowMs, stop).ConfigureAwait(false);
            // 6 other nodes learn the key that sealed it
            await followers.Settle(CancellationToken.None).ConfigureAwait(false);
            return build;
        }
        catch
        {
            await RemoveUnlessPublished(feed.Id, buildId).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<(long BuildId, string Folder)> Restamp(
        BuildPlan plan, WrittenBuild draft, long draftId, string draftFolder, CancellationToken stop)
    {
        var buildId = await builds.NextId(stop).ConfigureAwait(false);
        var folder = folders.Create(plan.Feed.Id, buildId);
        try
        {
            await QuietThread.Run(() => writer.Restamp(plan, draft, draftFolder, folder, stop)).ConfigureAwait(false);
        }
        catch
        {
            folders.Remove(plan.Feed.Id, buildId); // the caller knows of the draft's folder only
            throw;
        }
        folders.Remove(plan.Feed.Id, draftId);
        return (buildId, folder);
    }

    // A commit whose answer was lost may still have happened: then the files are in service and must stay.
    private async Task RemoveUnlessPublished(long feedId, long buildId)
    {
        if (await builds.Find(feedId, buildId, CancellationToken.None).ConfigureAwait(false) == null)
        {
            folders.Remove(feedId, buildId);
        }
    }
}
