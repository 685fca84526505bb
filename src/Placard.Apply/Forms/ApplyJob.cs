namespace Placard.Apply.Forms;

/// <summary>Whether the contact page asks for a street address.</summary>
internal enum AddressAsk
{
    Off,
    Optional,
    Required,
}

/// <summary>
/// A job as its application form needs it, as it is now. <paramref name="RedirectUrl"/> is where qualified applicants
/// are sent on to; null where they are not.
/// </summary>
internal sealed record ApplyJob(
    long JobId,
    long CustomerId,
    long CampaignId,
    long? SegmentId,
    long SourceId,
    string JobReference,
    string OriginalJobReference,
    string Title,
    string Company,
    string City,
    string State,
    string Zipcode,
    bool IsEvent,
    string? QuestionsUrl,
    AddressAsk Address,
    bool ResumeRequired,
    string? RedirectUrl)
{
    /// <summary>The place as people write it; empty where the job has none.</summary>
    public string Place => City.Length > 0 && State.Length > 0 ? $"{City}, {State}" : City + State;
}

/// <summary>What job and campaign want of an application under way.</summary>
/// <param name="Address">Whether a street address is asked for.</param>
/// <param name="ResumeRequired">Whether there must be a resume.</param>
/// <param name="RedirectUrl">Where qualified applicants are sent on to; null: nowhere.</param>
/// <param name="PostUrl">Where the completed event goes beside the webhooks.</param>
/// <param name="QuestionsUrl">Where the questions are.</param>
/// <param name="MailTo">Who is told by mail.</param>
internal sealed record ApplyWants(
    AddressAsk Address,
    bool ResumeRequired,
    string? RedirectUrl,
    string? PostUrl,
    string? QuestionsUrl,
    IReadOnlyList<string> MailTo);

/// <summary>What stands at <c>/apply/{jobId}</c>: a form, or why not.</summary>
internal abstract record ApplyLook
{
    private ApplyLook()
    {
    }

    /// <summary>The form of this job.</summary>
    internal sealed record Hosted(ApplyJob Job) : ApplyLook;

    /// <summary>The job takes no applications any more.</summary>
    internal sealed record Closed : ApplyLook;

    /// <summary>The advertiser takes applications on its own page; the address is fit for a header.</summary>
    internal sealed record Elsewhere(string Url) : ApplyLook;

    /// <summary>The exchange never had such a job.</summary>
    internal sealed record Unknown : ApplyLook;
}
