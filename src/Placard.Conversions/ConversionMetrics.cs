using System.Diagnostics.Metrics;

namespace Placard.Conversions;

/// <summary>Counters of the conversion endpoints.</summary>
internal sealed class ConversionMetrics : IDisposable
{
    private readonly Meter meter = new("Placard");
    private readonly Counter<long> conversions;
    private readonly Counter<long> unrecorded;

    public ConversionMetrics()
    {
        conversions = meter.CreateCounter<long>(
            "placard_conversions_total", description: "Conversions on disk, by event and outcome.");
        unrecorded = meter.CreateCounter<long>(
            "placard_conversions_unrecorded_total", description: "Pixels answered although their conversion was lost.");
    }

    public void Recorded(Conversion conversion)
    {
        var outcome = conversion switch
        {
            { Click: null } => "unmatched",
            { IsRepeat: true } => "duplicate",
            _ => "counted",
        };
        conversions.Add(1, new("event", conversion.Event), new("outcome", outcome));
    }

    public void Unrecorded() => unrecorded.Add(1);

    public void Dispose() => meter.Dispose();
}
