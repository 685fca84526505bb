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
    private readonly Dictionary<long, Dictionary<(long Visitor, long JobId), Moments>> slices = [];
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
            if (slices.TryGetValue(slice, out var clicks) && clicks.TryGetValue((visitor, jobId), out var moments)
                && moments.AnyWithin(atMs, withinMs))
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
        ref var moments = ref CollectionsMarshal.GetValueRefOrAddDefault(
            clicks ??= [], (visitor, jobId), out var known);
        moments = known ? moments.And(atMs) : new Moments(atMs, null);
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

    /// <summary>Nearly always one: only feeds with shorter windows let a visitor count twice within a slice.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Moments(long AtMs, List<long>? MoreMs)
    {
        public Moments And(long atMs)
        {
            var more = MoreMs ?? [];
            more.Add(atMs);
            return this with { MoreMs = more };
        }

        public bool AnyWithin(long atMs, long withinMs)
        {
            var isNear = Math.Abs(AtMs - atMs) < withinMs;
            for (var i = 0; !isNear && i < MoreMs?.Count; i++)
            {
                isNear = Math.Abs(MoreMs[i] - atMs) < withinMs;
            }
            return isNear;
        }
    }
}
