using System.Collections.Immutable;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>The rows behind the purses.</summary>
internal static class MoneyStore
{
    /// <summary>Rows <c>name, version</c>.</summary>
    public const string VersionsSql =
        $"""
        SELECT '{ICampaignMoney.LastClick}' AS name, COALESCE(MAX(seq), 0) AS version FROM clicks
        UNION ALL SELECT name, version FROM ledger_versions WHERE name = 'campaigns'
        """;

    private const string TermsSql =
        """
        SELECT id, status, monthly_cents, daily_cents, pacing, pacing_dom, ceilings_since_ms FROM campaigns
        """;

    private const string OneTimesSql =
        "SELECT id, campaign_id, start_day, budget_cents, rollover, rolled FROM one_time_budgets";

    private const string SpendSql = "SELECT campaign_id, budget_id, day, spent_cents FROM spend";

    // No index holds what changes here: PostgreSQL then changes the row where it is.
    private static readonly AppendPlan Spend = new("spend",
        [
            ("campaign_id", ColumnType.Number), ("budget_id", ColumnType.Number), ("day", ColumnType.Number),
            ("spent_cents", ColumnType.Number),
        ],
        """
        ON CONFLICT (campaign_id, budget_id, day) DO UPDATE SET spent_cents = spend.spent_cents + excluded.spent_cents
        """);

    /// <summary>
    /// Numbers of the last change of campaigns and of the last click, asked now unless they are known. Read them
    /// before the rows.
    /// </summary>
    public static async Task<MoneyVersions> Versions(DbSession session, IReadOnlyDictionary<string, long>? known)
    {
        known ??= (await session.Query<VersionRow>(VersionsSql).ConfigureAwait(false))
            .ToDictionary(row => row.Name, row => row.Version, StringComparer.Ordinal);
        return new MoneyVersions(
            known.GetValueOrDefault("campaigns"), known.GetValueOrDefault(ICampaignMoney.LastClick));
    }

    /// <summary>Every campaign that is not over, with its terms.</summary>
    public static async Task<List<LoadedTerms>> AllTerms(DbSession session) => Join(
        await session.Query<TermsRow>($"{TermsSql} WHERE status <> 'ARCHIVED'").ConfigureAwait(false),
        await session.Query<BudgetRow>(OneTimesSql).ConfigureAwait(false));

    /// <summary>Campaigns changed after a revision, with their terms.</summary>
    public static async Task<List<LoadedTerms>> TermsAfter(DbSession session, long revision) => Join(
        await session.Query<TermsRow>($"{TermsSql} WHERE revision > @revision", new { revision }).ConfigureAwait(false),
        await session.Query<BudgetRow>(
            $"{OneTimesSql} WHERE campaign_id IN (SELECT id FROM campaigns WHERE revision > @revision)",
            new { revision }).ConfigureAwait(false));

    /// <summary>The terms of these campaigns.</summary>
    public static async Task<List<LoadedTerms>> TermsOf(DbSession session, IdList ids) => Join(
        await session.Query<TermsRow>($"{TermsSql} WHERE id IN {ids.Sql}", ids.With()).ConfigureAwait(false),
        await session.Query<BudgetRow>($"{OneTimesSql} WHERE campaign_id IN {ids.Sql}", ids.With())
            .ConfigureAwait(false));

    /// <summary>Spending from a day on.</summary>
    public static Task<List<SpendRow>> SpendFrom(DbSession session, int fromDay) =>
        session.Query<SpendRow>($"{SpendSql} WHERE day >= @fromDay", new { fromDay = (long)fromDay });

    /// <summary>Spending from a day on of the campaigns that paid for a click after this one.</summary>
    public static Task<List<SpendRow>> SpendAfter(DbSession session, long seq, int fromDay) =>
        session.Query<SpendRow>(
            $"""
            {SpendSql} WHERE day >= @fromDay
                AND campaign_id IN (SELECT campaign_id FROM clicks WHERE seq > @seq AND charged_cents > 0)
            """, new { seq, fromDay = (long)fromDay });

    /// <summary>What these campaigns have spent in a month (<c>yyyymm</c>).</summary>
    public static Task<List<SpendRow>> SpendOf(DbSession session, IdList ids, int month) =>
        session.Query<SpendRow>(
            $"{SpendSql} WHERE campaign_id IN {ids.Sql} AND day BETWEEN @from AND @to",
            ids.With(new { from = (month * 100L) + 1, to = (month * 100L) + 31 }));

    /// <summary>What adds to what was spent.</summary>
    public static Appending Spending(List<SpendRow> rows) => new(Spend, rows.Count, (index, to) =>
    {
        to.Number(rows[index].CampaignId);
        to.Number(rows[index].BudgetId);
        to.Number(rows[index].Day);
        to.Number(rows[index].SpentCents);
    });

    private static List<LoadedTerms> Join(List<TermsRow> campaigns, List<BudgetRow> budgets)
    {
        var byCampaign = budgets.ToLookup(
            row => row.CampaignId,
            row => new OneTimeBudget(row.Id, row.StartDay, row.BudgetCents, row.Rollover != 0, row.Rolled != 0));
        return campaigns.ConvertAll(row => new LoadedTerms(
            row.Id,
            row.Status,
            new PurseTerms(
                row.MonthlyCents, row.DailyCents, row.Pacing != 0, row.PacingDom, [.. byCampaign[row.Id]]),
            row.CeilingsSinceMs));
    }

    private sealed record VersionRow(string Name, long Version);

    private sealed record TermsRow(
        long Id,
        string Status,
        long? MonthlyCents,
        long? DailyCents,
        long Pacing,
        long? PacingDom,
        long CeilingsSinceMs);

    private sealed record BudgetRow(
        long Id, long CampaignId, long StartDay, long BudgetCents, long Rollover, long Rolled);
}

/// <summary>One row of <c>spend</c>.</summary>
internal sealed record SpendRow(long CampaignId, long BudgetId, long Day, long SpentCents)
{
    public SpendKey Key => new(BudgetId, (int)Day);
}

/// <summary>A campaign's money as its rows say.</summary>
internal sealed record LoadedTerms(long CampaignId, string Status, PurseTerms Terms, long CeilingsSinceMs);

/// <summary>What the purses in memory include.</summary>
internal readonly record struct MoneyVersions(long Campaigns, long LastClick);
