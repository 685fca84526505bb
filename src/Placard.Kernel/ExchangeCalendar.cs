using System.Collections.Concurrent;

namespace Placard.Kernel;

/// <summary>
/// Days and months as the exchange counts them: in one zone (<c>Placard:TimeZone</c>), daylight saving included.
/// A day is written <c>yyyyMMdd</c>, a month <c>yyyyMM</c>, both as numbers.
/// </summary>
public sealed class ExchangeCalendar(TimeZoneInfo zone)
{
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
        var day = NumberOf(DateOnly.FromDateTime(LocalTime(unixMs).DateTime));
        var (fromMs, toMs) = BoundsOfDay(day);
        latest = new DayBounds(day, fromMs, toMs);
        return day;
    }

    /// <summary>The month of this moment, e.g. 202601.</summary>
    public int MonthOf(long unixMs) => DayOf(unixMs) / 100;

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

    /// <summary>The month after this one.</summary>
    public static int NextMonth(int month) => month % 100 == 12 ? month + 89 : month + 1;

    /// <summary>20260131 for 2026-01-31.</summary>
    public static int NumberOf(DateOnly date) => (date.Year * 10000) + (date.Month * 100) + date.Day;

    /// <summary>2026-01-31 for 20260131.</summary>
    public static DateOnly DateOf(int day) => new(day / 10000, day / 100 % 100, day % 100);

    private long StartOf(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUnixTimeMilliseconds();
    }
}
