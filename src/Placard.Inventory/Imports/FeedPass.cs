using System.Threading.Channels;
using Placard.Inventory.Reading;
using Placard.Kernel;

namespace Placard.Inventory.Imports;

/// <summary>
/// Reads a feed to its end in three loops side by side: one splits it into records, one looks at each of them, the last
/// takes them to <see cref="FeedDifference"/> in the feed's order. Nothing is written to the store.
/// </summary>
internal sealed class FeedPass(
    FeedReader reader, FeedLook look, FeedDifference difference, QuietThread splitting, QuietThread comparing)
{
    private const int BatchesInFlight = 4;

    private readonly Channel<RecordBatch> split = Between();
    private readonly Channel<RecordBatch> looked = Between();
    private readonly Channel<RecordBatch> empty = Between();

    /// <summary>How the feed ended.</summary>
    /// <exception cref="FeedBrokeOffException">The stream ended with an error.</exception>
    public async Task<FeedEnd> Run(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        for (var i = 0; i < BatchesInFlight; i++)
        {
            empty.Writer.TryWrite(new RecordBatch());
        }
        Task[] loops =
        [
            Watch(Split(ending.Token), ending),
            Watch(Look(ending.Token), ending),
            Watch(Compare(ending.Token), ending),
        ];
        try
        {
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // One loop failed and the others were cancelled for it: the failure is what to tell.
            await (Array.Find(loops, loop => loop.IsFaulted) ?? loops[0]).ConfigureAwait(false);
            throw;
        }
        return reader.End;
    }

    // Only here the feed itself is read: what fails elsewhere is ours.
    private async Task Split(CancellationToken stop)
    {
        try
        {
            await SplitAll(stop).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw new FeedBrokeOffException(fault);
        }
    }

    private async Task SplitAll(CancellationToken stop)
    {
        var batch = await empty.Reader.ReadAsync(stop).ConfigureAwait(false);
        while (await reader.ReadAsync(stop).ConfigureAwait(false))
        {
            QuietThread.Breathe();
            var record = reader.Current;
            if (!batch.HasRoomFor(record.Bytes.Length))
            {
                await split.Writer.WriteAsync(batch, stop).ConfigureAwait(false);
                batch = await empty.Reader.ReadAsync(stop).ConfigureAwait(false);
                await splitting.Enter();
            }
            batch.Add(record);
        }
        if (!batch.IsEmpty)
        {
            await split.Writer.WriteAsync(batch, stop).ConfigureAwait(false);
        }
        split.Writer.Complete();
    }

    private async Task Look(CancellationToken stop)
    {
        using var looking = new QuietThread("import, looking");
        await foreach (var batch in split.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            await looking.Enter();
            batch.Look(look, reader.Encoding);
            await looked.Writer.WriteAsync(batch, stop).ConfigureAwait(false);
        }
        looked.Writer.Complete();
    }

    private async Task Compare(CancellationToken stop)
    {
        await foreach (var batch in looked.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            await comparing.Enter();
            batch.TakeTo(difference, reader.Encoding);
            batch.Clear();
            empty.Writer.TryWrite(batch);
        }
    }

    private static async Task Watch(Task loop, CancellationTokenSource ending)
    {
        try
        {
            await loop.ConfigureAwait(false);
        }
        catch
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Whoever hands a batch on wakes its taker's own thread himself: by way of the pool it would be two ways each time.
    // So the first thing a taker does is to go there, or it would run on the thread of whoever handed it on.
    private static Channel<RecordBatch> Between() => Channel.CreateBounded<RecordBatch>(
        new BoundedChannelOptions(BatchesInFlight) { SingleReader = true, AllowSynchronousContinuations = true });
}
