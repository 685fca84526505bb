using Placard.Clicks;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Reporting.Folding;

/// <summary>
/// Follows the click ledger into the days. A step reads and adds up outside any transaction, then moves the cursor and
/// adds the sums in one: whoever finds the cursor moved meanwhile throws its sums away. So any number of nodes may fold
/// at once, a crash loses nothing, and the ledger's turn is held for a few rows only.
/// </summary>
internal sealed class ClickFold(Store store, IClicks clicks, ExchangeCalendar calendar) : IDisposable
{
    // Each step takes the ledger's turn once, and clicks wait meanwhile: few steps are better than short ones.
    private const int MostInStep = 100_000;

    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>When this returns, the days include every click that was on disk before the call.</summary>
    public async Task CatchUp(CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var (head, cursor) = await store.Read(async session => (
                await clicks.LastSeq(session).ConfigureAwait(false),
                await DayTables.Cursor(session).ConfigureAwait(false)), stop).ConfigureAwait(false);
            while (cursor < head)
            {
                cursor = await Step(cursor, Math.Min(head, cursor + MostInStep), stop).ConfigureAwait(false);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>Folds the clicks after one number up to another; answers where the cursor is now.</summary>
    private async Task<long> Step(long from, long to, CancellationToken stop)
    {
        var sums = await store.Read(async session =>
        {
            var added = new DaySums(calendar);
            await foreach (var click in clicks.After(session, from, to).WithCancellation(stop).ConfigureAwait(false))
            {
                added.Add(click);
            }
            return added;
        }, stop).ConfigureAwait(false);
        return await store.Write(Area.Ledger, async session =>
        {
            if (!await DayTables.TryMove(session, from, to).ConfigureAwait(false))
            {
                return await DayTables.Cursor(session).ConfigureAwait(false);
            }
            await DayTables.Add(session, sums).ConfigureAwait(false);
            return to;
        }, stop).ConfigureAwait(false);
    }
}
