using System.Runtime.InteropServices;

namespace Placard.Clicks.Ledger;

/// <summary>
/// The billable clicks of each visitor on each job since <paramref name="sinceMs"/>, as far back as any feed's window
/// reaches. Kept in slices of time as long as that window, so that a question looks into three of them at most and
/// forgetting is dropping one. Clicks may come in any order: other nodes' clocks differ, and a sandbox sets its clock
/// back. Used by the ledger's writer alone.
/// </summary>
internal sealed class RecentBillable(long windowMs, long sinceMs)
{
    /// <summary>Clocks of nodes and requests on their way differ by less.</summary>
    public const long SlackMs = 60_000;

    private readonly long sliceMs = Math.Max(windowMs, SlackMs);
    private readonly Dictionary<long, Slice> slices = [];
    private readonly List<long> forgotten = [];
    private long knownSinceMs = sinceMs;

    /// <summary>How far back a question may reach.</summary>
    public long WindowMs => windowMs;

    /// <summary>Since when everything has to be read for questions asked at this moment.</summary>
    public static long NeededSince(long nowMs, long windowMs) => nowMs - windowMs - SlackMs;

    /// <summary>False when the clock was set back to what is forgotten: then the ledger must be read anew.</summary>
    public bool Reaches(long nowMs) => nowMs - windowMs >= knownSinceMs;

    /// <summary>
    /// Whether a billable click of this visitor on this job lies less than the window away. Both ways: two requests of
    /// one moment may reach the writer in either order.
    /// </summary>
    public bool Has(long visitor, long jobId, long atMs, long withinMs)
    {
        var last = SliceOf(atMs + withinMs);
        for (var slice = SliceOf(atMs - withinMs); withinMs > 0 && slice <= last; slice++)
        {
            if (slices.TryGetValue(slice, out var clicks) && clicks.AnyWithin((visitor, jobId), atMs, withinMs))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Remembers a billable click.</summary>
    public void Add(long visitor, long jobId, long atMs)
    {
        ref var clicks = ref CollectionsMarshal.GetValueRefOrAddDefault(slices, SliceOf(atMs), out _);
        (clicks ??= new Slice()).Add((visitor, jobId), atMs);
    }

    /// <summary>Drops what no window reaches any more.</summary>
    public void Forget(long nowMs)
    {
        var oldest = SliceOf(NeededSince(nowMs, windowMs));
        forgotten.AddRange(slices.Keys.Where(slice => slice < oldest));
        foreach (var slice in forgotten)
        {
            slices.Remove(slice);
            knownSinceMs = Math.Max(knownSinceMs, (slice + 1) * sliceMs);
        }
        forgotten.Clear();
    }

    private long SliceOf(long atMs) => Math.DivRem(atMs, sliceMs) is var (slice, rest) && rest < 0 ? slice - 1 : slice;

    /// <summary>
    /// The clicks of one slice, in many small tables. A table that grows is copied whole: one of two million clicks
    /// halted every click for 50 to 170 ms. Nothing in them refers to an object, so collections of garbage pass by.
    /// </summary>
    private sealed class Slice
    {
        // Visitors are hashes, so their last byte spreads them evenly.
        private const int Tables = 256;
        private readonly Dictionary<(long Visitor, long JobId), long>?[] firstMs =
            new Dictionary<(long Visitor, long JobId), long>?[Tables];

        // Nearly always empty: only feeds with shorter windows let a visitor count twice within a slice.
        private readonly Dictionary<(long Visitor, long JobId), List<long>> moreMs = [];

        public bool AnyWithin((long Visitor, long JobId) click, long atMs, long withinMs) =>
            firstMs[(byte)click.Visitor] is { } table && table.TryGetValue(click, out var first)
            && (Math.Abs(first - atMs) < withinMs || AnyMoreWithin(click, atMs, withinMs));

        public void Add((long Visitor, long JobId) click, long atMs)
        {
            var table = firstMs[(byte)click.Visitor] ??= [];
            if (table.TryAdd(click, atMs))
            {
                return;
            }
            ref var more = ref CollectionsMarshal.GetValueRefOrAddDefault(moreMs, click, out _);
            (more ??= []).Add(atMs);
        }

        private bool AnyMoreWithin((long Visitor, long JobId) click, long atMs, long withinMs) =>
            moreMs.TryGetValue(click, out var more) && more.Exists(ms => Math.Abs(ms - atMs) < withinMs);
    }
}
