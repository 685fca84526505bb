using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Placard.Inventory;
using Placard.Kernel;
using Placard.Market;
using Placard.Publishing.Builds;
using Placard.Publishing.Feeds;
using Placard.Publishing.Tokens;

namespace Placard.Bench.World;

/// <summary>
/// The exchange's own feed writer without its compressor: chooses the jobs, reads their texts from the store, seals
/// their URLs and writes one plain file.
/// </summary>
internal sealed class PlainBuild(InnerExchange exchange, long feedId)
{
    public async Task Write(string path, CancellationToken stop)
    {
        await exchange.Of<Spl>().TakeNewestKey(stop);
        var feed = exchange.Of<FeedsInMemory>().Row(feedId)!;
        var nowMs = exchange.Of<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        var jobs = Selection.Of(exchange.Of<IMarket>().Current, feed.Terms, feed.Filters, nowMs);
        using var file = new PlainFile(path);
        var buffer = new FeedBuffer(file);
        var calendar = exchange.Of<ExchangeCalendar>();
        var document = new FeedDocument(
            buffer, calendar, new OnDemandFields(feed.OnDemandNames), feed.Id, "http://127.0.0.1:8080");
        var plan = new BuildPlan(feed, nowMs, jobs);
        buffer.Append(FeedDocument.Head(calendar.LocalTime(nowMs), jobs.Count));
        await using var lease = await exchange.Store.OpenRead(stop);
        using var texts = new TextCursor(exchange.Of<IInventory>(), exchange.Of<Spl>(), plan, lease.Session);
        for (var index = 0; index < jobs.Count; index++)
        {
            if (!texts.TryFind(index, out var text, out var token))
            {
                throw new InvalidOperationException("A job without its text.");
            }
            document.Job(jobs[index].Job, jobs[index].PriceCents, text, token);
        }
        buffer.Append(FeedDocument.End);
        buffer.Flush();
    }

    private sealed class PlainFile(string path) : IPieceSink, IDisposable
    {
        private readonly SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        private long length;

        public void Take(byte[] rented, int count)
        {
            RandomAccess.Write(file, rented.AsSpan(0, count), length);
            length += count;
            ArrayPool<byte>.Shared.Return(rented);
        }

        public void Dispose() => file.Dispose();
    }
}
