using Placard.Bench.Measuring;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>What the exchanges say of their own work during a load: batches, commits, processor time.</summary>
internal static class Work
{
    private static readonly string[] Counted =
    [
        "placard_click_batch_rows_sum", "placard_click_batch_rows_count", "placard_click_commit_seconds_sum",
        "placard_clicks_total{verdict=\"BILLABLE\"}", "placard_clicks_unrecorded_total",
    ];

    public static async Task<Dictionary<LargeWorld, double[]>> Note(IReadOnlyList<LargeWorld> worlds)
    {
        var notes = new Dictionary<LargeWorld, double[]>();
        foreach (var world in worlds)
        {
            notes[world] = await Now(world);
        }
        return notes;
    }

    /// <summary>Says it under the table. Clicks that were not billable or not recorded end the benchmark.</summary>
    public static async Task Report(
        ResultTable table, IReadOnlyList<LargeWorld> worlds, Dictionary<LargeWorld, double[]> before, int connections)
    {
        foreach (var world in worlds)
        {
            var work = (await Now(world)).Zip(before[world], (after, then) => after - then).ToArray();
            var (rows, batches, seconds, billable, unrecorded, processor) =
                (work[0], work[1], work[2], work[3], work[4], work[5]);
            if (unrecorded > 0 || billable < rows * 0.8)
            {
                throw new InvalidOperationException(
                    $"{world.Engine}: of {rows} clicks {billable} were billable, {unrecorded} not recorded.");
            }
            table.Remark($"{world.Engine}, {connections} connections: {rows / batches:0} clicks a batch, "
                + $"{seconds / batches * 1e3:0.00} ms from its turn to the disk, "
                + $"{processor / rows * 1e6:0.0} us of processor a click in the exchange, "
                + $"{billable / rows:0.0%} billable.");
        }
    }

    private static async Task<double[]> Now(LargeWorld world)
    {
        var metrics = await world.Exchange.Metrics();
        return [.. Counted.Select(name => metrics.GetValueOrDefault(name)), world.Exchange.ProcessorSeconds];
    }
}
