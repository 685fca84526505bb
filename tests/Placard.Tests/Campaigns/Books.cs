using Placard.Campaigns;
using Placard.Kernel;

namespace Placard.Tests.Campaigns;

/// <summary>Proves from rows alone that no budget was overspent, by the rule of the contract page.</summary>
internal static class Books
{
    public static async Task AddUp(CampaignWorkshop workshop)
    {
        var spend = await workshop.Query<SpendRow>("SELECT campaign_id, budget_id, day, spent_cents FROM spend");
        var ceilings = await workshop.Query<CeilingRow>(
            "SELECT campaign_id, since_ms, monthly_cents, daily_cents FROM budget_ceilings ORDER BY since_ms");
        var budgets = await workshop.Query<OneTimeRow>(
            $"SELECT {OneTimeStore.Plan.Select} FROM {OneTimeStore.Plan.From}");
        var calendar = workshop.Get<ExchangeCalendar>();

        foreach (var month in spend.Where(row => row.BudgetId == 0)
            .GroupBy(row => (row.CampaignId, Month: (int)(row.Day / 100))))
        {
            var highest = InForce(ceilings, month.Key.CampaignId, calendar.BoundsOfMonth(month.Key.Month))
                .Max(row => row.MonthlyCents);
            Assert.True(month.Sum(row => row.SpentCents) <= highest, $"{month.Key}: more than {highest}");
        }
        foreach (var day in spend.GroupBy(row => (row.CampaignId, row.Day)))
        {
            var inForce = InForce(ceilings, day.Key.CampaignId, calendar.BoundsOfDay((int)day.Key.Day)).ToList();
            var highest = inForce.Exists(row => row.DailyCents == null) ? null : inForce.Max(row => row.DailyCents);
            Assert.True(highest == null || day.Sum(row => row.SpentCents) <= highest, $"{day.Key}: over {highest}");
        }
        foreach (var budget in budgets)
        {
            var rolledOn = budgets.Where(next => next.RolledFromId == budget.Id).Sum(next => next.BudgetCents);
            Assert.True(budget.SpentCents + rolledOn <= budget.BudgetCents, $"One-time budget {budget.Id} is over");
        }
        Assert.All(spend, row => Assert.True(row.BudgetId == 0 || budgets.Exists(one => one.Id == row.BudgetId)));
    }

    private static IEnumerable<CeilingRow> InForce(
        List<CeilingRow> ceilings, long campaignId, (long FromMs, long ToMs) bounds)
    {
        var own = ceilings.Where(row => row.CampaignId == campaignId && row.SinceMs < bounds.ToMs).ToList();
        return own.Where((row, index) => row.SinceMs >= bounds.FromMs
            || index == own.Count - 1 || own[index + 1].SinceMs > bounds.FromMs);
    }

    private sealed record CeilingRow(long CampaignId, long SinceMs, long MonthlyCents, long? DailyCents);
}
