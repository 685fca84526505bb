using System.Collections.Concurrent;

namespace Placard.Storage;

/// <summary>
/// Writes that must be on disk before their answers, committed together: as many as arrived while the last commit ran,
/// without any waiting rule. The first to arrive starts the writing, so nothing runs while nothing waits. A batch that
/// fails fails for everyone in it, and nothing of it is written; only of a commit whose answer is lost nobody knows.
/// </summary>
/// <param name="store">The store to write to.</param>
/// <param name="area">What the transaction touches.</param>
/// <param name="write">
/// Writes one batch, in the order of arrival, inside its transaction; once more when its connection died.
/// </param>
/// <param name="rowsOf">How many rows an item brings.</param>
/// <param name="mostRows">
/// Where a batch ends; one item may pass it. On SQLite the clicks of the same file wait while a batch is written.
/// </param>
public sealed class GroupCommit<TItem>(
    Store store,
    Area area,
    Func<DbSession, IReadOnlyList<TItem>, Task> write,
    Func<TItem, int> rowsOf,
    int mostRows)
{
    private readonly ConcurrentQueue<Waiting> queue = new();
    private int running;

    /// <summary>
    /// When this returns, the item is on disk. Whoever goes away earlier does not take the item back: it is written.
    /// </summary>
    public Task Write(TItem item)
    {
        var waiting = new Waiting(item);
        queue.Enqueue(waiting);
        if (Interlocked.Exchange(ref running, 1) == 0)
        {
            _ = Task.Run(Drain);
        }
        return waiting.Done.Task;
    }

    private async Task Drain()
    {
        while (true)
        {
            if (Take() is { Count: > 0 } batch)
            {
                await Commit(batch).ConfigureAwait(false);
                continue;
            }
            // A full fence: were the look below to overtake the flag, an item could be left waiting for the next one.
            Interlocked.Exchange(ref running, 0);
            // Someone may have come between the last look and the flag: then he did not start a writer of his own.
            if (queue.IsEmpty || Interlocked.Exchange(ref running, 1) == 1)
            {
                return;
            }
        }
    }

    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        for (var rows = 0; rows < mostRows && queue.TryDequeue(out var waiting); rows += rowsOf(waiting.Item))
        {
            batch.Add(waiting);
        }
        return batch;
    }

    private async Task Commit(List<Waiting> batch)
    {
        try
        {
            var items = batch.ConvertAll(waiting => waiting.Item);
            await store.WriteRepeatable(area, session => write(session, items), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            batch.ForEach(waiting => waiting.Done.SetException(fault));
            return;
        }
        batch.ForEach(waiting => waiting.Done.SetResult());
    }

    private sealed class Waiting(TItem item)
    {
        public TItem Item => item;

        // Waiters go on in the pool, never on the writer's thread: it has the next batch to write.
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
