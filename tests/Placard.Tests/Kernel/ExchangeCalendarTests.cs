using Placard.Kernel;

namespace Placard.Tests.Kernel;

/// <summary>
/// Days in zones whose clocks are set at midnight: each moment belongs to one day, whatever was asked before.
/// </summary>
public sealed class ExchangeCalendarTests
{
    private const long HourMs = 3_600_000;

    public static TheoryData<string> Zones => [.. (string[])
    [
        "America/New_York", "America/Havana", "Atlantic/Azores", "America/Santiago", "America/Sao_Paulo",
        "America/Asuncion", "America/St_Johns", "America/Scoresbysund", "Asia/Beirut", "Asia/Gaza", "Africa/Cairo",
        "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tehran", "UTC",
    ]];

    [Theory, MemberData(nameof(Zones))]
    public void DaysFollowEachOtherWithoutGapAndOverlap(string zone)
    {
        var calendar = new ExchangeCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));

        var wrong = new List<int>();
        for (var date = new DateOnly(2010, 1, 1); date.Year < 2028; date = date.AddDays(1))
        {
            var day = ExchangeCalendar.NumberOf(date);
            var (fromMs, toMs) = calendar.BoundsOfDay(day);
            if (calendar.BoundsOfDay(ExchangeCalendar.NumberOf(date.AddDays(1))).FromMs != toMs
                || toMs - fromMs is not (0 or (>= 22 * HourMs and <= 26 * HourMs))
                || (fromMs < toMs && (Asked(fromMs), Asked(fromMs + HourMs), Asked(toMs - 1)) != (day, day, day)))
            {
                wrong.Add(day);
            }
        }
        Assert.Empty(wrong);

        // Anew each time: what was asked last is remembered.
        int Asked(long ms) => new ExchangeCalendar(calendar.Zone).DayOf(ms);
    }

    // In Havana the clock goes from 1:00 back to 0:00: that Sunday has two midnights and begins with the first.
    [Fact]
    public void AMomentIsOfTheSameDayWhateverWasAskedBefore()
    {
        var havana = TimeZoneInfo.FindSystemTimeZoneById("America/Havana");
        var firstHalfPastMidnight = new DateTimeOffset(2026, 11, 1, 4, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var theEveningBefore = firstHalfPastMidnight - HourMs;

        var asked = new ExchangeCalendar(havana);
        Assert.Equal(20261031, asked.DayOf(theEveningBefore));

        Assert.Equal(20261101, asked.DayOf(firstHalfPastMidnight));
        Assert.Equal(20261101, new ExchangeCalendar(havana).DayOf(firstHalfPastMidnight));
        Assert.Equal(25 * HourMs, asked.BoundsOfDay(20261101).ToMs - asked.BoundsOfDay(20261101).FromMs);
    }
}
