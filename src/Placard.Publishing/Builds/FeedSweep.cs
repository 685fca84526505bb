namespace Placard.Publishing.Builds;

/// <summary>Removes this node's build folders that the store does not know (any more).</summary>
internal sealed class FeedSweep(BuildStore builds, BuildTurns turns, FeedFolder folders)
{
    /// <summary>
    /// What a crash left, and what other nodes let go while this one was down. Each feed's turn is held meanwhile: a
    /// folder without a row may be a build on its way.
    /// </summary>
    public async Task AfterStart(CancellationToken stop)
    {
        foreach (var feedId in folders.Feeds())
        {
            // Where another node builds this feed, that build's end brings this node here again.
            if (await turns.TryTake(feedId, stop).ConfigureAwait(false) is { } turn)
            {
                await using (turn.ConfigureAwait(false))
                {
                    var known = await builds.Known(feedId, stop).ConfigureAwait(false);
                    Remove(feedId, folders.Builds(feedId).Where(id => !known.Contains(id)));
                }
            }
        }
    }

    /// <summary>
    /// Folders of builds that are over. Only those older than the newest build that is known: a newer one may be on its
    /// way, since nobody's turn is held here.
    /// </summary>
    public async Task Superseded(long feedId, CancellationToken stop)
    {
        var known = await builds.Known(feedId, stop).ConfigureAwait(false);
        var newest = known.DefaultIfEmpty(0).Max();
        Remove(feedId, folders.Builds(feedId).Where(id => id < newest && !known.Contains(id)));
    }

    private void Remove(long feedId, IEnumerable<long> buildIds)
    {
        foreach (var buildId in buildIds.ToList())
        {
            folders.Remove(feedId, buildId);
        }
    }
}
