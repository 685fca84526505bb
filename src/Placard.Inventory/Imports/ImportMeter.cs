using System.Diagnostics.Metrics;
using Placard.Kernel;

namespace Placard.Inventory.Imports;

/// <summary>Counts imports, their jobs and their time for <c>/metrics</c>.</summary>
internal sealed class ImportMeter : IDisposable
{
    private readonly Meter meter = new("Placard");
    private readonly MachineTime machine;
    private readonly Counter<long> imports;
    private readonly Counter<long> jobs;
    private readonly Histogram<double> seconds;

    public ImportMeter(MachineTime machine)
    {
        this.machine = machine;
        imports = meter.CreateCounter<long>("placard_imports_total", description: "Imports by status");
        jobs = meter.CreateCounter<long>("placard_import_jobs_total", description: "Fed jobs by what became of them");
        seconds = meter.CreateHistogram<double>("placard_import_seconds", description: "Time of imports");
    }

    /// <summary>The moment an import begins, for <see cref="Time"/>.</summary>
    public long Mark() => machine.Mark();

    /// <summary>Any import has ended, well or not.</summary>
    public void Time(long begun) => seconds.Record(machine.Since(begun).TotalSeconds);

    /// <summary>An import was closed with an answer.</summary>
    public void Count(ImportRow import)
    {
        imports.Add(1, new KeyValuePair<string, object?>("status", import.Status));
        if (import.Status != ImportStatuses.Completed)
        {
            return;
        }
        Jobs("rejected", import.JobsRejected);
        Jobs("created", import.JobsCreated);
        Jobs("updated", import.JobsUpdated);
        Jobs("unchanged", import.JobsUnchanged);
        Jobs("removed", import.JobsRemoved);
    }

    public void Dispose() => meter.Dispose();

    private void Jobs(string outcome, long count) =>
        jobs.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
}
