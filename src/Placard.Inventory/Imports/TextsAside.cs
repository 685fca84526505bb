using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>
/// A second connection that writes texts of an import's new jobs while the first writes their jobs. PostgreSQL gives
/// each connection one process: with one alone, an import of new jobs waited for a single processor in three quarters
/// of its time. The texts are committed a moment before the jobs; nobody comes to a text but by its job, so that until
/// then, or should the jobs never follow, nobody sees them.
/// </summary>
/// <remarks>
/// <para>
/// What would be left behind is written down before it is written: a row of <c>texts_aside</c>, made with the jobs'
/// numbers and taken out with the jobs' transaction. Whoever has the source to himself takes away what rows still tell
/// of. Should two believe that of one source (a node stood still for longer than its claim), that row decides:
/// without it neither texts nor jobs are committed.
/// </para>
/// <para>One import of a node at a time: two processors are enough for imports, and connections are few.</para>
/// </remarks>
internal sealed class TextsAside(Store store) : IDisposable
{
    /// <summary>Fewer new jobs are not worth a second transaction.</summary>
    private const int WorthIt = 2_000;

    private readonly SemaphoreSlim lane = new(1);

    /// <summary>In the transaction that takes the new jobs' numbers.</summary>
    public async Task Announce(DbSession session, long sourceId, long firstNewId, int newCount)
    {
        if (IsFor(newCount))
        {
            await session.Execute(
                """
                INSERT INTO texts_aside (first_job_id, source_id, job_count) VALUES (@firstNewId, @sourceId, @count)
                """, new { firstNewId, sourceId, count = (long)newCount }).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Runs <paramref name="write"/> in the jobs' transaction, with a line for texts where one can be had: what it was
    /// given is on disk when this returns.
    /// </summary>
    /// <exception cref="OvertakenException">Somebody else took the source for his own and tidied up.</exception>
    public async Task Run(DbSession session, long firstNewId, int newCount, Func<TextLine?, Task> write)
    {
        if (!IsFor(newCount))
        {
            await write(null).ConfigureAwait(false);
            return;
        }
        if (await lane.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            try
            {
                await store.Write(Area.Inventory, async aside =>
                {
                    // It holds the row until it is committed: whoever tidies up waits, and then sees these texts.
                    await Claim(aside, "UPDATE texts_aside SET job_count = job_count", firstNewId)
                        .ConfigureAwait(false);
                    await using var line = new TextLine(aside);
                    await write(line).ConfigureAwait(false);
                    await line.End().ConfigureAwait(false);
                }, CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                lane.Release();
            }
        }
        else
        {
            await write(null).ConfigureAwait(false);
        }
        await Claim(session, "DELETE FROM texts_aside", firstNewId).ConfigureAwait(false);
    }

    /// <summary>For a caller that holds the source: takes away texts whose jobs never came.</summary>
    public static async Task TakeAway(DbSession session, long sourceId)
    {
        var left = await session.Query<Left>(
            "DELETE FROM texts_aside WHERE source_id = @sourceId RETURNING first_job_id, job_count",
            new { sourceId }).ConfigureAwait(false);
        foreach (var (first, count) in left)
        {
            await session.Execute(
                "DELETE FROM job_texts WHERE job_id >= @first AND job_id < @end", new { first, end = first + count })
                .ConfigureAwait(false);
        }
    }

    public void Dispose() => lane.Dispose();

    // Where writers wait for each other a second one would wait for the first, who waits for him.
    private bool IsFor(int newCount) => store.Engine.Shared && newCount >= WorthIt;

    private static async Task Claim(DbSession session, string statement, long firstNewId)
    {
        var rows = await session.Execute($"{statement} WHERE first_job_id = @firstNewId", new { firstNewId })
            .ConfigureAwait(false);
        if (rows == 0)
        {
            throw new OvertakenException();
        }
    }

    private sealed record Left(long FirstJobId, long JobCount);
}
