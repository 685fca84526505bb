using System.Globalization;

namespace Placard.Host.Demo.Corpus;

/// <summary>A place of work. <paramref name="PayLevel"/> is its state's wages in percent of the country's.</summary>
internal sealed record City(string Name, string State, string StateName, string Zip, int PayLevel);

/// <summary>The cities in which the demo's advertisers hire: real names, states and ZIP codes (Cities.txt).</summary>
internal static class Cities
{
    public static IReadOnlyList<City> All { get; } = [.. CorpusText.Lines("Cities.txt").SelectMany(StateLine)];

    /// <summary>The cities of these states; all of them when none is named.</summary>
    public static IReadOnlyList<City> In(IReadOnlyList<string> states) =>
        states.Count == 0 ? All : [.. All.Where(city => states.Contains(city.State))];

    // "AK 112 Alaska: Anchorage 99501, Fairbanks 99701"
    private static IEnumerable<City> StateLine(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var payLevel = int.Parse(line.AsSpan(3, 3), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        var state = line[..2];
        var stateName = line[7..colon];
        foreach (var place in line[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries))
        {
            var blank = place.LastIndexOf(' ');
            yield return new City(place[..blank], state, stateName, place[(blank + 1)..], payLevel);
        }
    }
}
