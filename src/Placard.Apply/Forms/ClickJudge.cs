using Placard.Clicks;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// Whether an application's click lets its completed event be sent. A click that cannot be believed is not kept:
/// <paramref name="Click"/> is null then, and <paramref name="Fault"/> says why.
/// </summary>
internal sealed record ClickFinding(ClickSeen? Click, string? Fault)
{
    public bool IsBillable => Fault == null;
}

/// <summary>
/// Judges the click that an application claims to come from. Clicks do not age: an address that was kept for a month
/// still belongs to the click that was paid.
/// </summary>
internal sealed class ClickJudge(Store store, IClicks clicks)
{
    private const int LongestTlrSid = 100;

    /// <summary>The claimed id as pages carry it on: bounded, whatever it is.</summary>
    public static string Claimed(string? tlrSid) =>
        tlrSid is { Length: <= LongestTlrSid } ? tlrSid : tlrSid?[..LongestTlrSid] ?? "";

    /// <summary>The id, when it could be one.</summary>
    public static ClickId? Read(string claimed) => ClickId.TryParse(claimed, out var id) ? id : null;

    public async Task<ClickFinding> Judge(string claimed, long jobId, CancellationToken stop)
    {
        if (claimed.Length == 0)
        {
            return new ClickFinding(null, "The application came without a click id.");
        }
        if (Read(claimed) is not { } id)
        {
            return new ClickFinding(null, "The application's click id is not one.");
        }
        var found = await store.Read(session => clicks.Find(session, [id]), stop).ConfigureAwait(false);
        if (!found.TryGetValue(id, out var click))
        {
            return new ClickFinding(null, "The application's click id was never given to a click.");
        }
        if (click.JobId != jobId)
        {
            return new ClickFinding(null, "The application's click was on another job.");
        }
        return new ClickFinding(
            click,
            click.Verdict == Verdict.Billable
                ? null
                : $"The application's click was not billable: {click.Verdict.ToString().ToUpperInvariant()}.");
    }
}
