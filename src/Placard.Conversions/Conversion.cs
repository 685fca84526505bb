using Placard.Clicks;
using Placard.Kernel;

namespace Placard.Conversions;

/// <summary>One reported conversion on its way to the disk; the writer fills in what it found.</summary>
internal sealed class Conversion(ClickId clickId, int conversionEvent, long occurredAtMs)
{
    public ClickId ClickId => clickId;

    /// <summary>1, 2 or 3.</summary>
    public int Event => conversionEvent;

    public long OccurredAtMs => occurredAtMs;

    public long Seq { get; set; }

    /// <summary>The click; null when no click has this id.</summary>
    public ClickSeen? Click { get; set; }

    /// <summary>The click had this event before: kept, not counted.</summary>
    public bool IsRepeat { get; set; }
}
