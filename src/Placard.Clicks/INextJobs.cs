namespace Placard.Clicks;

/// <summary>
/// A live job to go on to. <paramref name="Url"/> is a click URL of the feed that brought the jobseeker.
/// </summary>
public sealed record NextJob(string Title, string Company, string Place, string Url);

/// <summary>Live jobs for a page that ends one job's way: closed, or applied for.</summary>
public interface INextJobs
{
    /// <summary>
    /// The likest first, without the job itself; empty when the exchange never had it. With a live feed given, the
    /// addresses are its click URLs and only jobs that it may carry are named; else they are the jobs' own pages.
    /// </summary>
    Task<IReadOnlyList<NextJob>> NearBy(long jobId, long? feedId, int most, CancellationToken stop);

    /// <summary>
    /// As <see cref="NearBy"/>, but only jobs that are like it: of the same major category, or sharing most of its
    /// title's words.
    /// </summary>
    Task<IReadOnlyList<NextJob>> Similar(long jobId, long? feedId, int most, CancellationToken stop);
}
