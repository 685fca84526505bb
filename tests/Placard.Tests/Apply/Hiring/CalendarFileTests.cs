using System.Text;
using Placard.Apply.Hiring;
using Placard.Campaigns;
using Placard.Kernel;

namespace Placard.Tests.Apply.Hiring;

/// <summary>A jobseeker puts the appointment into a calendar, whatever the calendar.</summary>
public sealed class CalendarFileTests
{
    private static readonly DateTimeOffset From = new(2027, 4, 25, 13, 30, 0, TimeSpan.Zero);

    [Fact]
    public void TextsAreEscapedAndLinesFoldedWithoutCuttingACharacter()
    {
        var location = "1 Main St; Suite 4, Austin \\ TX\nRing twice "
            + string.Concat(Enumerable.Repeat("Zür😀", 40));

        var bytes = CalendarFile.Write(Made(location));

        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        foreach (var line in text.Split("\r\n"))
        {
            Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line);
        }
        var unfolded = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Assert.Contains("DTSTART:20270425T133000Z", unfolded);
        Assert.Contains("DTEND:20270425T140000Z", unfolded);
        Assert.Contains("UID:an-id@placard", unfolded);
        Assert.Contains(
            "LOCATION:1 Main St\\; Suite 4\\, Austin \\\\ TX\\nRing twice "
            + string.Concat(Enumerable.Repeat("Zür😀", 40)), unfolded);
    }

    [Fact]
    public void NothingBreaksOutOfALine()
    {
        var text = Encoding.UTF8.GetString(CalendarFile.Write(Made("Here\r\nATTACH:http://evil.example/\u0007")));

        Assert.DoesNotContain("\r\nATTACH", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0007", text, StringComparison.Ordinal);
    }

    [Fact]
    public void SlotsAreHalfHoursOfTheExchangesZone()
    {
        var zone = new ExchangeCalendar(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));

        var slots = EventSlots.Of(Event("Sun, Apr 25th, 2027, 9:30AM - 11AM"), zone);

        Assert.Equal(["2027-04-25T09:30", "2027-04-25T10:00", "2027-04-25T10:30"], slots.Select(slot => slot.Value));
        Assert.Equal("Sun, Apr 25th, 2027, 9:30AM - 10AM", slots[0].Label);
        Assert.Equal(From.ToUnixTimeMilliseconds(), slots[0].FromMs);
        Assert.All(slots, slot => Assert.Equal(30 * 60_000, slot.ToMs - slot.FromMs));
    }

    // On the morning of 14 March 2027 two o'clock is three; on 7 November one o'clock comes twice.
    [Fact]
    public void TheNightsOfTheClockChangeHaveNoSlotTwice()
    {
        var zone = new ExchangeCalendar(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));

        var spring = EventSlots.Of(Event("Sun, Mar 14th, 2027, 1AM - 4AM"), zone);
        var autumn = EventSlots.Of(Event("Sun, Nov 7th, 2027, 12AM - 3AM"), zone);

        Assert.Equal(spring.Count, spring.Select(slot => slot.FromMs).Distinct().Count());
        Assert.DoesNotContain(spring, slot => slot.Value is "2027-03-14T02:00");
        Assert.Equal(6, autumn.Count);
        Assert.Equal(autumn.Count, autumn.Select(slot => slot.FromMs).Distinct().Count());
    }

    private static Appointment Made(string location) => new(
        "an-id@placard", From.ToUnixTimeMilliseconds(), From.ToUnixTimeMilliseconds(),
        From.AddMinutes(30).ToUnixTimeMilliseconds(), "Hiring event", "See you there", location, null);

    private static HiringEvent Event(string times) => new(
        1, 1, "Open day", true, false, null, null, EventTimes.Read(times).Frames, "Here", null, null, null, null);
}
