using System.Runtime.InteropServices;
using Placard.Inventory;
using Placard.Kernel;
using Placard.Market;

namespace Placard.Clicks;

/// <summary>
/// One job as a click, a status question or the closed page sees it: in the market, or gone from its feed. Whether it
/// is expired is asked once, when it is made: balances move with every click, and a click whose verdict and
/// destination were read at two moments could charge for a page that says the job is closed.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JobLook(MarketSnapshot Market, MarketJob? Inside, JobRow? Outside, long NowMs)
{
    public ExpiredBecause Expired { get; } =
        Inside is { } job ? Market.WhyExpired(job, NowMs) : ExpiredBecause.LeftItsFeed;

    public long JobId => Inside?.JobId ?? Outside!.JobId;

    public string Url => Inside?.Url ?? Outside!.Url;

    public string Title => Inside?.Title ?? Outside!.Title;

    public long CustomerId => Inside?.CustomerId ?? Outside!.CustomerId;

    public long? CampaignId => Inside is { } job ? (job.CampaignId == 0 ? null : job.CampaignId) : Outside!.CampaignId;

    public long? SegmentId => Inside is { } job ? (job.SegmentId == 0 ? null : job.SegmentId) : Outside!.SegmentId;

    /// <summary>Whether the exchange hosts the job's application, or the RSVP of its event.</summary>
    public bool IsHosted => Inside is { } job && ApplyAddress.IsHosted(Market, job);

    public SimilarJobs Similar => Inside is { } job ? SimilarJobs.Like(job) : SimilarJobs.Like(Outside!);
}

/// <summary>Looks jobs up: memory first; the store only for a job that is in no feed any more.</summary>
internal sealed class JobLooks(IMarket market, TimeProvider clock)
{
    public long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Null for a job that the exchange never had.</summary>
    public ValueTask<JobLook?> Find(long jobId, CancellationToken stop)
    {
        var snapshot = market.Current;
        return snapshot.TryFind(jobId, out var job)
            ? new ValueTask<JobLook?>(new JobLook(snapshot, job, null, NowMs))
            : Outside(snapshot, jobId, stop);
    }

    private async ValueTask<JobLook?> Outside(MarketSnapshot snapshot, long jobId, CancellationToken stop)
    {
        if (!Limits.CouldBeJobId(jobId))
        {
            return null;
        }
        var row = await market.FindOutside(jobId, stop).ConfigureAwait(false);
        return row == null ? null : new JobLook(snapshot, null, row, NowMs);
    }
}
