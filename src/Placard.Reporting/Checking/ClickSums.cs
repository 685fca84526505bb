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

    /// <summary>Cents charged to each campaign, by all its clicks.</summary>
    public Dictionary<long, long> ChargedCents { get; } = [];

    /// <summary>All feeds that have a click.</summary>
    public HashSet<long> FeedIds { get; } = [];

    /// <summary>Each campaign's clicks up to the cursor.</summary>
    public Dictionary<long, CampaignTotal> Campaigns { get; } = [];

    /// <summary>Each feed's clicks up to the cursor.</summary>
    public Dictionary<long, FeedTotal> Feeds { get; } = [];
}

/// <summary>A campaign's clicks: how many, how many billable, what they cost.</summary>
internal readonly record struct CampaignTotal(long Clicks, long BillableClicks, long SpentCents);

/// <summary>A feed's clicks: how many, how many of each kind that its days show, what they earned.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FeedTotal(long Clicks, long Expired, long Stale, long PaidClicks, long EarnedMicros);
