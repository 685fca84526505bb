using Placard.Storage;

namespace Placard.Dispositions;

/// <summary>
/// The first time that one click reached an event: <paramref name="Event"/> is the word's place in the contract's list,
/// <paramref name="FirstAtMs"/> the earliest <c>event_time</c> sent for it.
/// </summary>
public sealed record ClickOutcome(long Event, long FirstAtMs);

/// <summary>What other rooms may ask of Dispositions.</summary>
public interface IDispositions
{
    /// <summary>
    /// Outcomes of clicks of this campaign whose first time lies in the span (the end excluded): one per click and
    /// event, however often the advertiser sent it. Events go by their place in the contract's list.
    /// </summary>
    IAsyncEnumerable<ClickOutcome> FirstOutcomes(
        DbSession session, long campaignId, IReadOnlyCollection<int> events, long fromMs, long toMs);
}
