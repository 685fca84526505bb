using System.Numerics;

namespace Placard.Platform;

/// <summary>
/// Counts requests by caller over a sliding minute, in a table of fixed size: no lock, no allocation, no timer,
/// whatever the number of callers. A caller's slot holds the minute, the count of the minute before and the count of
/// this one; the window between is taken as evenly filled. Two callers that fall into one slot are counted together:
/// with 10,000 callers a minute that happens to one in a hundred, and limits are far above what one caller needs.
/// </summary>
internal sealed class RateWindows(int slots = RateWindows.DefaultSlots)
{
    /// <summary>The most that can be allowed in a minute: a slot has 21 bits for it.</summary>
    public const int MostPerMinute = 2_000_000;

    private const int DefaultSlots = 1 << 20;
    private const int MinuteMs = 60_000;
    private const int CountBits = 21;
    private const long CountMask = (1L << CountBits) - 1;
    private readonly long[] table = new long[BitOperations.RoundUpToPowerOf2((uint)slots)];

    /// <summary>
    /// Counts a request of the caller with this hash; answers 0 when it is within the limit, else the seconds after
    /// which it would be.
    /// </summary>
    public int Take(int callerHash, int perMinute, long nowMs)
    {
        ref var slot = ref table[callerHash & (table.Length - 1)];
        var minute = nowMs / MinuteMs;
        var elapsed = nowMs % MinuteMs;
        while (true)
        {
            var seen = Volatile.Read(ref slot);
            var (before, current) = CountsAt(seen, minute);
            var room = perMinute - current - 1;
            if (room < 0 || before * (MinuteMs - elapsed) > room * MinuteMs)
            {
                return SecondsUntilRoom(before, current, perMinute, elapsed);
            }
            var next = ((minute & CountMask) << (2 * CountBits)) | (before << CountBits) | (current + 1);
            if (Interlocked.CompareExchange(ref slot, next, seen) == seen)
            {
                return 0;
            }
        }
    }

    private static (long Before, long Current) CountsAt(long slot, long minute)
    {
        var age = (minute - (slot >> (2 * CountBits))) & CountMask;
        return age switch
        {
            0 => ((slot >> CountBits) & CountMask, slot & CountMask),
            1 => (slot & CountMask, 0),
            _ => (0, 0),
        };
    }

    // The share of the older minute shrinks evenly; when this minute is full, it becomes the older one.
    private static int SecondsUntilRoom(long before, long current, int perMinute, long elapsed)
    {
        var waitMs = 0L;
        if (current >= perMinute)
        {
            (before, current, waitMs, elapsed) = (current, 0, MinuteMs - elapsed, 0);
        }
        var room = perMinute - current - 1;
        var fallsBelowAt = before == 0 ? 0 : MinuteMs - (room * MinuteMs / before);
        waitMs += Math.Max(0, fallsBelowAt - elapsed);
        return (int)Math.Max(1, (waitMs + 999) / 1000);
    }
}
