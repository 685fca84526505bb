using Placard.Storage;

namespace Placard.Inventory.Sources;

/// <summary>The SQL of <c>sources</c>.</summary>
internal sealed class SourceStore(Store store)
{
    private const long FirstId = 1;

    public Task<SourceRow?> Find(long id, CancellationToken stop) =>
        store.Read(session => Find(session, id), stop);

    public Task<SourceRow> Add(SourceRow source, CancellationToken stop) => store.Write(Area.Ledger, async session =>
    {
        var added = source with { Id = await session.NextIds(Area.Ledger, "source", FirstId).ConfigureAwait(false) };
        await session.Execute(
            """
            INSERT INTO sources (id, pool_id, customer_id, name, feed_url, refresh_minutes, title_expansions,
                created_at_ms, next_pull_at_ms)
            VALUES (@Id, @PoolId, @CustomerId, @Name, @FeedUrl, @RefreshMinutes, @TitleExpansions,
                @CreatedAtMs, @NextPullAtMs)
            """, added).ConfigureAwait(false);
        return added;
    }, stop);

    /// <summary>
    /// Writes the settings as <paramref name="change"/> makes them of the row of that moment; null when it is gone.
    /// </summary>
    public Task<SourceRow?> Change(long id, Func<SourceRow, SourceRow> change, CancellationToken stop) =>
        store.Write(Area.Ledger, async session =>
        {
            // Takes the row before it is read: of two that read it first, the second would undo what the first wrote.
            var held = await session.Execute("UPDATE sources SET id = id WHERE id = @id", new { id })
                .ConfigureAwait(false);
            if (held == 0)
            {
                return null;
            }
            var changed = change((await Find(session, id).ConfigureAwait(false))!);
            await session.Execute(
                """
                UPDATE sources SET name = @Name, feed_url = @FeedUrl, refresh_minutes = @RefreshMinutes,
                    title_expansions = @TitleExpansions, next_pull_at_ms = @NextPullAtMs, failures = @Failures,
                    etag = @Etag, last_modified = @LastModified, reading_mark = @ReadingMark
                WHERE id = @Id
                """, changed).ConfigureAwait(false);
            return changed;
        }, stop);

    /// <summary>When the earliest pull falls due; null when none is planned.</summary>
    public Task<long?> EarliestPull(CancellationToken stop) => store.Read(session => session.Scalar<long?>(
        "SELECT MIN(next_pull_at_ms) FROM sources WHERE next_pull_at_ms IS NOT NULL"), stop);

    public Task<List<SourceRow>> Due(long nowMs, CancellationToken stop) => store.Read(
        session => session.Query<SourceRow>(
            $"""
            SELECT {SourceRow.Columns} FROM sources
            WHERE next_pull_at_ms <= @nowMs ORDER BY next_pull_at_ms, id LIMIT 1000
            """, new { nowMs }), stop);

    /// <summary>
    /// Plans the next pull if nobody else has done so since the source was read; true: this pull is ours.
    /// </summary>
    public Task<bool> ClaimPull(SourceRow source, long nextMs, CancellationToken stop) => store.Write(
        Area.Ledger, async session => await session.Execute(
            "UPDATE sources SET next_pull_at_ms = @nextMs WHERE id = @Id AND next_pull_at_ms = @NextPullAtMs",
            new { nextMs, source.Id, source.NextPullAtMs }).ConfigureAwait(false) == 1, stop);

    private static Task<SourceRow?> Find(DbSession session, long id) => session.First<SourceRow>(
        $"SELECT {SourceRow.Columns} FROM sources WHERE id = @id", new { id });
}
