using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>
/// Writes the history of ceilings. It is an upper envelope of everything that was in force at a moment: a clock that
/// is set back lives a moment twice, under different ceilings, and what was spent under the higher one was right.
/// </summary>
internal static class BudgetCeilings
{
    /// <summary>
    /// Notes that these ceilings are in force from now on. <paramref name="dailyCents"/> null is none.
    /// </summary>
    public static async Task Note(DbSession session, long campaignId, long nowMs, long? monthlyCents, long? dailyCents)
    {
        var row = new { campaignId, nowMs, monthly = monthlyCents ?? 0, daily = dailyCents };
        await session.Execute(
            """
            INSERT INTO budget_ceilings (campaign_id, since_ms, monthly_cents, daily_cents)
            VALUES (@campaignId, @nowMs, @monthly, @daily) ON CONFLICT (campaign_id, since_ms) DO NOTHING
            """, row).ConfigureAwait(false);
        await session.Execute(
            """
            UPDATE budget_ceilings SET
                monthly_cents = CASE WHEN monthly_cents < @monthly THEN @monthly ELSE monthly_cents END,
                daily_cents = CASE WHEN daily_cents IS NULL OR daily_cents >= @daily THEN daily_cents ELSE @daily END
            WHERE campaign_id = @campaignId AND since_ms >= @nowMs
            """, row).ConfigureAwait(false);
        await session.Execute(
            "UPDATE campaigns SET ceilings_since_ms = @nowMs WHERE id = @campaignId", row).ConfigureAwait(false);
    }
}
