using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Placard.Host.Metrics;

/// <summary>
/// Collects the exchange's own instruments (meter <c>Placard</c>) and prints them as Prometheus reads them. Counters
/// and gauges keep their names; histograms give count and sum.
/// </summary>
internal sealed class MetricsPage : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Value> values = new();

    public MetricsPage()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "Placard")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    public string Print()
    {
        listener.RecordObservableInstruments();
        var page = new StringBuilder();
        var byInstrument = values.GroupBy(entry => entry.Key.Instrument)
            .OrderBy(group => group.Key.Name, StringComparer.Ordinal);
        foreach (var group in byInstrument)
        {
            PrintOne(page, group.Key, group.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal));
        }
        return page.ToString();
    }

    public void Dispose() => listener.Dispose();

    private static void PrintOne(
        StringBuilder page, Instrument instrument,
        IEnumerable<KeyValuePair<(Instrument Instrument, string Labels), Value>> entries)
    {
        var kind = KindOf(instrument);
        page.Append("# HELP ").Append(instrument.Name).Append(' ').Append(instrument.Description).Append('\n');
        page.Append("# TYPE ").Append(instrument.Name).Append(' ').Append(kind).Append('\n');
        foreach (var (key, value) in entries)
        {
            if (kind == "summary")
            {
                Line(page, instrument.Name + "_sum", key.Labels, value.Sum);
                Line(page, instrument.Name + "_count", key.Labels, value.Count);
            }
            else
            {
                Line(page, instrument.Name, key.Labels, kind == "gauge" ? value.Last : value.Sum);
            }
        }
    }

    private static void Line(StringBuilder page, string name, string labels, double number) =>
        page.Append(CultureInfo.InvariantCulture, $"{name}{labels} {number:R}\n");

    private static string KindOf(Instrument instrument) => instrument switch
    {
        { IsObservable: true } => "gauge",
        Counter<long> => "counter",
        Histogram<double> or Histogram<long> => "summary",
        _ => "gauge",
    };

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }
        var labels = new List<string>();
        foreach (var tag in tags)
        {
            var text = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{tag.Key}=\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"");
        }
        return "{" + string.Join(",", labels) + "}";
    }

    private void Take(Instrument instrument, double number, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        values.GetOrAdd((instrument, LabelsOf(tags)), _ => new Value()).Add(number);

    private sealed class Value
    {
        private readonly Lock guard = new();

        public double Sum { get; private set; }

        public double Last { get; private set; }

        public long Count { get; private set; }

        public void Add(double number)
        {
            lock (guard)
            {
                Sum += number;
                Last = number;
                Count++;
            }
        }
    }
}
