using Placard.Kernel;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>
/// Writes the history of ceilings. It is an upper envelope of everything that was in force at a moment: a clock that
/// is set back lives a moment twice, under different ceilings, and what was spent under the higher one was right.
/// </summary>
internal static class BudgetCeilings
{
    /// <summary>Notes that these ceilings are in force from now on; a daily one of null is none.</summary>
    public static async Task Note(
        DbSession session, ExchangeCalendar calendar, long campaignId, long nowMs, long? monthlyCents, long? dailyCents)
    {
        var wanted = new Ceiling(monthlyCents ?? 0, dailyCents);
        var livedUntilMs = await LivedUntil(session, calendar, campaignId, nowMs).ConfigureAwait(false);
        if (livedUntilMs > nowMs)
        {
            // Days ahead were lived under what the history says of this moment: it holds for them too.
            var known = await session.First<Ceiling>(
                """
                SELECT monthly_cents, daily_cents FROM budget_ceilings
                WHERE campaign_id = @campaignId AND since_ms <= @nowMs ORDER BY since_ms DESC LIMIT 1
                """, new { campaignId, nowMs }).ConfigureAwait(false);
            await Put(session, campaignId, nowMs, wanted.OrHigher(known ?? wanted)).ConfigureAwait(false);
        }
        await Put(session, campaignId, livedUntilMs, wanted).ConfigureAwait(false);
        await session.Execute(
            """
            UPDATE budget_ceilings SET
                monthly_cents = CASE WHEN monthly_cents < @monthly THEN @monthly ELSE monthly_cents END,
                daily_cents = CASE WHEN daily_cents IS NULL OR daily_cents >= @daily THEN daily_cents ELSE @daily END
            WHERE campaign_id = @campaignId AND since_ms >= @nowMs
            """, new { campaignId, nowMs, monthly = wanted.MonthlyCents, daily = dailyCents }).ConfigureAwait(false);
        await session.Execute(
            "UPDATE campaigns SET ceilings_since_ms = @nowMs WHERE id = @campaignId", new { campaignId, nowMs })
            .ConfigureAwait(false);
    }

    // Now, unless the campaign has spent on later days: then the clock was set back, and those days are over. In the
    // first moment of a day, where a sandbox clock may stand, it may have spent on that day under what was before.
    private static async Task<long> LivedUntil(
        DbSession session, ExchangeCalendar calendar, long campaignId, long nowMs)
    {
        var lastDay = (int)await session.Scalar<long>(
            "SELECT COALESCE(MAX(day), 0) FROM spend WHERE campaign_id = @campaignId", new { campaignId })
            .ConfigureAwait(false);
        var today = calendar.DayOf(nowMs);
        return lastDay > today ? calendar.BoundsOfDay(lastDay).ToMs
            : lastDay == today && nowMs == calendar.BoundsOfDay(today).FromMs ? nowMs + 1
            : nowMs;
    }

    private static Task Put(DbSession session, long campaignId, long sinceMs, Ceiling ceiling) => session.Execute(
        """
        INSERT INTO budget_ceilings (campaign_id, since_ms, monthly_cents, daily_cents)
        VALUES (@campaignId, @sinceMs, @MonthlyCents, @DailyCents)
        ON CONFLICT (campaign_id, since_ms) DO NOTHING
        """, new { campaignId, sinceMs, ceiling.MonthlyCents, ceiling.DailyCents });

    private sealed record Ceiling(long MonthlyCents, long? DailyCents)
    {
        public Ceiling OrHigher(Ceiling other) => new(
            Math.Max(MonthlyCents, other.MonthlyCents),
            DailyCents is { } one && other.DailyCents is { } two ? Math.Max(one, two) : null);
    }
}
