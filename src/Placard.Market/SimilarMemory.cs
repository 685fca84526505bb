using System.Collections.Concurrent;

namespace Placard.Market;

/// <summary>
/// What was found similar to the jobs asked for last, for a second. A campaign that runs dry under a mailing is asked
/// for the same few jobs thousands of times a second, and looking through a large city takes milliseconds.
/// </summary>
internal sealed class SimilarMemory
{
    /// <summary>Candidates kept of each job: enough that some still pay and suit the feed.</summary>
    public const int Kept = 16;

    private const int MostJobs = 4_096;
    private const long HoldsMs = 1_000;
    private readonly ConcurrentDictionary<long, (long AtMs, IReadOnlyList<MarketJob> Jobs)> known = new();

    /// <summary>The candidates for this job, looked for at most once a second of the exchange's clock.</summary>
    public IReadOnlyList<MarketJob> Of(long jobId, long nowMs, Func<IReadOnlyList<MarketJob>> look)
    {
        if (known.TryGetValue(jobId, out var found) && Math.Abs(nowMs - found.AtMs) < HoldsMs)
        {
            return found.Jobs;
        }
        if (known.Count >= MostJobs)
        {
            known.Clear();
        }
        var jobs = look();
        known[jobId] = (nowMs, jobs);
        return jobs;
    }
}
