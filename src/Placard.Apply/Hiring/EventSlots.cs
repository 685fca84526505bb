using System.Globalization;
using Placard.Campaigns;
using Placard.Kernel;

namespace Placard.Apply.Hiring;

/// <summary>
/// A half hour of a hiring event. <paramref name="Value"/> is its wall-clock start, <c>2026-04-25T09:30</c>: what the
/// form sends and the event says. The two moments are the same half hour in the world's time.
/// </summary>
internal sealed record EventSlot(string Value, string Label, long FromMs, long ToMs);

/// <summary>The slots of an event, in the exchange's zone. Pure.</summary>
internal static class EventSlots
{
    private const string ValueFormat = "yyyy-MM-dd'T'HH:mm";

    /// <summary>All half hours, earliest first, past ones too.</summary>
    public static IReadOnlyList<EventSlot> Of(HiringEvent made, ExchangeCalendar calendar) =>
    [
        .. made.Frames.SelectMany(frame => frame.Slots())
            .OrderBy(slot => slot.Day).ThenBy(slot => slot.FromMinute)
            .Select(slot => SlotOf(slot, calendar.Zone))
            // Of a half hour that the clocks skip nothing is left.
            .Where(slot => slot.FromMs < slot.ToMs).DistinctBy(slot => slot.FromMs),
    ];

    /// <summary>A taken half hour as forms and events say it.</summary>
    public static string ValueOf(long fromMs, ExchangeCalendar calendar) =>
        calendar.LocalTime(fromMs).ToString(ValueFormat, CultureInfo.InvariantCulture);

    /// <summary>A taken half hour as people read it, whatever became of the event's times since.</summary>
    public static string LabelOf(long fromMs, ExchangeCalendar calendar)
    {
        var local = calendar.LocalTime(fromMs);
        var minute = (local.Hour * 60) + local.Minute;
        return new TimeFrame(DateOnly.FromDateTime(local.Date), minute, minute + TimeFrame.SlotMinutes).ToString();
    }

    private static EventSlot SlotOf(TimeFrame slot, TimeZoneInfo zone) => new(
        slot.Day.ToDateTime(TimeOnly.MinValue).AddMinutes(slot.FromMinute)
            .ToString(ValueFormat, CultureInfo.InvariantCulture),
        slot.ToString(),
        Moment(slot.Day, slot.FromMinute, zone),
        Moment(slot.Day, slot.ToMinute, zone));

    // An hour that the clocks skip begins when they have been put forward; of one that they repeat the first is meant.
    private static long Moment(DateOnly day, int minute, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(TimeFrame.SlotMinutes);
        }
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUnixTimeMilliseconds();
    }
}
