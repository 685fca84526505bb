using Placard.Storage;

namespace Placard.Inventory;

/// <summary>One live job as the market keeps it. Categories are the API's texts joined by a line feed.</summary>
public sealed record JobRow(
    long JobId,
    long SourceId,
    long PoolId,
    long CustomerId,
    long? CampaignId,
    long? SegmentId,
    long? CpcCents,
    string OriginalJobReference,
    string Title,
    string Company,
    string City,
    string State,
    string Zipcode,
    long? LatitudeMicro,
    long? LongitudeMicro,
    string Url,
    string MajorCategories,
    string MinorCategories,
    string JobType,
    long TalrooApply,
    long EnteredAtMs,
    long UpdatedAtMs,
    long? ExpiresAtMs);

/// <summary>
/// What a job says about its application beside its columns; null where it says nothing. Kept when the job leaves its
/// feed.
/// </summary>
/// <param name="JobReference">The platform's reference, which title expansion may have changed.</param>
/// <param name="Email">Takes the mails about applications in the place of the campaign's address.</param>
/// <param name="QuestionsUrl">Where the questions document is.</param>
/// <param name="PostUrl">Where completed applications go.</param>
/// <param name="AddressCollection"><c>required</c>, <c>optional</c> or <c>off</c>.</param>
/// <param name="ResumeRequired">Whether an application needs a resume.</param>
public sealed record JobApplying(
    string JobReference,
    string? Email,
    string? QuestionsUrl,
    string? PostUrl,
    string? AddressCollection,
    bool? ResumeRequired);

/// <summary>US places by ZIP, as other rooms may ask them.</summary>
public interface IPlaces
{
    /// <summary>City and state (its code) of a ZIP or ZIP+4; null when there is no such ZIP.</summary>
    (string City, string State)? ByZip(string zip);

    /// <summary>A state's code from its code or its name in any case; null when it is none.</summary>
    string? StateCode(string text);
}

/// <summary>What other rooms may ask of Inventory.</summary>
public interface IInventory
{
    /// <summary>
    /// Version of every source that has jobs, by source id: it grows in the transaction that changes the source's jobs
    /// or their assignment.
    /// </summary>
    Task<IReadOnlyDictionary<long, long>> SourceVersions(DbSession session);

    /// <summary>A source's jobs that are in its feed, ascending by job id, as they are committed.</summary>
    IAsyncEnumerable<JobRow> JobsOf(DbSession session, long sourceId);

    /// <summary>One job whether it is still fed or not; null when the exchange never had it.</summary>
    Task<JobRow?> Find(DbSession session, long jobId);

    /// <summary>What a job says about its application; null when the exchange never had the job.</summary>
    Task<JobApplying?> Applying(DbSession session, long jobId);

    /// <summary>
    /// Reads feed texts into a page, ascending by job id, of jobs in the feed behind <paramref name="afterJobId"/>: at
    /// most so many, fewer where they are long. Does not return before they are read: for threads of their own.
    /// </summary>
    void ReadTexts(DbSession session, long afterJobId, int most, JobTextPage into);
}
