using System.Collections.Frozen;
using Placard.Storage;

namespace Placard.Publishing.Feeds;

/// <summary>All feeds of the exchange, in memory, replaced whole when one of them changes.</summary>
internal sealed class FeedsInMemory(Store store) : IFeeds, IFollower, IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private volatile Loaded current = new(-1, FrozenDictionary<long, FeedRow>.Empty);

    public int Order => 2;

    public long LongestDuplicateMinutes => current.LongestDuplicateMinutes;

    public FeedTerms? Find(long feedId) => current.Terms.GetValueOrDefault(feedId);

    /// <summary>A feed with its pass. Its build may be an older one: only settings bring a new version.</summary>
    public FeedRow? Row(long feedId) => current.Rows.GetValueOrDefault(feedId);

    public async Task CatchUp(CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var known = current;
            current = await store.Read(async session =>
            {
                // Version before rows: a change in between is then read again, never missed.
                var versions = await session.Versions(Area.Ledger, FeedStore.Version).ConfigureAwait(false);
                var version = versions.GetValueOrDefault(FeedStore.Version);
                return version == known.Version
                    ? known
                    : new Loaded(version, (await FeedStore.All(session).ConfigureAwait(false)).ToFrozenDictionary(
                        feed => feed.Id));
            }, stop).ConfigureAwait(false);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private sealed record Loaded(long Version, FrozenDictionary<long, FeedRow> Rows)
    {
        public FrozenDictionary<long, FeedTerms> Terms { get; } =
            Rows.ToFrozenDictionary(row => row.Key, row => row.Value.Terms);

        public long LongestDuplicateMinutes { get; } =
            Rows.Values.Select(row => row.DuplicateClickMinutes).DefaultIfEmpty(0).Max();
    }
}
