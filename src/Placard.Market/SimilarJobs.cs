using Placard.Inventory;

namespace Placard.Market;

/// <summary>
/// Looks for live jobs like one that is gone. Likeness, by the surface: the same major category, or most of its title's
/// words; at most 50 miles away, or in the same state where a place has no coordinates.
/// </summary>
public sealed class SimilarJobs
{
    private const int MostMiles = 50;
    private readonly TitleWords words;
    private readonly string[] majors;
    private readonly Place place;
    private readonly long jobId;

    private SimilarJobs(long jobId, TitleWords words, string[] majors, Place place)
    {
        this.jobId = jobId;
        this.words = words;
        this.majors = majors;
        this.place = place;
    }

    /// <summary>Jobs like this one of a snapshot.</summary>
    public static SimilarJobs Like(in MarketJob job) =>
        new(job.JobId, job.Words, [.. job.MajorCategories], job.Place);

    /// <summary>Jobs like one that left its feed.</summary>
    public static SimilarJobs Like(JobRow job) => new(
        job.JobId,
        TitleWords.Of(job.Title),
        job.MajorCategories.Length == 0 ? [] : job.MajorCategories.Split('\n'),
        new Place(
            (int)(job.LatitudeMicro ?? int.MinValue), (int)(job.LongitudeMicro ?? int.MinValue), job.State));

    /// <summary>
    /// The best one that takes paid clicks now and that <paramref name="admits"/>: nearest title first (more words in
    /// common, then fewer others), then the higher price, then the older job.
    /// </summary>
    public MarketJob? Best(MarketSnapshot market, long nowMs, Func<MarketJob, bool> admits)
    {
        MarketJob? best = null;
        var bestRank = (Shared: -1, Others: 0, Price: 0L, Id: 0L);
        foreach (var job in Near(market))
        {
            var shared = words.SharedWith(job.Words);
            if (shared < bestRank.Shared || !IsLike(job, shared))
            {
                continue;
            }
            var rank = (shared, shared - job.Words.Count, market.PriceCents(job) ?? 0, -job.JobId);
            if (rank.CompareTo(bestRank) > 0 && market.StateOf(job, nowMs) == JobState.Live && admits(job))
            {
                (best, bestRank) = (job, rank);
            }
        }
        return best;
    }

    /// <summary>Live jobs near by, likest first, for a page that says a job is closed.</summary>
    public IReadOnlyList<MarketJob> NearBy(MarketSnapshot market, long nowMs, int most, Func<MarketJob, bool> admits) =>
        [.. Near(market)
            .Where(job => market.StateOf(job, nowMs) == JobState.Live && admits(job))
            .OrderByDescending(job => IsLike(job, words.SharedWith(job.Words)))
            .ThenByDescending(job => words.SharedWith(job.Words))
            .ThenBy(job => job.JobId)
            .Take(most)];

    private bool IsLike(in MarketJob job, int shared) => shared * 2 > words.Count || SharesMajor(job.MajorLines);

    private bool SharesMajor(string lines)
    {
        foreach (var major in majors)
        {
            foreach (var line in lines.AsSpan().Split('\n'))
            {
                if (lines.AsSpan(line).SequenceEqual(major))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private IEnumerable<MarketJob> Near(MarketSnapshot market) => market.Shelves
        .SelectMany(shelf => RowsNear(shelf).Select(row => new MarketJob(shelf, row)))
        .Where(job => job.JobId != jobId && IsNear(job.Place));

    private IEnumerable<int> RowsNear(JobShelf shelf) => place.HasCoordinates
        ? shelf.Grid.Around(place, MostMiles).Concat(shelf.Grid.UnplacedInState(place.State))
        : place.State.Length > 0 ? shelf.Grid.InState(place.State) : [];

    private bool IsNear(in Place other) => place.HasCoordinates && other.HasCoordinates
        ? place.MilesTo(other) <= MostMiles
        : place.State.Length > 0 && string.Equals(place.State, other.State, StringComparison.Ordinal);
}
