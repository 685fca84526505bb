using Placard.Platform;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>A complete build. Parts count from 1.</summary>
internal sealed class BuildRow
{
    public long Id { get; init; }

    public long FeedId { get; init; }

    public long BuiltAtMs { get; init; }

    public long Total { get; init; }

    public long Parts { get; init; }

    /// <summary>Unix seconds, different for every build of a feed; set when it is published.</summary>
    public long ModifiedAtS { get; init; }
}

/// <summary>A feed whose time has come.</summary>
internal sealed record DueFeed(long Id, long NextBuildAtMs);

/// <summary>The SQL of builds and of what is due.</summary>
internal sealed class BuildStore(Store store)
{
    private const int ChunkLength = 1 << 20;
    private const int ChunksEach = 8;

    private static readonly AppendPlan Chunks = new("feed_part_chunks", [
        ("build_id", ColumnType.Number),
        ("part", ColumnType.Number),
        ("chunk", ColumnType.Number),
        ("bytes", ColumnType.Blob),
    ]);

    /// <summary>The list of <c>GET /v5/feeds/{id}/builds</c>.</summary>
    public static ListPlan List { get; } = new(
        "id, feed_id, built_at_ms, total, parts, modified_at_s",
        "feed_builds",
        "id DESC",
        new ListField("id", "id", ListType.Number),
        new ListField("builtAt", "built_at_ms", ListType.Time),
        new ListField("total", "total", ListType.Number),
        new ListField("parts", "parts", ListType.Number));

    /// <summary>A number that no build of any feed had before.</summary>
    public Task<long> NextId(CancellationToken stop) =>
        store.Write(Area.Ledger, session => session.NextIds(Area.Ledger, "feed-builds"), stop);

    /// <summary>A complete build of this feed, or null.</summary>
    public Task<BuildRow?> Find(long feedId, long buildId, CancellationToken stop) =>
        store.Read(session => session.First<BuildRow>(
            $"SELECT {List.Select} FROM feed_builds WHERE id = @buildId AND feed_id = @feedId",
            new { feedId, buildId }), stop);

    /// <summary>
    /// Makes the build the one that is handed out, in one transaction: the set of its parts replaces the set before.
    /// Where nodes share the store, the compressed parts go with it.
    /// </summary>
    public Task Publish(BuildRow build, string folder, long nowMs, CancellationToken stop) =>
        store.Write(Area.Ledger, async session =>
        {
            await session.Execute(
                """
                INSERT INTO feed_builds (id, feed_id, built_at_ms, total, parts, modified_at_s)
                SELECT @Id, @FeedId, @BuiltAtMs, @Total, @Parts, CASE
                    WHEN MAX(modified_at_s) >= @BuiltAtMs / 1000 THEN MAX(modified_at_s) + 1
                    ELSE @BuiltAtMs / 1000 END
                FROM feed_builds WHERE feed_id = @FeedId
                """, build).ConfigureAwait(false);
            for (var part = 1L; store.Engine.Shared && part <= build.Parts; part++)
            {
                await Store(session, build.Id, part, FeedFolder.GzipIn(folder, part), stop).ConfigureAwait(false);
            }
            await session.Execute(
                """
                UPDATE feed_builds SET superseded_at_ms = @nowMs
                WHERE feed_id = @FeedId AND id <> @Id AND superseded_at_ms IS NULL
                """, new { build.FeedId, build.Id, nowMs }).ConfigureAwait(false);
            await session.Execute(
                """
                UPDATE feeds SET current_build_id = @Id, next_build_at_ms =
                    CASE WHEN status = 'LIVE' THEN @BuiltAtMs + generate_minutes * 60000 ELSE NULL END
                WHERE id = @FeedId
                """, build).ConfigureAwait(false);
        }, stop);

    /// <summary>Writes a part as it is kept in the store; false when it is not there.</summary>
    public async Task<bool> CopyPart(long buildId, long part, Stream into, CancellationToken stop)
    {
        await using var lease = await store.OpenRead(stop).ConfigureAwait(false);
        await using var rows = await lease.Session.Read(
            "SELECT bytes FROM feed_part_chunks WHERE build_id = @buildId AND part = @part ORDER BY chunk",
            new { buildId, part }).ConfigureAwait(false);
        var any = false;
        while (await rows.Next(stop).ConfigureAwait(false))
        {
            any = true;
            await into.WriteAsync(rows.Blob(0), stop).ConfigureAwait(false);
        }
        return any;
    }

    /// <summary>Feeds that are due, longest waiting first.</summary>
    public Task<List<DueFeed>> Due(long nowMs, CancellationToken stop) =>
        store.Read(session => session.Query<DueFeed>(
            """
            SELECT id, next_build_at_ms AS NextBuildAtMs FROM feeds
            WHERE next_build_at_ms <= @nowMs ORDER BY next_build_at_ms, id
            """, new { nowMs }), stop);

    /// <summary>Puts a feed's next build to this moment, unless it has been built or put off meanwhile.</summary>
    public Task PutOff(DueFeed feed, long untilMs, CancellationToken stop) =>
        store.Write(Area.Ledger, session => session.Execute(
            "UPDATE feeds SET next_build_at_ms = @untilMs WHERE id = @Id AND next_build_at_ms = @NextBuildAtMs",
            new { feed.Id, feed.NextBuildAtMs, untilMs }), stop);

    /// <summary>Makes a feed due now because files of its current build were lost.</summary>
    public Task BuildAgain(BuildRow lost, long nowMs, CancellationToken stop) =>
        store.Write(Area.Ledger, session => session.Execute(
            """
            UPDATE feeds SET next_build_at_ms = @nowMs
            WHERE id = @FeedId AND current_build_id = @Id AND next_build_at_ms > @nowMs
            """, new { lost.FeedId, lost.Id, nowMs }), stop);

    /// <summary>When the earliest build was superseded.</summary>
    public Task<long?> EarliestSuperseded(CancellationToken stop) =>
        store.Read(session => session.Scalar<long?>("SELECT MIN(superseded_at_ms) FROM feed_builds"), stop);

    /// <summary>
    /// Forgets builds that were superseded up to this moment; answers them, so that their files can go.
    /// </summary>
    public Task<List<BuildRow>> ForgetSuperseded(long untilMs, CancellationToken stop) =>
        store.Write(Area.Ledger, async session =>
        {
            var gone = await session.Query<BuildRow>(
                $"""
                DELETE FROM feed_builds WHERE superseded_at_ms <= @untilMs
                    AND id NOT IN (SELECT current_build_id FROM feeds WHERE current_build_id IS NOT NULL)
                RETURNING {List.Select}
                """, new { untilMs }).ConfigureAwait(false);
            foreach (var build in gone)
            {
                await session.Execute("DELETE FROM feed_part_chunks WHERE build_id = @Id", new { build.Id })
                    .ConfigureAwait(false);
            }
            return gone;
        }, stop);

    /// <summary>Numbers of the feed's complete builds.</summary>
    public async Task<HashSet<long>> Known(long feedId, CancellationToken stop) =>
        [.. await store.Read(session => session.Query<long>(
            "SELECT id FROM feed_builds WHERE feed_id = @feedId", new { feedId }), stop).ConfigureAwait(false)];

    private static async Task Store(
        DbSession session, long buildId, long part, string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        var first = 0L;
        var chunks = new List<byte[]>(ChunksEach);
        do
        {
            chunks.Clear();
            while (chunks.Count < ChunksEach && file.Position < file.Length)
            {
                var chunk = new byte[Math.Min(ChunkLength, file.Length - file.Position)];
                await file.ReadExactlyAsync(chunk, stop).ConfigureAwait(false);
                chunks.Add(chunk);
            }
            await session.Append(Chunks, chunks.Count, (row, binder) =>
            {
                binder.Number(buildId);
                binder.Number(part);
                binder.Number(first + row);
                binder.Blob(chunks[row]);
            }).ConfigureAwait(false);
            first += chunks.Count;
        }
        while (file.Position < file.Length);
    }
}
