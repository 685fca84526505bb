using Placard.Market;
using Placard.Platform;
using Placard.Publishing;

namespace Placard.Clicks.Pages;

/// <summary>Finds what a jobseeker may go on to, with addresses by which the publisher keeps earning.</summary>
internal sealed class NextJobs(JobLooks jobs, IFeeds feeds, ISpl spl, PublicAddress own) : INextJobs
{
    public async Task<IReadOnlyList<NextJob>> NearBy(long jobId, long? feedId, int most, CancellationToken stop) =>
        await jobs.Find(jobId, stop).ConfigureAwait(false) is { } job ? NearBy(job, FeedOf(feedId), most) : [];

    public async Task<IReadOnlyList<NextJob>> Similar(long jobId, long? feedId, int most, CancellationToken stop) =>
        await jobs.Find(jobId, stop).ConfigureAwait(false) is { } job
            ? NearBy(job, FeedOf(feedId), most, onlyLike: true)
            : [];

    /// <summary>The feed's terms while it is live.</summary>
    public FeedTerms? FeedOf(long? feedId) =>
        feedId is { } id && feeds.Find(id) is { IsLive: true } terms ? terms : null;

    public IReadOnlyList<NextJob> NearBy(JobLook job, FeedTerms? terms, int most, bool onlyLike = false)
    {
        var market = job.Market;
        var found = onlyLike
            ? job.Similar.Alike(market, job.NowMs, most, Admits)
            : job.Similar.NearBy(market, job.NowMs, most, Admits);
        return [.. found.Select(other => Entry(other, terms, job))];

        bool Admits(MarketJob other) =>
            terms == null || terms.PriceCents(market.PriceCents(other) ?? 0) != null;
    }

    public NextJob Entry(in MarketJob other, FeedTerms? terms, in JobLook job) =>
        new(other.Title, other.Company, PlaceOf(other), LinkTo(other, terms, job));

    private string LinkTo(in MarketJob other, FeedTerms? terms, in JobLook job)
    {
        if (terms?.PriceCents(job.Market.PriceCents(other) ?? 0) is not { } price)
        {
            return ApplyAddress.IsHosted(job.Market, other) ? ApplyAddress.Of(own, other.JobId) : other.Url;
        }
        Span<char> token = stackalloc char[80];
        var length = spl.Seal(new SplContents(other.JobId, terms.FeedId, price, job.NowMs), token);
        return $"{own.Base}/click.php?id={other.JobId}.{terms.FeedId}&spl={token[..length]}";
    }

    private static string PlaceOf(in MarketJob job) =>
        job.City.Length > 0 ? $"{job.City}, {job.State}" : job.State.Length > 0 ? job.State : "anywhere";
}
