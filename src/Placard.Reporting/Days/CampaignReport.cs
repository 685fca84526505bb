using Placard.Apply;
using Placard.Contract.Dispositions;
using Placard.Conversions;
using Placard.Dispositions;
using Placard.Kernel;
using Placard.Reporting.Folding;

namespace Placard.Reporting.Days;

/// <summary>
/// Puts a campaign's days together (<c>docs/contract/reports.md</c>): clicks by the click's day, conversions by the day
/// they were reported, outcomes by the day they happened first for their click, applications made here by their own
/// times.
/// </summary>
internal sealed class CampaignReport(ExchangeCalendar calendar)
{
    /// <summary>The dispositions that a report counts.</summary>
    public static int[] Outcomes { get; } =
        [DispositionWords.ApplicationStarted, DispositionWords.ApplicationCompleted, DispositionWords.Hired];

    private readonly SortedDictionary<long, Line> lines = [];

    public void Add(CampaignDay day)
    {
        var line = LineOf(day.Day);
        line.Clicks = day.Clicks;
        line.BillableClicks = day.BillableClicks;
        line.SpentCents = day.SpentCents;
    }

    public void Add(ConversionDay day) => LineOf(day.Day).Conversions[day.Event - 1] = day.Count;

    /// <summary>
    /// An outcome that the advertiser told. From <paramref name="hostedSinceMs"/> on applications are counted where
    /// they are made, and what is told of them would count them twice.
    /// </summary>
    public void Add(ClickOutcome outcome, long? hostedSinceMs)
    {
        if (outcome.Event != DispositionWords.Hired && outcome.FirstAtMs >= hostedSinceMs)
        {
            return;
        }
        var line = LineOf(calendar.DayOf(outcome.FirstAtMs));
        line.ApplicationsStarted += outcome.Event == DispositionWords.ApplicationStarted ? 1 : 0;
        line.ApplicationsCompleted += outcome.Event == DispositionWords.ApplicationCompleted ? 1 : 0;
        line.Hires += outcome.Event == DispositionWords.Hired ? 1 : 0;
    }

    /// <summary>An application of which at least one moment lies in the span.</summary>
    public void Add(ApplicationTimes times, long fromMs, long toMs)
    {
        if (times.StartedAtMs >= fromMs && times.StartedAtMs < toMs)
        {
            LineOf(calendar.DayOf(times.StartedAtMs)).ApplicationsStarted++;
        }
        if (times.ValidAtMs is { } validAtMs && validAtMs >= fromMs && validAtMs < toMs)
        {
            LineOf(calendar.DayOf(validAtMs)).ApplicationsCompleted++;
        }
    }

    public IReadOnlyList<ReportDay> Days() => [.. lines.Select(entry => entry.Value.Show(entry.Key))];

    private Line LineOf(long day)
    {
        if (!lines.TryGetValue(day, out var line))
        {
            lines[day] = line = new Line();
        }
        return line;
    }

    private sealed class Line
    {
        public long Clicks { get; set; }

        public long BillableClicks { get; set; }

        public long SpentCents { get; set; }

        public long ApplicationsStarted { get; set; }

        public long ApplicationsCompleted { get; set; }

        public long[] Conversions { get; } = new long[3];

        public long Hires { get; set; }

        public ReportDay Show(long day) => new(
            DayText.Of(day), Clicks, BillableClicks, SpentCents, ApplicationsStarted, ApplicationsCompleted,
            Conversions[0], Conversions[1], Conversions[2], Hires);
    }
}

/// <summary>One day of a campaign's report on the wire.</summary>
internal sealed record ReportDay(
    string Date,
    long Clicks,
    long BillableClicks,
    long SpentCents,
    long ApplicationsStarted,
    long ApplicationsCompleted,
    long Conversions1,
    long Conversions2,
    long Conversions3,
    long Hires);
