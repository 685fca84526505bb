using System.Globalization;

namespace Placard.Campaigns;

/// <summary>
/// One continuous time of a hiring event, on the event's own wall clock. Minutes count from the day's midnight, on the
/// half-hour grid; <paramref name="ToMinute"/> is not included and is 1,440 where the frame ends at midnight.
/// </summary>
public readonly record struct TimeFrame(DateOnly Day, int FromMinute, int ToMinute)
{
    /// <summary>The grid of starts, ends and slots.</summary>
    public const int SlotMinutes = 30;

    /// <summary>Minutes of a day on the wall clock.</summary>
    public const int DayMinutes = 24 * 60;

    /// <summary>Whether the two share a minute. Frames that only touch do not.</summary>
    public bool Overlaps(TimeFrame other) =>
        Day == other.Day && FromMinute < other.ToMinute && other.FromMinute < ToMinute;

    /// <summary>The half hours of this frame, each a frame of its own.</summary>
    public IEnumerable<TimeFrame> Slots()
    {
        for (var minute = FromMinute; minute < ToMinute; minute += SlotMinutes)
        {
            yield return new TimeFrame(Day, minute, minute + SlotMinutes);
        }
    }

    /// <summary>The contract's spelling: <c>Tue, Apr 25th, 2023, 9:30AM - 11AM</c>.</summary>
    public override string ToString() => $"{DayText(Day)}, {TimeText(FromMinute)} - {TimeText(ToMinute)}";

    /// <summary><c>Tue, Apr 25th, 2023</c>.</summary>
    public static string DayText(DateOnly day) => string.Create(
        CultureInfo.InvariantCulture, $"{day:ddd}, {day:MMM} {day.Day}{Ordinal(day.Day)}, {day:yyyy}");

    /// <summary><c>9AM</c>, <c>9:30AM</c>.</summary>
    public static string TimeText(int minute)
    {
        var hour = minute / 60 % 24;
        var half = minute % 60 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{minute % 60:00}");
        return string.Create(
            CultureInfo.InvariantCulture, $"{(hour + 11) % 12 + 1}{half}{(hour < 12 ? "AM" : "PM")}");
    }

    /// <summary>The letters after a day of the month.</summary>
    public static string Ordinal(int day) => (day % 10, day / 10) switch
    {
        (1, not 1) => "st",
        (2, not 1) => "nd",
        (3, not 1) => "rd",
        _ => "th",
    };
}
