using System.Globalization;

namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>Prints a time in a feed's own style.</summary>
internal static class FeedDates
{
    private static readonly CultureInfo Words = CultureInfo.InvariantCulture;

    private static readonly TimeSpan Eastern = TimeSpan.FromHours(-5);

    public static string Text(DateTimeOffset at, DateStyle style, string state)
    {
        var utc = at.UtcDateTime;
        return style switch
        {
            DateStyle.UsZone => InZone(at, state),
            DateStyle.Gmt => utc.ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", Words),
            DateStyle.Iso => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", Words),
            DateStyle.IsoOffset => at.ToOffset(Eastern).ToString("yyyy-MM-dd'T'HH:mm:sszzz", Words),
            DateStyle.Plain => at.ToOffset(Eastern).ToString("yyyy-MM-dd HH:mm:ss", Words),
            DateStyle.UsSlashes => utc.ToString("MM/dd/yyyy", Words),
            _ => throw new ArgumentOutOfRangeException(nameof(style)),
        };
    }

    // Standard time all year, as carriers' yards print it.
    private static string InZone(DateTimeOffset at, string state)
    {
        var (zone, hours) = state switch
        {
            "CA" or "OR" or "WA" or "NV" => ("PST", -8),
            "AZ" or "CO" or "ID" or "MT" or "NM" or "UT" or "WY" => ("MST", -7),
            "AL" or "AR" or "IA" or "IL" or "KS" or "LA" or "MN" or "MO" or "MS" or "ND" or "NE" or "OK" or "SD"
                or "TN" or "TX" or "WI" => ("CST", -6),
            _ => ("EST", -5),
        };
        return at.ToOffset(TimeSpan.FromHours(hours)).ToString("ddd, dd MMM yyyy HH:mm:ss ", Words) + zone;
    }
}
