using System.Collections.Concurrent;

namespace Placard.Storage;

/// <summary>
/// Claims of other nodes that end by themselves, as this node saw them. Where another node's clock runs ahead its
/// claims end late, or in years: one whose end did not move for its whole length, by this node's clock, is over.
/// </summary>
public sealed class OthersClaims<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Seen> known = new();

    /// <summary>Whether none is known to be held now.</summary>
    public bool IsFree(TKey key, long nowMs) => !known.TryGetValue(key, out var claim) || claim.OverAtMs < nowMs;

    /// <summary>
    /// A claim that ends before this moment is over. It is later than the end that did not move, and not than one that
    /// it was moved to since.
    /// </summary>
    public long OverBeforeMs(TKey key, long nowMs) =>
        known.TryGetValue(key, out var claim) && claim.OverAtMs < nowMs ? Math.Max(nowMs, claim.UntilMs + 1) : nowMs;

    /// <summary>Another node holds it, until then by its own clock.</summary>
    public void Saw(TKey key, long untilMs, long nowMs, TimeSpan length)
    {
        if (!known.TryGetValue(key, out var claim) || claim.UntilMs != untilMs)
        {
            known[key] = new Seen(untilMs, Math.Min(untilMs, nowMs + (long)length.TotalMilliseconds));
        }
    }

    /// <summary>No other node holds it any more.</summary>
    public void Forget(TKey key) => known.TryRemove(key, out _);

    /// <summary>The end by the other node's clock, and when it is over by ours.</summary>
    private readonly record struct Seen(long UntilMs, long OverAtMs);
}
