using System.Collections.Frozen;
using Placard.Campaigns;
using Placard.Inventory;
using Placard.Storage;

namespace Placard.Market;

/// <summary>Whether a job takes paid clicks.</summary>
public enum JobState
{
    /// <summary>In its feed, priced, in a live campaign that can pay one click of it.</summary>
    Live,

    /// <summary>Anything else that once was a job.</summary>
    Expired,
}

/// <summary>The market as it is now, on this node.</summary>
public interface IMarket
{
    /// <summary>The latest snapshot. Take it once per request: two looks may see two snapshots.</summary>
    MarketSnapshot Current { get; }

    /// <summary>
    /// A job that is not in the snapshot, from the store: it left its feed. Null when the exchange never had it.
    /// </summary>
    Task<JobRow?> FindOutside(long jobId, CancellationToken stop);
}
