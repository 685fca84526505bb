using System.Runtime.InteropServices;
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
        var known = market.Similar.Of(
            jobId, nowMs, () => Top(market, nowMs, SimilarMemory.Kept, onlyLike: true, _ => true));
        foreach (var job in known)
        {
            if (IsLive(market, job, nowMs) && admits(job))
            {
                return job;
            }
        }
        return known.Count < SimilarMemory.Kept ? null
            : Top(market, nowMs, 1, onlyLike: true, admits) is [var best] ? best : null;
    }

    /// <summary>Live jobs that are like it, likest first.</summary>
    public IReadOnlyList<MarketJob> Alike(MarketSnapshot market, long nowMs, int most, Func<MarketJob, bool> admits) =>
        Top(market, nowMs, most, onlyLike: true, admits);

    /// <summary>Live jobs near by, likest first, for a page that says a job is closed.</summary>
    public IReadOnlyList<MarketJob> NearBy(MarketSnapshot market, long nowMs, int most, Func<MarketJob, bool> admits) =>
        Top(market, nowMs, most, onlyLike: false, admits);

    private List<MarketJob> Top(
        MarketSnapshot market, long nowMs, int most, bool onlyLike, Func<MarketJob, bool> admits)
    {
        // Ascending: the first is the one that a better job drives out.
        var top = new SortedList<(bool Like, int Shared, int Others, long Price, long Id), MarketJob>(most + 1);
        foreach (var (shelf, rows) in Blocks(market))
        {
            var kinds = new Kinds(shelf, majors);
            foreach (var row in rows)
            {
                // A city has tens of thousands of jobs: what costs least and decides most is asked first.
                ref readonly var entry = ref shelf[row];
                var shared = words.SharedWith(entry.Words);
                var isLike = shared * 2 > words.Count || kinds.Has(entry.Majors);
                var isFull = top.Count == most;
                if ((onlyLike && !isLike) || (isFull && (isLike, shared).CompareTo(Weakest(top)) < 0))
                {
                    continue;
                }
                var job = new MarketJob(shelf, row);
                var rank = (isLike, shared, shared - entry.Words.Count, market.PriceCents(job) ?? 0, -entry.JobId);
                if ((!isFull || rank.CompareTo(top.GetKeyAtIndex(0)) > 0)
                    && job.JobId != jobId && IsNear(job.Place) && IsLive(market, job, nowMs) && admits(job))
                {
                    top.Add(rank, job);
                    if (top.Count > most)
                    {
                        top.RemoveAt(0);
                    }
                }
            }
        }
        return [.. top.Values.Reverse()];
    }

    private static (bool Like, int Shared) Weakest(
        SortedList<(bool Like, int Shared, int Others, long Price, long Id), MarketJob> top) =>
        (top.GetKeyAtIndex(0).Like, top.GetKeyAtIndex(0).Shared);

    private static bool IsLive(MarketSnapshot market, in MarketJob job, long nowMs) =>
        market.StateOf(job, nowMs) == JobState.Live;

    // A job is in one block only: those around have coordinates, those added by state have none.
    private IEnumerable<(JobShelf Shelf, int[] Rows)> Blocks(MarketSnapshot market)
    {
        foreach (var shelf in market.Shelves)
        {
            if (place.HasCoordinates)
            {
                foreach (var rows in shelf.Grid.Around(place, MostMiles))
                {
                    yield return (shelf, rows);
                }
            }
            if (place.State.Length > 0)
            {
                yield return (shelf, place.HasCoordinates
                    ? shelf.Grid.UnplacedInState(place.State)
                    : shelf.Grid.InState(place.State));
            }
        }
    }

    private bool IsNear(in Place other) => place.HasCoordinates && other.HasCoordinates
        ? place.MilesTo(other) <= MostMiles
        : place.State.Length > 0 && string.Equals(place.State, other.State, StringComparison.Ordinal);

    /// <summary>Which of a shelf's categories have one of the majors: few texts, asked of every job.</summary>
    private readonly struct Kinds(JobShelf shelf, string[] majors)
    {
        private readonly Dictionary<int, bool> known = [];

        public bool Has(int index)
        {
            if (majors.Length == 0)
            {
                return false;
            }
            ref var has = ref CollectionsMarshal.GetValueRefOrAddDefault(known, index, out var asked);
            return asked ? has : has = shelf.Shared(index).Split('\n').Intersect(majors).Any(major => major.Length > 0);
        }
    }
}
