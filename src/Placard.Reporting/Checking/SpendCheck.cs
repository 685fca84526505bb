using Placard.Kernel;
using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>
/// What campaigns paid is what their clicks were charged, and never more than a budget that was in force. The history
/// of ceilings is the proof: of a month or day that saw several, the highest counts.
/// </summary>
internal sealed class SpendCheck(Findings findings, ExchangeCalendar calendar)
{
    public async Task Run(DbSession session, ClickSums sums)
    {
        var spend = await session.Query<SpendRow>("SELECT campaign_id, budget_id, day, spent_cents FROM spend")
            .ConfigureAwait(false);
        var ceilings = (await session.Query<CeilingRow>(
                "SELECT campaign_id, since_ms, monthly_cents, daily_cents FROM budget_ceilings ORDER BY since_ms")
            .ConfigureAwait(false)).ToLookup(row => row.CampaignId);
        var oneTimes = await session.Query<OneTimeRow>(
            "SELECT id, campaign_id, start_day, budget_cents, rolled_from_id FROM one_time_budgets")
            .ConfigureAwait(false);
        CheckCharges(spend, sums);
        var dated = spend.Where(HasDay).ToList();
        CheckMonths(dated, ceilings);
        CheckDays(dated, ceilings);
        CheckOneTimes(spend, oneTimes);
    }

    private void CheckCharges(List<SpendRow> spend, ClickSums sums)
    {
        var paid = spend.GroupBy(row => (Id: row.CampaignId, Day: (int)row.Day))
            .ToDictionary(group => group.Key, group => group.Sum(row => row.SpentCents));
        foreach (var days in paid.Keys.Union(sums.ChargedCents.Keys).Order().GroupBy(key => key.Id))
        {
            var spent = days.Sum(key => paid.GetValueOrDefault(key));
            var charged = days.Sum(key => sums.ChargedCents.GetValueOrDefault(key));
            if (spent != charged)
            {
                findings.Note("spending that is not its clicks' charges",
                    $"campaign {days.Key} spent {spent} cents, but its clicks were charged {charged}");
                continue;
            }
            foreach (var key in days)
            {
                CheckDay(key, paid.GetValueOrDefault(key), sums.ChargedCents.GetValueOrDefault(key));
            }
        }
    }

    // What was spent under another day would hide what a month or a day had too much.
    private void CheckDay((long CampaignId, int Day) of, long spent, long charged)
    {
        if (spent != charged)
        {
            findings.Note("days whose spending is not their clicks' charges",
                $"campaign {of.CampaignId} spent {spent} cents on {of.Day}, "
                + $"but its clicks of that day were charged {charged}");
        }
    }

    private bool HasDay(SpendRow row)
    {
        var isDay = ExchangeCalendar.IsDay(row.Day);
        if (!isDay)
        {
            findings.Note("spending on no day",
                $"campaign {row.CampaignId} spent {row.SpentCents} cents on {row.Day}, which is no day");
        }
        return isDay;
    }

    private void CheckMonths(List<SpendRow> spend, ILookup<long, CeilingRow> ceilings)
    {
        foreach (var month in spend.Where(row => row.BudgetId == 0)
            .GroupBy(row => (row.CampaignId, Month: (int)(row.Day / 100))))
        {
            var inForce = InForce(ceilings[month.Key.CampaignId], calendar.BoundsOfMonth(month.Key.Month));
            var ceiling = inForce.Select(row => row.MonthlyCents).DefaultIfEmpty(0).Max();
            var spent = month.Sum(row => row.SpentCents);
            if (spent > ceiling)
            {
                findings.Note("months over their budget",
                    $"campaign {month.Key.CampaignId} spent {spent} cents of its monthly budget in {month.Key.Month}, "
                    + $"more than the {ceiling} it had");
            }
        }
    }

    private void CheckDays(List<SpendRow> spend, ILookup<long, CeilingRow> ceilings)
    {
        foreach (var day in spend.GroupBy(row => (row.CampaignId, Day: (int)row.Day)))
        {
            var inForce = InForce(ceilings[day.Key.CampaignId], calendar.BoundsOfDay(day.Key.Day)).ToList();
            var spent = day.Sum(row => row.SpentCents);
            if (inForce.TrueForAll(row => row.DailyCents < spent) && inForce.Count > 0)
            {
                findings.Note("days over their budget",
                    $"campaign {day.Key.CampaignId} spent {spent} cents on {day.Key.Day}, "
                    + $"more than its daily {inForce.Max(row => row.DailyCents)}");
            }
        }
    }

    private void CheckOneTimes(List<SpendRow> spend, List<OneTimeRow> oneTimes)
    {
        var budgets = oneTimes.ToDictionary(row => row.Id);
        var rolledOn = oneTimes.Where(row => row.RolledFromId != null).ToLookup(row => row.RolledFromId!.Value);
        foreach (var row in spend.Where(row => row.BudgetId != 0))
        {
            if (!budgets.TryGetValue(row.BudgetId, out var budget) || budget.CampaignId != row.CampaignId
                || row.Day < budget.StartDay || row.Day / 100 != budget.StartDay / 100)
            {
                findings.Note("spending from no budget",
                    $"campaign {row.CampaignId} spent {row.SpentCents} cents on {row.Day} from one-time budget "
                    + $"{row.BudgetId}, which was not in force for it");
            }
        }
        var spentOf = spend.ToLookup(row => row.BudgetId, row => row.SpentCents);
        foreach (var budget in oneTimes)
        {
            var (spent, moved) = (spentOf[budget.Id].Sum(), rolledOn[budget.Id].Sum(next => next.BudgetCents));
            if (spent + moved > budget.BudgetCents)
            {
                findings.Note("one-time budgets overdrawn",
                    $"one-time budget {budget.Id} of campaign {budget.CampaignId} held {budget.BudgetCents} cents, "
                    + $"but paid {spent} and rolled {moved} over");
            }
        }
    }

    /// <summary>Ceilings that held at some moment of the span: those set in it, and the last one set before.</summary>
    internal static IEnumerable<CeilingRow> InForce(IEnumerable<CeilingRow> bySince, (long FromMs, long ToMs) span)
    {
        var before = bySince.LastOrDefault(row => row.SinceMs <= span.FromMs);
        return bySince.Where(row => row == before || (row.SinceMs > span.FromMs && row.SinceMs < span.ToMs));
    }

    private sealed record SpendRow(long CampaignId, long BudgetId, long Day, long SpentCents);

    private sealed record OneTimeRow(long Id, long CampaignId, long StartDay, long BudgetCents, long? RolledFromId);
}

/// <summary>What a campaign might spend from a moment on; no daily ceiling is null.</summary>
internal sealed record CeilingRow(long CampaignId, long SinceMs, long MonthlyCents, long? DailyCents);
