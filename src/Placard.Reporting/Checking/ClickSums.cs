using System.Runtime.InteropServices;

namespace Placard.Reporting.Checking;

/// <summary>What one pass over the ledger adds up for the checks that compare it with other tables.</summary>
internal sealed class ClickSums
{
    /// <summary>The fold's cursor: clicks after it are in no day yet, and are no fault.</summary>
    public long Cursor { get; set; }

    public long Clicks { get; set; }

    public long FirstSeq { get; set; } = long.MaxValue;

    public long LastSeq { get; set; }

    /// <summary>The longest duplicate window of any click.</summary>
    public long LongestWindowMinutes { get; set; }

    /// <summary>Cents charged to each campaign on each day (<c>yyyymmdd</c>), by all its clicks.</summary>
    public Dictionary<(long Id, int Day), long> ChargedCents { get; } = [];

    /// <summary>The feeds that have a click, each with the publisher that its clicks name.</summary>
    public HashSet<(long Id, long OwnerId)> FeedOwners { get; } = [];

    /// <summary>The campaigns that have a click, each with the customer that its clicks name.</summary>
    public HashSet<(long Id, long OwnerId)> CampaignOwners { get; } = [];

    /// <summary>Each campaign's clicks of each day, up to the cursor.</summary>
    public Dictionary<(long Id, int Day), CampaignTotal> Campaigns { get; } = [];

    /// <summary>Each feed's clicks of each day, up to the cursor.</summary>
    public Dictionary<(long Id, int Day), FeedTotal> Feeds { get; } = [];
}

/// <summary>A campaign's clicks: how many, how many billable, what they cost.</summary>
internal readonly record struct CampaignTotal(long Clicks, long BillableClicks, long SpentCents)
{
    public static CampaignTotal operator +(CampaignTotal one, CampaignTotal other) => new(
        one.Clicks + other.Clicks, one.BillableClicks + other.BillableClicks, one.SpentCents + other.SpentCents);
}

/// <summary>A feed's clicks: how many, how many of each kind that its days show, what they earned.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FeedTotal(long Clicks, long Expired, long Stale, long PaidClicks, long EarnedMicros)
{
    public static FeedTotal operator +(FeedTotal one, FeedTotal other) => new(
        one.Clicks + other.Clicks,
        one.Expired + other.Expired,
        one.Stale + other.Stale,
        one.PaidClicks + other.PaidClicks,
        one.EarnedMicros + other.EarnedMicros);
}
