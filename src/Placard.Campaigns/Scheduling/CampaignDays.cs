using Placard.Kernel;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>
/// What a new day brings: budgets of a past month roll over, one-time budgets begin and launch, ceilings start afresh.
/// The last day that was looked at is a row, so a day is looked at once by all nodes together, a clock set back
/// included. Each step marks its rows in the transaction that does it, so no lease is needed.
/// </summary>
internal sealed class CampaignDays(
    Store store, ExchangeCalendar calendar, TimeProvider clock, CampaignDesk desk, MoneyNews news) : IDueWork
{
    private const string LastDay = "campaigns.day";
    private const string NewDay = "day";
    private const string NewMonth = "month";

    public string Name => "campaign-days";

    /// <inheritdoc/>
    /// <remarks>
    /// Days that can bring nothing are none of its moments: what a live campaign may spend never shrinks before the
    /// month ends as long as it spends nothing, and without a campaign that runs no month matters either.
    /// </remarks>
    public async Task<DateTimeOffset?> NextDue(CancellationToken stop)
    {
        var today = calendar.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var (fromMs, toMs) = calendar.BoundsOfDay(today);
        var (looked, waitsFor) = await store.Read(async session => (
            await Looked(session).ConfigureAwait(false), await WaitsFor(session).ConfigureAwait(false)), stop)
            .ConfigureAwait(false);
        long? dueMs = looked != today ? fromMs
            : waitsFor == NewDay ? toMs
            : waitsFor == NewMonth ? calendar.BoundsOfMonth(today / 100).ToMs
            : null;
        return dueMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var today = calendar.DayOf(nowMs);
        if (await store.Read(Looked, stop).ConfigureAwait(false) == today)
        {
            return false;
        }
        await store.WriteLedgerInOrder(async session =>
        {
            await RollOver(session, today, nowMs).ConfigureAwait(false);
            await Start(session, today, nowMs).ConfigureAwait(false);
            return await session.Execute(
                """
                INSERT INTO settings (name, value) VALUES (@name, @value)
                ON CONFLICT (name) DO UPDATE SET value = @value
                """,
                new { name = LastDay, value = today.ToString(System.Globalization.CultureInfo.InvariantCulture) })
                .ConfigureAwait(false);
        }, stop).ConfigureAwait(false);
        // The purses now count for the new day; who keeps the statuses finds what that changes.
        await desk.Spread().ConfigureAwait(false);
        return true;
    }

    private static async Task<int> Looked(DbSession session) =>
        int.TryParse(await session.Scalar<string>(
            "SELECT value FROM settings WHERE name = @name", new { name = LastDay }).ConfigureAwait(false),
            out var day) ? day : 0;

    private static Task<string?> WaitsFor(DbSession session) => session.Scalar<string>(
        """
        SELECT CASE
            WHEN EXISTS (SELECT 1 FROM campaigns WHERE status = @OutOfBudget)
                OR EXISTS (SELECT 1 FROM one_time_budgets WHERE started = 0) THEN @NewDay
            WHEN EXISTS (SELECT 1 FROM campaigns WHERE status = @Live)
                OR EXISTS (SELECT 1 FROM one_time_budgets WHERE rollover = 1 AND rolled = 0) THEN @NewMonth
            END
        """, new { StatusWords.OutOfBudget, StatusWords.Live, NewDay, NewMonth });

    private async Task RollOver(DbSession session, int today, long nowMs)
    {
        var due = await OneTimeStore.DueToRoll(session, (today / 100 * 100L) + 1).ConfigureAwait(false);
        if (due.Count == 0)
        {
            return;
        }
        var chains = due.ConvertAll(budget => (budget, Days: RolloverPlan.FirstDaysAfter(
            budget.StartDay, budget.LeftCents, today / 100).ToList()));
        var successors = new List<OneTimeRow>();
        var nextId = await OneTimeStore.NextIds(session, chains.Sum(chain => chain.Days.Count)).ConfigureAwait(false);
        foreach (var (budget, days) in chains)
        {
            var from = budget.Id;
            foreach (var day in days)
            {
                // Not launched on its first day: a campaign that its owner paused stays paused over the month's end.
                successors.Add(new OneTimeRow
                {
                    Id = nextId,
                    CampaignId = budget.CampaignId,
                    StartDay = day,
                    BudgetCents = budget.LeftCents,
                    Rollover = 1,
                    Started = 1,
                    Rolled = day / 100 < today / 100 ? 1 : 0,
                    RolledFromId = from,
                    CreatedAtMs = nowMs,
                });
                from = nextId++;
            }
        }
        await OneTimeStore.Add(session, successors).ConfigureAwait(false);
        foreach (var some in due.Chunk(1_000))
        {
            await OneTimeStore.MarkRolled(session, new IdList([.. some.Select(budget => budget.Id)]))
                .ConfigureAwait(false);
            await CampaignStore.Touch(session, new IdList([.. some.Select(budget => budget.CampaignId).Distinct()]))
                .ConfigureAwait(false);
        }
        news.Changed();
    }

    private async Task Start(DbSession session, int today, long nowMs)
    {
        var due = await OneTimeStore.DueToStart(session, today).ConfigureAwait(false);
        foreach (var campaignId in due.Where(budget => budget.LaunchOnStart != 0)
            .Select(budget => budget.CampaignId).Distinct())
        {
            var before = (await CampaignStore.Find(session, campaignId, null).ConfigureAwait(false))!;
            // A hiring event that lacks its place or its times stays a draft: nobody could come.
            if (before.Status is StatusWords.Draft or StatusWords.Paused
                && HiringRules.Missing(before).Count == 0)
            {
                await desk.Save(new CampaignEdit(session, before, nowMs, today)
                {
                    After = before with { Status = StatusWords.Live },
                }).ConfigureAwait(false);
            }
        }
        await OneTimeStore.MarkStarted(session, today).ConfigureAwait(false);
    }
}
