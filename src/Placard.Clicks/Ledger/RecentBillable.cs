using System.Runtime.InteropServices;

namespace Placard.Clicks.Ledger;

/// <summary>
/// The last billable click of each visitor on each job, as far back as any feed's window reaches. Two generations, so
/// that forgetting is one swap. Used by the ledger's writer alone.
/// </summary>
internal sealed class RecentBillable(long windowMs)
{
    private Dictionary<(long Visitor, long JobId), long> young = [];
    private Dictionary<(long Visitor, long JobId), long> old = [];
    private long youngSinceMs = long.MinValue;

    /// <summary>How far back this memory reaches.</summary>
    public long WindowMs => windowMs;

    /// <summary>
    /// Whether a billable click of this visitor on this job lies less than the window away. Both ways: two requests of
    /// one moment may reach the writer in either order.
    /// </summary>
    public bool Has(long visitor, long jobId, long atMs, long withinMs)
    {
        var key = (visitor, jobId);
        return (young.TryGetValue(key, out var last) || old.TryGetValue(key, out last))
            && Math.Abs(atMs - last) < withinMs;
    }

    /// <summary>Remembers a billable click.</summary>
    public void Add(long visitor, long jobId, long atMs)
    {
        if (youngSinceMs == long.MinValue || Math.Abs(atMs - youngSinceMs) > windowMs)
        {
            // What is in the old half now is further away than any window.
            (old, young) = (young, []);
            youngSinceMs = atMs;
        }
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(young, (visitor, jobId), out var known);
        last = known ? Math.Max(last, atMs) : atMs;
    }
}
