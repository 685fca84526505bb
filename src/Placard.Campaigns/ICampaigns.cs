using System.Collections.Frozen;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>Statuses of a campaign, as the API spells them.</summary>
public enum CampaignStatus
{
    /// <summary>Never launched: takes no jobs.</summary>
    Draft,

    /// <summary>Advertised and paying.</summary>
    Live,

    /// <summary>Keeps its jobs; they are not advertised.</summary>
    Paused,

    /// <summary>Keeps its jobs; live again when money is there.</summary>
    OutOfBudget,

    /// <summary>Over: takes no jobs.</summary>
    Archived,
}

/// <summary>
/// What others need to know of a campaign, in memory. <paramref name="CpcCents"/> is the bid that its jobs fall back
/// on (the Pro bid for Pro campaigns); null when none is set. <paramref name="SegmentCpcCents"/> holds the segments
/// that carry a bid.
/// </summary>
public sealed record CampaignFacts(
    long Id,
    long PoolId,
    long CustomerId,
    string Name,
    CampaignStatus Status,
    bool IsEvent,
    bool TalrooApply,
    long? CpcCents,
    FrozenDictionary<long, long> SegmentCpcCents);

/// <summary>The campaign (and segment) that a job goes to.</summary>
public readonly record struct Assignment(long CampaignId, long? SegmentId);

/// <summary>
/// A pool's campaigns as a pure function of a job. <paramref name="Version"/> grows with every change of it.
/// </summary>
public abstract record PoolAssigner(long PoolId, long Version)
{
    /// <summary>The first campaign by apply order whose filters all hold; null when none takes the job.</summary>
    public abstract Assignment? Assign(IJobFacts job);
}

/// <summary>How a campaign wants applications asked for and answered.</summary>
/// <param name="EmailAddress">Gets a mail about each application, unless the job names an address.</param>
/// <param name="OtherEmailAddresses">Always get one as well.</param>
/// <param name="TalrooApplyRedir">Qualified applicants are sent on when they are through.</param>
/// <param name="ApplicationLinkOverride">Where to, in the place of the job's own address.</param>
/// <param name="AddressQuestion"><c>off</c>, <c>optional</c>, <c>required</c>; null when it says nothing.</param>
public sealed record CampaignApplying(
    string? EmailAddress,
    IReadOnlyList<string> OtherEmailAddresses,
    bool TalrooApplyRedir,
    string? ApplicationLinkOverride,
    string? AddressQuestion);

/// <summary>What other rooms may ask of Campaigns. Answers come from memory.</summary>
public interface ICampaigns
{
    /// <summary>All campaigns that are neither drafts nor archived, by id; replaced whole on change.</summary>
    FrozenDictionary<long, CampaignFacts> Current { get; }

    /// <summary>
    /// How jobs of this pool are shared out now. A pool without campaigns assigns nothing, version 0.
    /// </summary>
    PoolAssigner AssignerOf(long poolId);

    /// <summary>The customer of a campaign of any status; null when there is none. Asks the store.</summary>
    Task<long?> CustomerOf(DbSession session, long campaignId);

    /// <summary>A campaign's application settings, whatever its status; null when there is none of this id.</summary>
    Task<CampaignApplying?> Applying(DbSession session, long campaignId);

    /// <summary>The hiring event behind a campaign of any status; null for other campaigns. Asks the store.</summary>
    Task<HiringEvent?> EventOf(DbSession session, long campaignId);

    /// <summary>All hiring events that are neither drafts nor archived, by campaign id. Asks the store.</summary>
    Task<IReadOnlyList<HiringEvent>> OpenEvents(DbSession session);

    /// <summary>Pools that have or had campaigns.</summary>
    IReadOnlyCollection<long> Pools { get; }
}
