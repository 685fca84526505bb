using Placard.Kernel;
using Placard.Storage;

namespace Placard.Apply;

/// <summary>
/// When an application or RSVP began, and when it became valid: completed, from a billable click, no duplicate. Null
/// while, or when, it did not.
/// </summary>
public sealed record ApplicationTimes(long StartedAtMs, long? ValidAtMs);

/// <summary>What other rooms may ask about hosted applications.</summary>
public interface IApplications
{
    /// <summary>
    /// The clicks that these applications came from, by <c>tlrApplicationId</c>; what is not ours, or came without a
    /// click, is left out.
    /// </summary>
    Task<IReadOnlyDictionary<ClickId, ClickId>> ClicksOf(DbSession session, IReadOnlyCollection<ClickId> applications);

    /// <summary>When the first application of this campaign began here; null when it never hosted one.</summary>
    Task<long?> FirstStartedAtMs(DbSession session, long campaignId);

    /// <summary>
    /// Applications and RSVPs of this campaign that began or became valid in the span (the end excluded), forgotten
    /// ones too.
    /// </summary>
    IAsyncEnumerable<ApplicationTimes> Between(DbSession session, long campaignId, long fromMs, long toMs);
}
