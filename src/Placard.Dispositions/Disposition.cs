using Placard.Clicks;
using Placard.Kernel;

namespace Placard.Dispositions;

/// <summary>
/// One good event. It has a click id, an application id, or both; then the application id names it.
/// <paramref name="Event"/> and <paramref name="Reason"/> are places in the contract's lists,
/// <paramref name="MetaData"/> is the JSON as it was sent.
/// </summary>
internal sealed record Disposition(
    ClickId? ClickId,
    UInt128? ApplicationId,
    int Event,
    int? Reason,
    string? RawEvent,
    string? MetaData,
    long EventTimeMs)
{
    /// <summary>The id that names the event: with event and time, what makes two of them the same.</summary>
    public UInt128 Subject => ApplicationId ?? ClickId!.Value.Value;

    /// <summary>The click, once it was looked for; null when none has this id.</summary>
    public ClickSeen? Click { get; set; }
}
