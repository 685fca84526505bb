using Placard.Market;
using Placard.Publishing;

namespace Placard.Clicks.Status;

/// <summary>
/// What the status API says (seed 2), from the same look-ups and the same rules as a click, so that the two cannot
/// disagree.
/// </summary>
internal sealed class JobStatuses(JobLooks jobs, IFeeds feeds, ISpl spl)
{
    public const string Live = "LIVE";
    public const string Stale = "STALE";
    public const string Expired = "EXPIRED";
    public const string Unknown = "UNKNOWN";

    /// <summary>By job id: LIVE, EXPIRED, or UNKNOWN for a job that never was.</summary>
    public async ValueTask<string> OfJob(long jobId, CancellationToken stop) =>
        await jobs.Find(jobId, stop).ConfigureAwait(false) is not { } job ? Unknown
        : job.Expired == ExpiredBecause.NotExpired ? Live : Expired;

    /// <summary>By spl: also STALE, and UNKNOWN for what this exchange did not seal or whose feed is over.</summary>
    public async ValueTask<string> OfSpl(string token, CancellationToken stop)
    {
        if (!spl.TryOpen(token, out var url) || feeds.Find(url.FeedId) is not { IsLive: true } terms
            || await jobs.Find(url.JobId, stop).ConfigureAwait(false) is not { } job)
        {
            return Unknown;
        }
        return job.Expired != ExpiredBecause.NotExpired ? Expired
            : ClickRules.IsStale(url.ShownAtMs, terms, job.NowMs) ? Stale
            : Live;
    }
}
