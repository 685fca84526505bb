using System.Threading.Channels;
using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>
/// Reads a feed to its end. One loop splits it into records; the other, on a thread of its own, hands them to
/// <see cref="FeedDifference"/> in the feed's order. Nothing is written to the store.
/// </summary>
internal sealed class FeedPass(FeedReader reader, FeedDifference difference)
{
    private const int BatchesInFlight = 4;

    private readonly Channel<RecordBatch> filled =
        Channel.CreateBounded<RecordBatch>(new BoundedChannelOptions(BatchesInFlight) { SingleReader = true });
    private readonly Channel<RecordBatch> empty = Channel.CreateUnbounded<RecordBatch>();

    /// <summary>How the feed ended. Errors of the stream are thrown.</summary>
    public async Task<FeedEnd> Run(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        for (var i = 0; i < BatchesInFlight; i++)
        {
            empty.Writer.TryWrite(new RecordBatch());
        }
        var splitting = Watch(Split(ending.Token), ending);
        var comparing = Watch(Task.Run(() => Compare(ending.Token), CancellationToken.None), ending);
        try
        {
            await Task.WhenAll(splitting, comparing).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // One loop failed and the other was cancelled for it: the failure is what to tell.
            await (splitting.IsFaulted ? splitting : comparing).ConfigureAwait(false);
            throw;
        }
        return reader.End;
    }

    private async Task Split(CancellationToken stop)
    {
        var batch = await empty.Reader.ReadAsync(stop).ConfigureAwait(false);
        while (await reader.ReadAsync(stop).ConfigureAwait(false))
        {
            var record = reader.Current;
            if (!batch.HasRoomFor(record.Bytes.Length))
            {
                await filled.Writer.WriteAsync(batch, stop).ConfigureAwait(false);
                batch = await empty.Reader.ReadAsync(stop).ConfigureAwait(false);
            }
            batch.Add(record);
        }
        await filled.Writer.WriteAsync(batch, stop).ConfigureAwait(false);
        filled.Writer.Complete();
    }

    private async Task Compare(CancellationToken stop)
    {
        await foreach (var batch in filled.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            foreach (var item in batch.Items)
            {
                difference.Take(item, batch.BytesOf(item), reader.Encoding);
            }
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
}
