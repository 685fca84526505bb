namespace Placard.Campaigns;

/// <summary>
/// One row of <c>campaigns</c>; Dapper fills it by name. Numbers are the column's units: cents, yyyymmdd, 0/1.
/// </summary>
internal record CampaignRow
{
    public long Id { get; init; }
    public long PoolId { get; init; }
    public long CustomerId { get; init; }
    public string Name { get; init; } = "";
    public string AdType { get; init; } = AdTypes.Job;
    public string Status { get; init; } = StatusWords.Draft;
    public long? TalrooBasicCpc { get; init; }
    public long? TalrooProCpc { get; init; }
    public string TalrooFeaturedType { get; init; } = CampaignSettings.Off;
    public string TalrooPro { get; init; } = CampaignSettings.Off;
    public long TalrooApply { get; init; }
    public long TalrooApplyPro { get; init; }
    public long? MonthlyCents { get; init; }
    public long? DailyCents { get; init; }
    public long Pacing { get; init; }
    public long? PacingDom { get; init; }
    public string JobFilters { get; init; } = "[]";
    public long ApplyOrder { get; init; }
    public string? EmailAddress { get; init; }
    public string OtherEmailAddresses { get; init; } = "[]";
    public long TalrooApplyRedir { get; init; }
    public string? ApplicationLinkOverride { get; init; }
    public string? AddressQuestion { get; init; }
    public string? EventType { get; init; }
    public long? EventStart { get; init; }
    public long? EventEnd { get; init; }
    public string? EventTimes { get; init; }
    public string? EventLocation { get; init; }
    public string? EventUrl { get; init; }
    public long? MaxRsvps { get; init; }
    public long? MaxRsvpsPerSlot { get; init; }
    public long CreatedAtMs { get; init; }
    public long UpdatedAtMs { get; init; }
    public long CeilingsSinceMs { get; init; }
    public long Revision { get; init; }
    public long AssignRevision { get; init; }

    /// <summary>The bid its jobs fall back on: the Pro bid for Pro campaigns, the basic one for all others.</summary>
    public long? BidCents => TalrooPro == CampaignSettings.Off ? TalrooBasicCpc : TalrooProCpc;

    /// <summary>Whether jobs are assigned to it: drafts take none yet, archived ones none any more.</summary>
    public bool TakesJobs => Status is not (StatusWords.Draft or StatusWords.Archived);
}

/// <summary>The two products of a campaign.</summary>
internal static class AdTypes
{
    public const string Job = "JOB";
    public const string Event = "EVENT";
    public static readonly string[] All = [Job, Event];
}

/// <summary>Statuses as the API and the store spell them.</summary>
internal static class StatusWords
{
    public const string Draft = "DRAFT";
    public const string Live = "LIVE";
    public const string Paused = "PAUSED";
    public const string OutOfBudget = "OUT_OF_BUDGET";
    public const string Archived = "ARCHIVED";

    public static CampaignStatus Read(string word) => word switch
    {
        Draft => CampaignStatus.Draft,
        Live => CampaignStatus.Live,
        Paused => CampaignStatus.Paused,
        OutOfBudget => CampaignStatus.OutOfBudget,
        Archived => CampaignStatus.Archived,
        _ => throw new InvalidDataException($"No campaign status is called {word}."),
    };
}
