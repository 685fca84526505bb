using Placard.Inventory;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// Walks the stored texts beside the chosen jobs, both ascending by job id. It reads in pages, so that no read of the
/// store lasts as long as a build, and the next page while this one is written. Synchronous on purpose: the build's
/// threads must not wander onto the pool, where they would stand in the way of clicks.
/// </summary>
internal sealed class TextCursor(IInventory inventory, DbSession session) : IDisposable
{
    // Texts between two chosen jobs that are cheaper to read over than to ask anew for what lies behind them.
    private const int WorthReadingOver = 1_000;

    /// <summary>After a jump: the next job wanted may be as far away again.</summary>
    private const int FewTexts = 50;

    /// <summary>About a megabyte: it is still in the processor's cache when it is written.</summary>
    private const int ManyTexts = 250;

    private readonly QuietThread reading = new("build, reading");
    private JobTextPage page = new();
    private JobTextPage spare = new();
    private Task? ahead;
    private int at;
    private int lastOrdinal;

    /// <summary>The job's text; false when an import removed it after the snapshot was taken.</summary>
    public bool TryFind(in SelectedJob wanted, out JobText text)
    {
        if ((page.Count == 0 && !page.IsLast) || wanted.Ordinal - lastOrdinal > WorthReadingOver)
        {
            Jump(wanted.Job.JobId - 1);
        }
        lastOrdinal = wanted.Ordinal;
        while (at < page.Count && page.JobIdOf(at) < wanted.Job.JobId)
        {
            Move();
        }
        var isFound = at < page.Count && page.JobIdOf(at) == wanted.Job.JobId;
        text = isFound ? page[at] : default;
        return isFound;
    }

    public void Dispose()
    {
        // Only waits: the session must not be closed under the reader. What went wrong is thrown where it is needed.
        Task.WaitAny(ahead ?? Task.CompletedTask);
        reading.Dispose();
    }

    private void Jump(long afterJobId)
    {
        ahead?.GetAwaiter().GetResult();
        ahead = null;
        inventory.ReadTexts(session, afterJobId, FewTexts, page);
        at = 0;
    }

    private void Move()
    {
        at++;
        if (at == page.Count && !page.IsLast)
        {
            (ahead ?? Read(page.JobIdOf(at - 1), spare)).GetAwaiter().GetResult();
            (page, spare, at) = (spare, page, 0);
            ahead = page.IsLast ? null : Read(page.JobIdOf(page.Count - 1), spare);
        }
    }

    private async Task Read(long afterJobId, JobTextPage into)
    {
        await reading.Enter();
        inventory.ReadTexts(session, afterJobId, ManyTexts, into);
    }
}
