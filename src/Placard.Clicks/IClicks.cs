using System.Runtime.InteropServices;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Clicks;

/// <summary>What others may know of a click that is on disk.</summary>
public sealed record ClickSeen(
    ClickId Id,
    long Seq,
    long ClickedAtMs,
    long JobId,
    long FeedId,
    long PublisherId,
    long? CampaignId,
    long? SegmentId,
    long CustomerId,
    Verdict Verdict);

/// <summary>What a fold over the ledger needs of each click.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ClickTally(
    long Seq,
    long ClickedAtMs,
    long FeedId,
    long? CampaignId,
    Verdict Verdict,
    long ChargedCents,
    long EarnedMicros);

/// <summary>What other rooms may ask of the click ledger.</summary>
public interface IClicks
{
    /// <summary>The clicks among these ids that exist. At most some hundred ids a call.</summary>
    Task<IReadOnlyDictionary<ClickId, ClickSeen>> Find(DbSession session, IReadOnlyCollection<ClickId> ids);

    /// <summary>
    /// The ledger's last sequence number; 0 when it is empty. Numbers have no gaps and commit in order.
    /// </summary>
    Task<long> LastSeq(DbSession session);

    /// <summary>Clicks after <paramref name="seq"/> up to and including <paramref name="upToSeq"/>, in order.</summary>
    IAsyncEnumerable<ClickTally> After(DbSession session, long seq, long upToSeq);
}
