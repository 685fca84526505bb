using System.Collections.Immutable;

namespace Placard.Campaigns;

/// <summary>A one-time budget as the rules see it. <paramref name="StartDay"/> is <c>yyyymmdd</c>.</summary>
internal sealed record OneTimeBudget(long Id, long StartDay, long Cents, bool Rollover, bool Rolled)
{
    /// <summary>
    /// From its start to the end of that calendar month. What was left of a rolled one lives on in its successor,
    /// so it never pays again, whatever the clock says.
    /// </summary>
    public bool IsInForce(int day) => !Rolled && StartDay <= day && StartDay / 100 == day / 100;
}

/// <summary>What was given to a campaign, and how fast it may go. Cents; null is none.</summary>
internal sealed record PurseTerms(
    long? MonthlyCents,
    long? DailyCents,
    bool Pacing,
    long? PacingDom,
    ImmutableArray<OneTimeBudget> OneTimes)
{
    /// <summary>Whether there is money now or some is to come: a campaign may be launched on it.</summary>
    public bool HasMoney(int day) =>
        MonthlyCents > 0 || OneTimes.Any(budget => !budget.Rolled && budget.StartDay / 100 >= day / 100);
}

/// <summary>Which budget paid on which day (<c>yyyymmdd</c>). Budget 0 is the monthly one.</summary>
internal readonly record struct SpendKey(long BudgetId, int Day);

/// <summary>
/// One campaign's money on one day: pure rules over what was given and what was spent (docs/contract/campaigns.md,
/// money). Taking lowers what is left at once. Not for several threads.
/// </summary>
internal sealed class Purse
{
    /// <summary>The monthly budget's id among the budgets.</summary>
    public const long Monthly = 0;

    private readonly Slice[] slices;

    private Purse(int day, Slice[] slices, long ceilingLeft)
    {
        Day = day;
        this.slices = slices;
        LeftCents = slices.Sum(slice => slice.LeftCents);
        AvailableCents = Math.Clamp(LeftCents, 0, Math.Max(0, ceilingLeft));
    }

    /// <summary>The day it counts for.</summary>
    public int Day { get; }

    /// <summary>What is left of the budgets in force, whatever the day allows.</summary>
    public long LeftCents { get; private set; }

    /// <summary>What may still be spent today: the budgets, within the day's ceiling and pacing.</summary>
    public long AvailableCents { get; private set; }

    /// <summary>Works the purse out for a day.</summary>
    public static Purse Open(PurseTerms terms, IReadOnlyDictionary<SpendKey, long> spent, int day)
    {
        var slices = InForce(terms, day).Select(budget => Fill(budget.Id, budget.Cents, spent, day)).ToArray();
        var spentToday = spent.Where(entry => entry.Key.Day == day).Sum(entry => entry.Value);
        var ceiling = terms.DailyCents ?? long.MaxValue;
        if (terms.Pacing)
        {
            ceiling = Math.Min(ceiling, DailyTarget(slices.Sum(slice => slice.AtDayStartCents), terms.PacingDom, day));
        }
        return new Purse(day, slices, ceiling - spentToday);
    }

    /// <summary>
    /// Takes the cents whole or not at all: first from the one-time budget that lapses first, last from the monthly
    /// one. <paramref name="took"/> hears each budget's part.
    /// </summary>
    public bool TryTake(long cents, Action<long, long> took)
    {
        if (cents > AvailableCents)
        {
            return false;
        }
        AvailableCents -= cents;
        LeftCents -= cents;
        for (var i = 0; cents > 0; i++)
        {
            var part = Math.Min(cents, slices[i].LeftCents);
            if (part > 0)
            {
                slices[i].LeftCents -= part;
                cents -= part;
                took(slices[i].BudgetId, part);
            }
        }
        return true;
    }

    /// <summary>
    /// Pacing's target for a day: what was there when the day began, over the days up to <paramref name="pacingDom"/>
    /// (the month's last day when absent or beyond it), both ends counted, rounded down. What is spent today does not
    /// move it; after that day everything left is the target.
    /// </summary>
    internal static long DailyTarget(long atDayStartCents, long? pacingDom, int day)
    {
        var lastDay = DateTime.DaysInMonth(day / 10000, day / 100 % 100);
        var daysLeft = Math.Min(pacingDom ?? lastDay, lastDay) - (day % 100) + 1;
        return daysLeft <= 1 ? atDayStartCents : atDayStartCents / daysLeft;
    }

    // One-time budgets all lapse with the month; those that roll over outlive it, so they pay after those that lapse.
    private static IEnumerable<(long Id, long Cents)> InForce(PurseTerms terms, int day)
    {
        foreach (var budget in terms.OneTimes
            .Where(budget => budget.IsInForce(day)).OrderBy(budget => budget.Rollover).ThenBy(budget => budget.Id))
        {
            yield return (budget.Id, budget.Cents);
        }
        if (terms.MonthlyCents is { } monthly)
        {
            yield return (Monthly, monthly);
        }
    }

    // A one-time budget has no spending outside its month, so the month's sum is the whole of any budget in force.
    private static Slice Fill(long budgetId, long cents, IReadOnlyDictionary<SpendKey, long> spent, int day)
    {
        long before = 0, today = 0;
        foreach (var (key, spentCents) in spent)
        {
            if (key.BudgetId == budgetId && key.Day / 100 == day / 100)
            {
                before += key.Day == day ? 0 : spentCents;
                today += key.Day == day ? spentCents : 0;
            }
        }
        return new Slice
        {
            BudgetId = budgetId,
            AtDayStartCents = Math.Max(0, cents - before),
            LeftCents = Math.Max(0, cents - before - today),
        };
    }

    private struct Slice
    {
        public long BudgetId;
        public long AtDayStartCents;
        public long LeftCents;
    }
}
