using System.Collections.Concurrent;

namespace Placard.Kernel;

/// <summary>
/// Days and months as the exchange counts them: in one zone (<c>Placard:TimeZone</c>), daylight saving included.
/// A day is written <c>yyyyMMdd</c>, a month <c>yyyyMM</c>, both as numbers.
/// </summary>
public sealed class ExchangeCalendar(TimeZoneInfo zone)
{
    /// <summary>The first day that can be counted with.</summary>
    public static readonly DateOnly FirstDay = new(1970, 1, 1);

    /// <summary>The last day that can be counted with: there is always a day, a month and a zone beyond it.</summary>
    public static readonly DateOnly LastDay = new(2999, 12, 31);

    // More than any zone is ahead of UTC or behind it.
    private static readonly long MostOffsetMs = (long)TimeSpan.FromHours(26).TotalMilliseconds;

    private static readonly long EndMs = new DateTimeOffset(
        LastDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly ConcurrentDictionary<int, (long FromMs, long ToMs)> days = new();
    private DayBounds latest = new(0, 0, 0);

    private sealed record DayBounds(int Day, long FromMs, long ToMs);

    /// <summary>The zone that days and months are counted in.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>The day of this moment, e.g. 20260131.</summary>
    public int DayOf(long unixMs)
    {
        var last = latest;
        if (unixMs >= last.FromMs && unixMs < last.ToMs)
        {
            return last.Day;
        }
        var day = NumberOf(DateAt(unixMs));
        var (fromMs, toMs) = BoundsOfDay(day);
        // A clock that goes back over midnight shows the old date once more, in the new day.
        for (; unixMs >= toMs; (fromMs, toMs) = BoundsOfDay(day))
        {
            day = NumberOf(DateOf(day).AddDays(1));
        }
        latest = new DayBounds(day, fromMs, toMs);
        return day;
    }

    /// <summary>This moment on the exchange's wall clock, with its offset.</summary>
    public DateTimeOffset LocalTime(long unixMs) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMs), zone);

    /// <summary>
    /// First and last-but-excluded millisecond of a day; days with a clock change have 23 or 25 hours.
    /// </summary>
    public (long FromMs, long ToMs) BoundsOfDay(int day) => days.GetOrAdd(day, d =>
        (StartOf(DateOf(d)), StartOf(DateOf(d).AddDays(1))));

    /// <summary>First and last-but-excluded millisecond of a month.</summary>
    public (long FromMs, long ToMs) BoundsOfMonth(int month)
    {
        var first = DateOf((month * 100) + 1);
        return (StartOf(first), StartOf(first.AddMonths(1)));
    }

    /// <summary>Whether this moment lies within the days that can be counted with.</summary>
    public static bool Counts(long unixMs) => unixMs >= 0 && unixMs < EndMs;

    /// <summary>Whether this number, <c>yyyyMMdd</c>, is a day that can be counted with.</summary>
    public static bool IsDay(long day) =>
        day / 10000 >= FirstDay.Year && day / 10000 <= LastDay.Year
        && day / 100 % 100 is >= 1 and <= 12
        && day % 100 >= 1 && day % 100 <= DateTime.DaysInMonth((int)(day / 10000), (int)(day / 100 % 100));

    /// <summary>The month after this one.</summary>
    public static int NextMonth(int month) => month % 100 == 12 ? month + 89 : month + 1;

    /// <summary>20260131 for 2026-01-31.</summary>
    public static int NumberOf(DateOnly date) => (date.Year * 10000) + (date.Month * 100) + date.Day;

    /// <summary>2026-01-31 for 20260131.</summary>
    public static DateOnly DateOf(int day) => new(day / 10000, day / 100 % 100, day % 100);

    private DateOnly DateAt(long unixMs) => DateOnly.FromDateTime(LocalTime(unixMs).DateTime);

    // The first moment whose date is this one or later. Searched for, because the way back from wall clock to moment is
    // full of traps: midnights that are skipped, midnights that come twice, and what the library says of them.
    private long StartOf(DateOnly date)
    {
        var midnightUtc = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var (before, start) = (midnightUtc - MostOffsetMs, midnightUtc + MostOffsetMs);
        while (start - before > 1)
        {
            var between = before + ((start - before) / 2);
            (before, start) = DateAt(between) < date ? (between, start) : (before, between);
        }
        return start;
    }
}
