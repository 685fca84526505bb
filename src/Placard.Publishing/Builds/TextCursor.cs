using Placard.Inventory;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// Walks the stored texts beside the chosen jobs, both ascending by job id. Synchronous on purpose: the build has a
/// thread of its own and must not wander onto the pool, where it would stand in the way of clicks.
/// </summary>
internal sealed class TextCursor(IInventory inventory, DbSession session, CancellationToken stop) : IDisposable
{
    // Texts between two chosen jobs that are cheaper to read over than to ask anew for what lies behind them.
    private const int WorthReadingOver = 1_000;

    private IAsyncEnumerator<JobText>? texts;
    private bool atEnd;
    private int lastOrdinal;

    /// <summary>The job's text; null when an import removed it after the snapshot was taken.</summary>
    public JobText? Find(in SelectedJob wanted)
    {
        if (texts == null || wanted.Ordinal - lastOrdinal > WorthReadingOver)
        {
            Reopen(wanted.Job.JobId - 1);
        }
        lastOrdinal = wanted.Ordinal;
        while (!atEnd && texts!.Current.JobId < wanted.Job.JobId)
        {
            Move();
        }
        return !atEnd && texts!.Current.JobId == wanted.Job.JobId ? texts.Current : null;
    }

    public void Dispose() => Close();

    private void Reopen(long afterJobId)
    {
        Close();
        texts = inventory.TextsInOrder(session, afterJobId).GetAsyncEnumerator(stop);
        Move();
    }

    private void Move()
    {
        var moving = texts!.MoveNextAsync();
        atEnd = !(moving.IsCompletedSuccessfully ? moving.Result : moving.AsTask().GetAwaiter().GetResult());
    }

    private void Close()
    {
        texts?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        texts = null;
    }
}
