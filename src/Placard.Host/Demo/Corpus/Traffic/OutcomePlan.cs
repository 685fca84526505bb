namespace Placard.Host.Demo.Corpus.Traffic;

/// <summary>Decides what becomes of a person's click: about one in eleven begins to apply.</summary>
internal static class OutcomePlan
{
    private const int StartPercent = 9;
    private const int CompletePercent = 58;
    private const int PixelPercent = 30;
    private const int ReportPercent = 62;

    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;
    private const long DayMs = 24 * HourMs;

    private static readonly (string Reason, string RawEvent)[] Rejections =
    [
        ("unresponsive", "no_response_3_attempts"),
        ("unresponsive", "missed_interview"),
        ("uncertified", "missing_license"),
        ("uncertified", "experience_below_minimum"),
        ("out_of_area", "commute_too_long"),
        ("failed_checks", "background_not_cleared"),
        ("job_closed", "requisition_filled"),
        ("hired_different_role", "moved_to_other_req"),
        ("other", "not_selected"),
    ];

    /// <summary>Null for the click that leads nowhere. Nothing later than <paramref name="toMs"/> is told.</summary>
    public static ClickOutcome? Of(long clickMs, long toMs, Dice dice)
    {
        if (!dice.Percent(StartPercent)) return null;
        var startedMs = clickMs + dice.Between(40_000L, 12 * MinuteMs);
        var completes = dice.Percent(CompletePercent);
        var completedMs = startedMs + dice.Between(3 * MinuteMs, 45 * MinuteMs);
        // The dice are rolled the same whatever the clock says, so that an outcome never changes, only becomes known.
        var byPixel = dice.Percent(PixelPercent);
        var steps = completes && dice.Percent(ReportPercent) ? Hiring(completedMs, dice) : [];
        if (startedMs > toMs) return null;
        return new ClickOutcome
        {
            StartedAtMs = startedMs,
            CompletedAtMs = completes && completedMs <= toMs ? completedMs : null,
            ByPixel = byPixel,
            Dispositions = [.. steps.Where(step => step.AtMs <= toMs)],
        };
    }

    private static List<DispositionStep> Hiring(long completedMs, Dice dice)
    {
        var steps = new List<DispositionStep>();
        var atMs = completedMs + dice.Between(3 * HourMs, 3 * DayMs);
        if (dice.Percent(22)) return [Rejected(atMs, dice)];
        steps.Add(new DispositionStep("screening", null, "phone_screened", atMs));
        atMs += dice.Between(DayMs, 5 * DayMs);
        if (!dice.Percent(58)) return [.. steps, Rejected(atMs, dice)];
        steps.Add(new DispositionStep("interviewed", null, "completed_interview", atMs));
        atMs += dice.Between(DayMs, 4 * DayMs);
        if (!dice.Percent(55)) return [.. steps, Rejected(atMs, dice)];
        steps.Add(new DispositionStep("offered", null, "offer_sent", atMs));
        atMs += dice.Between(4 * HourMs, 3 * DayMs);
        steps.Add(dice.Percent(84)
            ? new DispositionStep("hired", null, "offer_accepted", atMs)
            : new DispositionStep("offer_declined", null, "candidate_declined", atMs));
        return steps;
    }

    private static DispositionStep Rejected(long atMs, Dice dice)
    {
        var (reason, rawEvent) = dice.Pick(Rejections);
        return new DispositionStep("rejected", reason, rawEvent, atMs);
    }
}
