using System.Diagnostics.Metrics;

namespace Placard.Events;

/// <summary>Counters of events, deliveries and mails. Labels are from closed lists, never from a partner.</summary>
internal sealed class EventMetrics : IDisposable
{
    private readonly Meter meter = new("Placard");
    private readonly Counter<long> events;
    private readonly Counter<long> attempts;
    private readonly Counter<long> mails;
    private readonly Histogram<double> seconds;

    public EventMetrics()
    {
        events = meter.CreateCounter<long>("placard_events_total", description: "Events written, by type.");
        attempts = meter.CreateCounter<long>(
            "placard_delivery_attempts_total", description: "Attempts to deliver an event, by outcome.");
        seconds = meter.CreateHistogram<double>(
            "placard_delivery_seconds", description: "Time that receivers took to answer, in seconds.");
        mails = meter.CreateCounter<long>("placard_mails_total", description: "Mails, by outcome.");
    }

    public void Appended(string type) => events.Add(1, new KeyValuePair<string, object?>(
        "type", type is EventTypes.ApplicationStarted or EventTypes.ApplicationCompleted ? type : "other"));

    public void Attempted(string outcome, double tookSeconds)
    {
        attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        seconds.Record(tookSeconds);
    }

    public void Mailed(string outcome) => mails.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => meter.Dispose();
}
