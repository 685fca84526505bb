using Placard.Platform;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>
/// One row of <c>one_time_budgets</c> with what it has spent. Filled by name: SQLite does not know the type of a sum
/// when there are no rows, so a constructor could not be matched.
/// </summary>
internal sealed record OneTimeRow
{
    public long Id { get; init; }
    public long CampaignId { get; init; }
    public long StartDay { get; init; }
    public long BudgetCents { get; init; }
    public long Rollover { get; init; }
    public long LaunchOnStart { get; init; }
    public long Started { get; init; }
    public long Rolled { get; init; }
    public long? RolledFromId { get; init; }
    public long CreatedAtMs { get; init; }
    public long SpentCents { get; init; }

    /// <summary>What was not spent.</summary>
    public long LeftCents => BudgetCents - SpentCents;
}

/// <summary>The rows of one-time budgets.</summary>
internal static class OneTimeStore
{
    public static readonly ListPlan Plan = new(
        """
        b.id, b.campaign_id, b.start_day, b.budget_cents, b.rollover, b.launch_on_start, b.started, b.rolled,
        b.rolled_from_id, b.created_at_ms,
        (SELECT CAST(COALESCE(SUM(s.spent_cents), 0) AS BIGINT) FROM spend s
            WHERE s.campaign_id = b.campaign_id AND s.budget_id = b.id) AS spent_cents
        """,
        "one_time_budgets b JOIN campaigns c ON c.id = b.campaign_id",
        "b.id",
        new ListField("id", "b.id", ListType.Number),
        new ListField("budgetCents", "b.budget_cents", ListType.Number),
        new ListField("rollover", "b.rollover", ListType.Flag),
        new ListField("launchOnStart", "b.launch_on_start", ListType.Flag),
        new ListField("rolledOver", "b.rolled", ListType.Flag),
        new ListField("createdAt", "b.created_at_ms", ListType.Time));

    private static readonly AppendPlan Insertion = new("one_time_budgets",
    [
        ("id", ColumnType.Number), ("campaign_id", ColumnType.Number), ("start_day", ColumnType.Number),
        ("budget_cents", ColumnType.Number), ("rollover", ColumnType.Number), ("launch_on_start", ColumnType.Number),
        ("started", ColumnType.Number), ("rolled", ColumnType.Number), ("rolled_from_id", ColumnType.Number),
        ("created_at_ms", ColumnType.Number),
    ]);

    /// <summary>One budget of a campaign.</summary>
    public static Task<OneTimeRow?> Find(DbSession session, long campaignId, long id) => session.First<OneTimeRow>(
        $"SELECT {Plan.Select} FROM {Plan.From} WHERE b.campaign_id = @campaignId AND b.id = @id",
        new { campaignId, id });

    /// <summary>Takes ids for this many budgets; answers the first.</summary>
    public static Task<long> NextIds(DbSession session, int count) =>
        session.NextIds(Area.Ledger, "one_time_budgets", count: count);

    public static Task Add(DbSession session, IReadOnlyList<OneTimeRow> rows) =>
        session.Append(Insertion, rows.Count, (index, binder) =>
        {
            var row = rows[index];
            binder.Number(row.Id);
            binder.Number(row.CampaignId);
            binder.Number(row.StartDay);
            binder.Number(row.BudgetCents);
            binder.Number(row.Rollover);
            binder.Number(row.LaunchOnStart);
            binder.Number(row.Started);
            binder.Number(row.Rolled);
            binder.Number(row.RolledFromId);
            binder.Number(row.CreatedAtMs);
        });

    public static Task Remove(DbSession session, long id) =>
        session.Execute("DELETE FROM one_time_budgets WHERE id = @id", new { id });

    /// <summary>
    /// Budgets that roll over and whose month was before the one that begins at <paramref name="monthFrom"/>.
    /// </summary>
    public static Task<List<OneTimeRow>> DueToRoll(DbSession session, long monthFrom) => session.Query<OneTimeRow>(
        $"""
        SELECT {Plan.Select} FROM {Plan.From}
        WHERE b.rollover = 1 AND b.rolled = 0 AND b.start_day < @monthFrom AND c.status <> 'ARCHIVED' ORDER BY b.id
        """, new { monthFrom });

    /// <summary>Budgets whose first day has come and has not been acted on.</summary>
    public static Task<List<OneTimeRow>> DueToStart(DbSession session, int day) => session.Query<OneTimeRow>(
        $"SELECT {Plan.Select} FROM {Plan.From} WHERE b.started = 0 AND b.start_day <= @day ORDER BY b.id",
        new { day = (long)day });

    public static Task MarkRolled(DbSession session, IdList ids) =>
        session.Execute($"UPDATE one_time_budgets SET rolled = 1 WHERE id IN {ids.Sql}", ids.With());

    public static Task MarkStarted(DbSession session, int day) => session.Execute(
        "UPDATE one_time_budgets SET started = 1 WHERE started = 0 AND start_day <= @day", new { day = (long)day });
}
