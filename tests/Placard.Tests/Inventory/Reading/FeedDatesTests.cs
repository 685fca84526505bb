using System.Globalization;
using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

/// <summary>Dates of feeds beside those of the golden feed.</summary>
public sealed class FeedDatesTests
{
    // Whether it is summer there is told by the day, and on the day of the change by the hour.
    [Theory]
    [InlineData("Fri, 05 Mar 2021 20:52:19 ET", "2021-03-06T01:52:19Z")]
    [InlineData("Mon, 05 Jul 2021 20:52:19 et", "2021-07-06T00:52:19Z")]
    [InlineData("2021-03-14 01:59:00 CT", "2021-03-14T07:59:00Z")]
    [InlineData("2021-03-14 03:00:00 CT", "2021-03-14T08:00:00Z")]
    [InlineData("07/05/2021 8:00 AM MT", "2021-07-05T14:00:00Z")]
    [InlineData("5 Jan 2021 08:00 PT", "2021-01-05T16:00:00Z")]
    [InlineData("5 Jan 2021 08:00 XT", null)]
    public void AZoneWithoutASeasonIsReadByItsDay(string text, string? moment)
    {
        var isRead = FeedDates.TryParse(text, TimeZoneInfo.Utc, out var unixMs);

        Assert.Equal(moment, !isRead ? null : DateTimeOffset.FromUnixTimeMilliseconds(unixMs)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }
}
