using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Placard.Platform;

/// <summary>Which of the types that an answer can have its caller likes best (RFC 9110, section 12.5.1).</summary>
public static class AcceptedType
{
    private const int Exact = 2;
    private const int Family = 1;
    private const int Anything = 0;

    /// <summary>
    /// The offered type to which <c>Accept</c> gives the highest weight; of equals the one that is named most closely,
    /// then first. Where the header is missing, cannot be read or admits none, the first that is offered: it helps a
    /// caller more than a refusal.
    /// </summary>
    public static string Of(HttpRequest request, params string[] offered)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges))
        {
            return offered[0];
        }
        return offered.Select(type => (Type: type, Rank: RankOf(type, ranges)))
            .Where(one => one.Rank.Thousandths > 0)
            .OrderByDescending(one => one.Rank)
            .Select(one => one.Type).FirstOrDefault(offered[0]);
    }

    // The closest range decides, so "text/*, text/csv;q=0" excludes CSV.
    private static (int Thousandths, int Closeness, int Place) RankOf(
        string type, IEnumerable<MediaTypeHeaderValue> ranges) => ranges
        .Select((range, place) => ((int)Math.Round((range.Quality ?? 1) * 1000), Closeness(range, type), -place))
        .Where(rank => rank.Item2 >= Anything)
        .OrderByDescending(rank => rank.Item2)
        .FirstOrDefault();

    private static int Closeness(MediaTypeHeaderValue range, string type) =>
        range.MatchesAllTypes ? Anything
        : range.MatchesAllSubTypes ? type.StartsWith($"{range.Type}/", StringComparison.OrdinalIgnoreCase) ? Family : -1
        : range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? Exact : -1;
}
