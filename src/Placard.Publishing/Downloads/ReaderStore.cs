using Placard.Publishing.Builds;
using Placard.Storage;

namespace Placard.Publishing.Downloads;

/// <summary>
/// What a reader may see of a feed: the build that is handed out, and the build that the reader began with less than
/// an hour ago.
/// </summary>
internal sealed record ReaderView(BuildRow? Current, BuildRow? Held, long? HeldSinceMs, long? LastDownloadAtMs);

/// <summary>The SQL of downloads. Who reads which build is shared by all nodes.</summary>
internal sealed class ReaderStore(Store store)
{
    /// <summary>How long a reader keeps the build whose first part it fetched.</summary>
    public const long StickMs = 60 * 60 * 1000;

    // What a minute would change is not worth a write.
    private const long NotedEachMs = 60_000;

    public Task<ReaderView> Look(long feedId, string address, long nowMs, CancellationToken stop) =>
        store.Read(async session =>
        {
            var builds = await session.Query<SeenBuild>(
                """
                SELECT b.id, b.feed_id, b.built_at_ms, b.total, b.parts, b.modified_at_s, 1 AS is_current,
                    0 AS since_ms, f.last_download_at_ms
                FROM feeds f JOIN feed_builds b ON b.id = f.current_build_id WHERE f.id = @feedId
                UNION ALL
                SELECT b.id, b.feed_id, b.built_at_ms, b.total, b.parts, b.modified_at_s, 0 AS is_current,
                    r.since_ms, NULL AS last_download_at_ms
                FROM feed_readers r JOIN feed_builds b ON b.id = r.build_id
                WHERE r.feed_id = @feedId AND r.address = @address AND r.since_ms > @nowMs - @stickMs
                    AND r.since_ms <= @nowMs
                """, new { feedId, address, nowMs, stickMs = StickMs }).ConfigureAwait(false);
            var current = builds.Find(build => build.IsCurrent == 1);
            var held = builds.Find(build => build.IsCurrent == 0);
            return new ReaderView(current?.Row, held?.Row, held?.SinceMs, current?.LastDownloadAtMs);
        }, stop);

    /// <summary>Remembers that this reader fetched a part, and which build's first.</summary>
    public async Task Note(
        ReaderView seen, BuildRow build, bool isFirstPart, string address, long nowMs, CancellationToken stop)
    {
        var sticks = isFirstPart && (seen.Held?.Id != build.Id || nowMs - seen.HeldSinceMs >= NotedEachMs);
        var counts = seen.LastDownloadAtMs is not { } last || Math.Abs(nowMs - last) >= NotedEachMs;
        if (!sticks && !counts)
        {
            return;
        }
        await store.Write(Area.Ledger, async session =>
        {
            if (sticks)
            {
                await session.Execute(
                    """
                    INSERT INTO feed_readers (feed_id, address, build_id, since_ms)
                    VALUES (@FeedId, @address, @Id, @nowMs)
                    ON CONFLICT (feed_id, address) DO UPDATE SET build_id = @Id, since_ms = @nowMs
                    """, new { build.FeedId, address, build.Id, nowMs }).ConfigureAwait(false);
            }
            await session.Execute(
                "UPDATE feeds SET last_download_at_ms = @nowMs WHERE id = @FeedId",
                new { build.FeedId, nowMs }).ConfigureAwait(false);
        }, stop).ConfigureAwait(false);
    }

    /// <summary>When the earliest reader began.</summary>
    public Task<long?> Earliest(CancellationToken stop) =>
        store.Read(session => session.Scalar<long?>("SELECT MIN(since_ms) FROM feed_readers"), stop);

    /// <summary>Forgets readers that began up to this moment.</summary>
    public Task<int> Forget(long untilMs, CancellationToken stop) =>
        store.Write(Area.Ledger, session => session.Execute(
            "DELETE FROM feed_readers WHERE since_ms <= @untilMs", new { untilMs }), stop);

    private sealed class SeenBuild
    {
        public long Id { get; init; }

        public long FeedId { get; init; }

        public long BuiltAtMs { get; init; }

        public long Total { get; init; }

        public long Parts { get; init; }

        public long ModifiedAtS { get; init; }

        public long IsCurrent { get; init; }

        public long SinceMs { get; init; }

        public long? LastDownloadAtMs { get; init; }

        public BuildRow Row => new()
        {
            Id = Id,
            FeedId = FeedId,
            BuiltAtMs = BuiltAtMs,
            Total = Total,
            Parts = Parts,
            ModifiedAtS = ModifiedAtS,
        };
    }
}
