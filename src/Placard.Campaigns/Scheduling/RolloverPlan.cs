using Placard.Kernel;

namespace Placard.Campaigns;

/// <summary>How a budget that rolls over goes on after its month. Pure.</summary>
internal static class RolloverPlan
{
    /// <summary>
    /// The first days of the budgets that follow one, month by month up to <paramref name="month"/> (<c>yyyymm</c>),
    /// however far the clock jumped. None when nothing is left.
    /// </summary>
    public static IEnumerable<long> FirstDaysAfter(long startDay, long leftCents, int month)
    {
        if (leftCents <= 0)
        {
            yield break;
        }
        for (var next = ExchangeCalendar.NextMonth((int)(startDay / 100)); next <= month;
            next = ExchangeCalendar.NextMonth(next))
        {
            yield return (next * 100L) + 1;
        }
    }
}
