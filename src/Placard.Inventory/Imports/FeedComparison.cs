using Placard.Inventory.Completing;
using Placard.Inventory.Reading;
using Placard.Inventory.Sources;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>Reads a source's feed beside what is kept of it; the store is left as it is.</summary>
internal sealed class FeedComparison(
    Store store,
    ReadingMark readingMark,
    PlaceRules places,
    ExchangeCalendar calendar,
    TimeProvider clock,
    InventoryOptions options,
    IdSource ids)
{
    /// <summary>What the feed changes. Dispose it when it has been applied.</summary>
    /// <exception cref="ImportException">The feed cannot be used as a whole.</exception>
    public async Task<ImportWork> Read(SourceRow source, Stream feed, QuietThread quiet, CancellationToken stop)
    {
        await quiet.Enter();
        var (known, epoch) = await KnownJobsLoad.Load(store, source.Id, quiet, stop).ConfigureAwait(false);
        var work = new ImportWork(
            ImportSource.Of(source), known, epoch, options.WorkFolder, $"import-{ids.NextToken(12)}");
        try
        {
            using var maker = new JobMaker(source.Id, places, TitleExpansions.Parse(source.TitleExpansions), calendar);
            var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
            JobParser ParserOf(FeedEncoding encoding) => new(encoding, calendar.Zone, nowMs);
            var look = new FeedLook(known, readingMark.Of(source), ParserOf);
            var difference = new FeedDifference(known, maker, work.Spool, work.Hold, work.Tally, ParserOf);
            using var splitting = new QuietThread("import, splitting");
            using var reader = new FeedReader(
                new QuietStream(feed, splitting), new FeedCeilings { DecompressedBytes = options.FeedBytes });
            var end = await new FeedPass(reader, look, difference, splitting, quiet).Run(stop).ConfigureAwait(false);
            await quiet.Enter();
            if (!end.IsComplete)
            {
                throw new ImportException(end.Line > 1 ? $"{end.Message} (line {end.Line})" : end.Message);
            }
            difference.Finish();
            work.Tally.UnknownElements = look.UnknownElements ?? work.Tally.UnknownElements;
            work.Read(reader, difference.Dropped);
            return work;
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }
}
