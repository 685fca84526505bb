using System.Diagnostics.Metrics;

namespace Placard.Clicks.Ledger;

/// <summary>
/// Counters of the click path. Written once per batch: a measurement per click would cost more than its row.
/// </summary>
internal sealed class ClickMetrics : IDisposable
{
    private readonly Meter meter = new("Placard");
    private readonly Counter<long> clicks;
    private readonly Counter<long> unrecorded;
    private readonly Histogram<double> commitSeconds;
    private readonly Histogram<long> batchRows;

    public ClickMetrics()
    {
        clicks = meter.CreateCounter<long>("placard_clicks_total", description: "Clicks on disk, by verdict.");
        unrecorded = meter.CreateCounter<long>(
            "placard_clicks_unrecorded_total", description: "Jobseekers sent on while no ledger could be written.");
        // Shown from the start: nobody can watch a number that appears with the first mishap.
        unrecorded.Add(0);
        commitSeconds = meter.CreateHistogram<double>(
            "placard_click_commit_seconds", description: "Time of one batch, from its turn to the disk.");
        batchRows = meter.CreateHistogram<long>("placard_click_batch_rows", description: "Clicks in one batch.");
    }

    public void Committed(List<ClickRecord> rows, TimeSpan time)
    {
        Span<long> byVerdict = stackalloc long[8];
        byVerdict.Clear();
        foreach (var row in rows)
        {
            byVerdict[(int)row.Verdict]++;
        }
        for (var verdict = 0; verdict < byVerdict.Length; verdict++)
        {
            if (byVerdict[verdict] > 0)
            {
                clicks.Add(byVerdict[verdict], KeyValuePair.Create("verdict", (object?)((Verdict)verdict).Word()));
            }
        }
        commitSeconds.Record(time.TotalSeconds);
        batchRows.Record(rows.Count);
    }

    public void Unrecorded() => unrecorded.Add(1);

    public void Dispose() => meter.Dispose();
}
