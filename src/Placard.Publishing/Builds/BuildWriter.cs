using Placard.Inventory;
using Placard.Kernel;
using Placard.Platform;
using Placard.Publishing.Feeds;
using Placard.Publishing.Tokens;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>What a build is made of: a feed's settings and the jobs it gets, at one moment.</summary>
internal sealed record BuildPlan(FeedRow Feed, long BuiltAtMs, IReadOnlyList<SelectedJob> Jobs);

/// <summary>What was written: <paramref name="Announced"/> is the total that stands in the parts' heads.</summary>
internal readonly record struct WrittenBuild(long Announced, long Total, int Parts);

/// <summary>
/// Writes a plan's part files, in flat memory however large the feed. Everything here runs on one thread of the
/// build's own (and others that read and seal ahead, and compress).
/// </summary>
internal sealed class BuildWriter(
    Store store, IInventory inventory, Spl spl, ExchangeCalendar calendar, PublicAddress address)
{
    /// <summary>
    /// Writes all parts. The heads announce what was planned; a job whose text an import removed meanwhile is left
    /// out, and then <see cref="Restamp"/> is due.
    /// </summary>
    public WrittenBuild Write(BuildPlan plan, string folder, CancellationToken stop)
    {
        using var parts = new PartWriter(folder, plan.Feed.PartSize, HeadOf(plan, plan.Jobs.Count));
        var document = new FeedDocument(
            parts.Buffer, calendar, new OnDemandFields(plan.Feed.OnDemandNames), plan.Feed.Id, address.Base);
        if (plan.Jobs.Count > 0)
        {
            WriteJobs(plan, parts, document, stop);
        }
        parts.Finish();
        return new WrittenBuild(plan.Jobs.Count, parts.Jobs, parts.Parts);
    }

    /// <summary>
    /// Copies the parts with the true total in their heads. The total stands before the jobs and is only known behind
    /// them; to be wrong is rare, so the second pass is too.
    /// </summary>
    public WrittenBuild Restamp(BuildPlan plan, WrittenBuild draft, string from, string to, CancellationToken stop)
    {
        var oldHead = HeadOf(plan, draft.Announced).Length;
        using var parts = new PartWriter(to, plan.Feed.PartSize, HeadOf(plan, draft.Total));
        var bytes = new byte[FeedBuffer.PieceLength];
        for (var part = 1; part <= draft.Parts; part++)
        {
            using var old = File.OpenHandle(FeedFolder.PlainIn(from, part));
            var end = RandomAccess.GetLength(old) - FeedDocument.End.Length;
            parts.BeginPart();
            for (long at = oldHead; at < end;)
            {
                stop.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(old, bytes.AsSpan(0, (int)Math.Min(bytes.Length, end - at)), at);
                parts.Buffer.Append(bytes.AsSpan(0, read));
                at += read;
            }
            parts.EndPart();
        }
        parts.Finish();
        return draft with { Announced = draft.Total };
    }

    private void WriteJobs(BuildPlan plan, PartWriter parts, FeedDocument document, CancellationToken stop)
    {
        var lease = store.OpenRead(stop).GetAwaiter().GetResult();
        try
        {
            using var texts = new TextCursor(inventory, spl, plan, lease.Session);
            for (var index = 0; index < plan.Jobs.Count; index++)
            {
                stop.ThrowIfCancellationRequested();
                QuietThread.Breathe();
                if (texts.TryFind(index, out var text, out var token))
                {
                    parts.NextJob();
                    document.Job(plan.Jobs[index].Job, plan.Jobs[index].PriceCents, text, token);
                }
            }
        }
        finally
        {
            lease.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private byte[] HeadOf(BuildPlan plan, long total) =>
        FeedDocument.Head(calendar.LocalTime(plan.BuiltAtMs), total);
}
