using System.Diagnostics.Metrics;

namespace Placard.Dispositions;

/// <summary>Counters of the disposition endpoint, once per batch.</summary>
internal sealed class DispositionMetrics : IDisposable
{
    private readonly Meter meter = new("Placard");
    private readonly Counter<long> events;

    public DispositionMetrics() => events = meter.CreateCounter<long>(
        "placard_dispositions_total", description: "Disposition events taken, by outcome.");

    public void Written(int fresh, int known)
    {
        events.Add(fresh, new KeyValuePair<string, object?>("outcome", "stored"));
        events.Add(known, new KeyValuePair<string, object?>("outcome", "known_already"));
    }

    public void Dispose() => meter.Dispose();
}
