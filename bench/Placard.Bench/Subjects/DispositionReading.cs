using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Placard.Bench.Measuring;
using Placard.Contract.Dispositions;
using Placard.Dispositions;
using Placard.Dispositions.Reading;
using Placard.Kernel;

namespace Placard.Bench.Subjects;

/// <summary>
/// Bodies of 100 dispositions on one thread of this process: read by the exchange under all of its rules, beside the
/// bare JSON reader, which makes the same values of the same fields and believes whatever it is told.
/// </summary>
internal static class DispositionReading
{
    private const int Each = 100;
    private const int Bodies = 500;
    private const int Passes = 10;

    private static readonly byte[][] Words = [.. DispositionWords.Events.Select(Encoding.UTF8.GetBytes)];

    public static async Task Measure(Workshop workshop, Func<ClickId[], byte[]> body)
    {
        var random = new Random(17);
        var bodies = Enumerable.Range(0, Bodies).Select(_ => body([.. Clicks(random)])).ToArray();
        var rates = await Rounds.Interleave(workshop.Options.Rounds,
            () => Rate(bodies, bytes => SentDispositions.Read(bytes).Good),
            () => Rate(bodies, Bare));
        workshop.Table.Add(Finding.Ratio("disposition",
            $"events read and judged, 100 a body, {bodies[0].Length / Each} bytes each, one thread : bare Utf8JsonReader",
            rates[0], rates[1], Print.PerSecond, Goal.AtLeast(0.6)));
    }

    private static IEnumerable<ClickId> Clicks(Random random)
    {
        var bytes = new byte[16];
        for (var click = 0; click < Each; click++)
        {
            random.NextBytes(bytes);
            yield return new ClickId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
        }
    }

    /// <summary>Events a second.</summary>
    private static Task<double> Rate(byte[][] bodies, Func<byte[], List<Disposition>> read)
    {
        var events = 0;
        var began = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var body in bodies)
            {
                events += read(body).Count;
            }
        }
        var took = Stopwatch.GetElapsedTime(began);
        return events == Passes * Bodies * Each
            ? Task.FromResult(events / took.TotalSeconds)
            : throw new InvalidOperationException($"Only {events} events were good.");
    }

    private static List<Disposition> Bare(byte[] body)
    {
        var events = new List<Disposition>();
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            events.Add(BareEvent(ref reader, body));
        }
        return events;
    }

    private static Disposition BareEvent(ref Utf8JsonReader reader, byte[] body)
    {
        Span<byte> idBytes = stackalloc byte[16];
        ClickId click = default;
        var place = -1;
        string? rawEvent = null, metaData = null;
        long timeMs = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("tlr_sid"u8))
            {
                _ = reader.GetGuid().TryWriteBytes(idBytes, bigEndian: true, out _);
                click = new ClickId(BinaryPrimitives.ReadUInt128BigEndian(idBytes));
            }
            else if (name.SequenceEqual("event"u8))
            {
                place = Place(reader.ValueSpan);
            }
            else if (name.SequenceEqual("raw_event"u8))
            {
                rawEvent = reader.GetString();
            }
            else if (name.SequenceEqual("meta_data"u8))
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                metaData = Encoding.UTF8.GetString(body.AsSpan(start, (int)reader.BytesConsumed - start));
            }
            else if (name.SequenceEqual("event_time"u8))
            {
                timeMs = reader.GetDateTimeOffset().ToUnixTimeMilliseconds();
            }
        }
        return new Disposition(click, null, place, null, rawEvent, metaData, timeMs);
    }

    private static int Place(ReadOnlySpan<byte> word)
    {
        for (var place = 0; place < Words.Length; place++)
        {
            if (word.SequenceEqual(Words[place]))
            {
                return place;
            }
        }
        return -1;
    }
}
