using System.Diagnostics.Metrics;
using Placard.Kernel;

namespace Placard.Publishing.Builds;

/// <summary>Counts builds and their time for <c>/metrics</c>.</summary>
internal sealed class BuildMeter : IDisposable
{
    private readonly Meter meter = new("Placard");
    private readonly MachineTime machine;
    private readonly Counter<long> jobs;
    private readonly Counter<long> failures;
    private readonly Histogram<double> seconds;

    public BuildMeter(MachineTime machine)
    {
        this.machine = machine;
        jobs = meter.CreateCounter<long>("placard_feed_jobs_total", description: "Jobs written into publisher feeds");
        failures = meter.CreateCounter<long>("placard_feed_failures_total", description: "Feed builds that failed");
        seconds = meter.CreateHistogram<double>(
            "placard_feed_build_seconds", description: "Time of complete feed builds");
    }

    /// <summary>Runs a build and counts it.</summary>
    public async Task<BuildRow> Count(Func<Task<BuildRow>> build)
    {
        var began = machine.Mark();
        try
        {
            var built = await build().ConfigureAwait(false);
            jobs.Add(built.Total);
            seconds.Record(machine.Since(began).TotalSeconds);
            return built;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            failures.Add(1);
            throw;
        }
    }

    public void Dispose() => meter.Dispose();
}
