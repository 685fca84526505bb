using Placard.Kernel;

namespace Placard.Apply.Forms;

/// <summary>What a row of <c>applications</c> is.</summary>
internal static class ApplicationKinds
{
    public const long Application = 0;
    public const long Rsvp = 1;
}

/// <summary>How far an application is.</summary>
internal static class ApplicationStatus
{
    public const string Started = "STARTED";
    public const string Completed = "COMPLETED";
}

/// <summary>What became of a completed application.</summary>
internal static class ApplicationOutcome
{
    /// <summary>Its completed event is owed.</summary>
    public const string Valid = "VALID";

    public const string Duplicate = "DUPLICATE";
    public const string Unbillable = "UNBILLABLE";
}

/// <summary>
/// One row of <c>applications</c>, or as much of it as was asked for; Dapper fills it by name. What a query joins to it
/// stands in records made from it.
/// </summary>
internal record ApplicationRow
{
    public long Id { get; init; }
    public byte[] TlrApplicationId { get; init; } = [];
    public long Kind { get; init; }
    public string Status { get; init; } = ApplicationStatus.Started;
    public string? Outcome { get; init; }
    public string? Reason { get; init; }
    public long CustomerId { get; init; }
    public long CampaignId { get; init; }
    public long? SegmentId { get; init; }
    public long SourceId { get; init; }
    public long JobId { get; init; }
    public string JobReference { get; init; } = "";
    public string OriginalJobReference { get; init; } = "";
    public string JobTitle { get; init; } = "";
    public string JobCompany { get; init; } = "";
    public string JobCity { get; init; } = "";
    public string JobState { get; init; } = "";
    public string JobZipcode { get; init; } = "";
    public byte[]? TlrSid { get; init; }
    public long? FeedId { get; init; }
    public long Billable { get; init; }
    public string? ClickFault { get; init; }
    public byte[]? EmailMark { get; init; }
    public byte[] LinkMark { get; init; } = [];
    public byte[]? Person { get; init; }
    public byte[]? Answers { get; init; }
    public string? Questions { get; init; }
    public long Page { get; init; }
    public long Revision { get; init; }
    public long Qualified { get; init; }
    public string? RedirectUrl { get; init; }
    public long? SlotAtMs { get; init; }
    public long StartedAtMs { get; init; }
    public long? CompletedAtMs { get; init; }
    public long? ForgottenAtMs { get; init; }

    /// <summary>The row of somebody who begins at this moment; job and click are kept as they are now.</summary>
    public static ApplicationRow Begun(long kind, ApplyJob job, DraftKey key, ClickFinding click, long nowMs) => new()
    {
        TlrApplicationId = key.TlrApplicationId,
        Kind = kind,
        CustomerId = job.CustomerId,
        CampaignId = job.CampaignId,
        SegmentId = job.SegmentId,
        SourceId = job.SourceId,
        JobId = job.JobId,
        JobReference = job.JobReference,
        OriginalJobReference = job.OriginalJobReference,
        JobTitle = job.Title,
        JobCompany = job.Company,
        JobCity = job.City,
        JobState = job.State,
        JobZipcode = job.Zipcode,
        TlrSid = click.Click?.Id.ToBytes(),
        FeedId = click.Click?.FeedId,
        Billable = click.IsBillable ? 1 : 0,
        ClickFault = click.Fault,
        LinkMark = key.LinkMark,
        StartedAtMs = nowMs,
    };

    public bool IsCompleted => Status == ApplicationStatus.Completed;

    /// <summary>The public id in its 36 characters.</summary>
    public string PublicId => ClickId.FromBytes(TlrApplicationId).ToString();

    public string? TlrSidText => TlrSid is { } sid ? ClickId.FromBytes(sid).ToString() : null;

    public string JobPlace =>
        JobCity.Length > 0 && JobState.Length > 0 ? $"{JobCity}, {JobState}" : JobCity + JobState;
}

/// <summary>An upload without its bytes. <see cref="Name"/> is sealed.</summary>
internal sealed record FileRow(
    long Id, string Field, string MediaType, long Size, byte[] Sha256, byte[]? Name);

/// <summary>Names of the fields that files are kept under.</summary>
internal static class FileFields
{
    public const string Resume = "resume";

    /// <summary>
    /// The field of a file question: its id. One that is called as the resume gets a blank in front, which no id has.
    /// </summary>
    public static string Of(string questionId) => questionId == Resume ? " resume" : questionId;

    /// <summary>As the advertiser called it.</summary>
    public static string Shown(string field) => field.TrimStart();
}
