using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Placard.Inventory.Pulling;
using Placard.Inventory.Sources;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>
/// Imports feeds: one of a source at a time. Everything is read and compared first, with the store untouched; then the
/// difference is applied in one transaction (but see <see cref="TextsAside"/>), or held, or the import fails and
/// nothing has changed.
/// </summary>
internal sealed partial class Importer(
    Store store,
    Followers followers,
    DifferenceWriter writer,
    SourceStore sources,
    ImportStore imports,
    SourceClaims claims,
    FeedPuller puller,
    FeedComparison comparison,
    ReadingMark readingMark,
    ImportMeter meter,
    ILogger<Importer> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Imports an uploaded feed; null when another import keeps the source busy.</summary>
    public Task<ImportRow?> Upload(long sourceId, Stream body, CancellationToken stop) => Run(
        sourceId, ImportOrigins.Upload, Patience,
        (_, _) => Task.FromResult(new PulledFeed(body, null, null, null, null)), stop);

    /// <summary>Pulls and imports the source's own address; null when another import keeps the source busy.</summary>
    public Task<ImportRow?> Pull(long sourceId, string origin, CancellationToken stop) => Run(
        sourceId, origin, origin == ImportOrigins.Pull ? Patience : TimeSpan.Zero,
        (source, token) => puller.Pull(source, source.ReadingMark == readingMark.TextOf(source), token), stop);

    /// <summary>Applies a held import. Not null: why it cannot be.</summary>
    public async Task<string?> Release(ImportRow held, CancellationToken stop)
    {
        await using var claim = await claims.Take(held.SourceId, Patience, stop).ConfigureAwait(false);
        if (claim == null)
        {
            return "Another import of this source is running; try again when it is done.";
        }
        var import = await imports.Find(held.Id, stop).ConfigureAwait(false);
        if (import?.Status != ImportStatuses.Held)
        {
            return "Only a held import can be released.";
        }
        if (await imports.IsSuperseded(import, stop).ConfigureAwait(false))
        {
            return "A later import of this source has taken its place.";
        }
        var source = (await sources.Find(import.SourceId, stop).ConfigureAwait(false))!;
        await using var feed = new HeldFeedStream(imports, import.Id);
        using var quiet = new QuietThread("import");
        using var work = await comparison.Read(source, feed, quiet, stop).ConfigureAwait(false);
        await ForgetMarks(source, stop).ConfigureAwait(false);
        var firstNewId = await writer.ReserveIds(store, work).ConfigureAwait(false);
        await store.Write(Area.Inventory, async session =>
        {
            await writer.Write(session, work, firstNewId, imports.NowMs, quiet).ConfigureAwait(false);
            await imports.FinishReleased(session, import.Id, work.Tally).ConfigureAwait(false);
            await imports.DropHeld(session, import.Id).ConfigureAwait(false);
        }, CancellationToken.None).ConfigureAwait(false);
        await followers.Settle(CancellationToken.None).ConfigureAwait(false);
        return null;
    }

    private async Task<ImportRow?> Run(
        long sourceId,
        string origin,
        TimeSpan patience,
        Func<SourceRow, CancellationToken, Task<PulledFeed>> open,
        CancellationToken stop)
    {
        await using var claim = await claims.Take(sourceId, patience, stop).ConfigureAwait(false);
        if (claim == null)
        {
            return null;
        }
        var begun = meter.Mark();
        // Read again: its settings and its feed's marks may have changed while we waited.
        var source = (await sources.Find(sourceId, stop).ConfigureAwait(false))!;
        var id = await imports.Begin(ImportSource.Of(source), origin, stop).ConfigureAwait(false);
        try
        {
            using var feed = await open(source, stop).ConfigureAwait(false);
            await Import(id, source, origin, feed, stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is ImportException or PullException or OvertakenException)
        {
            await imports.Fail(id, fault.Message).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or FeedBrokeOffException)
        {
            await imports.Fail(id, "The feed broke off before its end.").ConfigureAwait(false);
            // The server answers by its own exceptions: 413, 408.
            ExceptionDispatchInfo.Throw((fault as FeedBrokeOffException)?.InnerException ?? fault);
        }
        catch (Exception fault)
        {
            LogBroken(log, id, fault);
            await imports.Fail(id, "The exchange could not carry the import out.").ConfigureAwait(false);
            throw;
        }
        finally
        {
            meter.Time(begun);
        }
        await Task.Yield(); // off the quiet thread: from here on somebody waits for an answer
        var closed = await imports.Find(id, CancellationToken.None).ConfigureAwait(false);
        meter.Count(closed!);
        return closed;
    }

    private async Task Import(long id, SourceRow source, string origin, PulledFeed feed, CancellationToken stop)
    {
        if (feed.IsUnchanged)
        {
            await store.Write(Area.Inventory, session => Confirm(session, id, source.Id), stop).ConfigureAwait(false);
            return;
        }
        using var quiet = new QuietThread("import");
        using var work = await comparison.Read(source, feed.Body!, quiet, stop).ConfigureAwait(false);
        if (work.Hold.MustHold)
        {
            await store.Write(Area.Inventory, session => KeepHeld(session, id, work), CancellationToken.None)
                .ConfigureAwait(false);
            return;
        }
        await ForgetMarks(source, stop).ConfigureAwait(false);
        var firstNewId = await writer.ReserveIds(store, work).ConfigureAwait(false);
        await store.Write(Area.Inventory, async session =>
        {
            await writer.Write(session, work, firstNewId, imports.NowMs, quiet).ConfigureAwait(false);
            await imports.Finish(session, id, ImportStatuses.Completed, null, work.Tally).ConfigureAwait(false);
            await imports.Tidy(session, source.Id, id).ConfigureAwait(false);
        }, CancellationToken.None).ConfigureAwait(false);
        await Remember(source, origin, feed).ConfigureAwait(false);
        await followers.Settle(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task KeepHeld(DbSession session, long id, ImportWork work)
    {
        var message = $"The source has {work.Known.LiveCount} jobs in its feed and would keep {work.Tally.Accepted}. "
            + "Nothing was changed; release the import if this is meant.";
        await imports.Hold(session, id, work.Hold.Pieces(work.Encoding)).ConfigureAwait(false);
        await imports.Finish(session, id, ImportStatuses.Held, message, work.Tally).ConfigureAwait(false);
        await imports.Tidy(session, work.Source.Id, id).ConfigureAwait(false);
    }

    /// <summary>The feed's server says that nothing has changed: every job in the feed is fed again.</summary>
    private async Task Confirm(DbSession session, long id, long sourceId)
    {
        var fed = await session.Scalar<long>(
            """
            SELECT COUNT(DISTINCT original_job_reference) FROM jobs
            WHERE source_id = @sourceId AND removed_at_ms IS NULL
            """, new { sourceId }).ConfigureAwait(false);
        await imports.Finish(session, id, ImportStatuses.Completed, null, new ImportTally { Unchanged = fed })
            .ConfigureAwait(false);
        await imports.Tidy(session, sourceId, id).ConfigureAwait(false);
    }

    /// <summary>
    /// Before another feed's jobs are kept: the marks are those of the feed before. Should its server go back to that
    /// one, it must be fetched whole, also when nobody comes to keep the new marks.
    /// </summary>
    private Task ForgetMarks(SourceRow read, CancellationToken stop) =>
        read is { Etag: null, LastModified: null }
            ? Task.CompletedTask
            : sources.Change(read.Id, known => known with { Etag = null, LastModified = null }, stop);

    /// <summary>
    /// Keeps the marks of the feed whose jobs are kept now. An uploaded feed has none, so that the next pull is not
    /// told that nothing has changed.
    /// </summary>
    private Task Remember(SourceRow read, string origin, PulledFeed feed) => sources.Change(read.Id, known =>
    {
        var isSame = known.FeedUrl == read.FeedUrl && known.TitleExpansions == read.TitleExpansions;
        return known with
        {
            Etag = isSame ? feed.Etag : null,
            LastModified = isSame ? feed.LastModified : null,
            ReadingMark = readingMark.TextOf(read),
            NextPullAtMs = origin == ImportOrigins.Pull && known.NextPullAtMs != null
                ? imports.NowMs + (known.RefreshMinutes * 60_000)
                : known.NextPullAtMs,
        };
    }, CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {ImportId} broke off; nothing was changed.")]
    private static partial void LogBroken(ILogger logger, long importId, Exception fault);
}
