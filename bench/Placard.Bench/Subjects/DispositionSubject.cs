using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Placard.Bench.Measuring;
using Placard.Bench.World;
using Placard.Dispositions;
using Placard.Dispositions.Storing;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Bench.Subjects;

/// <summary>
/// Dispositions in batches of 100, in the random order of ids in which they come in life: over HTTP, read, matched with
/// their clicks and durable, beside a loop in this process that only inserts the same rows into such a table. Before
/// that, the reading of their bodies alone (<see cref="DispositionReading"/>).
/// </summary>
internal static class DispositionSubject
{
    private const int Each = 100;
    private const int Clients = 16;

    public static async Task Measure(Workshop workshop)
    {
        await DispositionReading.Measure(workshop, clicks => Body(clicks, 1));
        var requests = workshop.Options.Quick ? 100 : 1_000;
        foreach (var world in await workshop.Worlds())
        {
            await On(workshop, world, requests);
        }
    }

    private static async Task On(Workshop workshop, LargeWorld world, int requests)
    {
        var clicks = await world.SomeClicks(requests * Each, workshop.Stop);
        new Random(17).Shuffle(clicks);
        await using var single = await RawTable.Create(workshop, world, "raw-100");
        await using var grouped = await RawTable.Create(workshop, world, "raw-1600");
        var round = 0;
        var rates = await Rounds.Interleave(workshop.Options.Rounds,
            () => Send(world, clicks, ++round),
            () => single.Insert(clicks, Each, workshop.Stop),
            () => grouped.Insert(clicks, 16 * Each, workshop.Stop));
        workshop.Table.Add(Finding.Ratio("disposition",
            $"{world.Engine}: events over HTTP, 100 a call, {Clients} callers : raw inserts, 100 a commit",
            rates[0], rates[1], Print.PerSecond, Goal.AtLeast(0.5)));
        workshop.Table.Add(Finding.Ratio("disposition", $"{world.Engine}: the same : raw inserts, 1,600 a commit",
            rates[0], rates[2], Print.PerSecond, null));
    }

    /// <summary>Events a second. Every round says other times, so that each event is new.</summary>
    private static async Task<double> Send(LargeWorld world, ClickId[] clicks, int round)
    {
        var bodies = new Queue<byte[]>(clicks.Chunk(Each).Select(some => Body(some, round)));
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Caller(world, bodies)));
        return clicks.Length / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task Caller(LargeWorld world, Queue<byte[]> bodies)
    {
        while (true)
        {
            byte[]? bytes;
            lock (bodies)
            {
                if (!bodies.TryDequeue(out bytes))
                {
                    return;
                }
            }
            using var body = new ByteArrayContent(bytes);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await world.Exchange.Http.PostAsync("/disposition/v1/events", body);
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException(
                    $"{world.Engine}: {await answer.Content.ReadAsStringAsync()}\n{world.Exchange.Said}");
            }
        }
    }

    private static byte[] Body(ClickId[] clicks, int round)
    {
        var json = new StringBuilder("[");
        foreach (var click in clicks)
        {
            json.Append(json.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""
                {"tlr_sid":"{{click}}","event":"application_completed","raw_event":"new application",
                "meta_data":{"requisition":"R-{{click.UnixMs % 100_000}}"},"event_time":"{{EventTime(round):s}}Z"}
                """);
        }
        return Encoding.UTF8.GetBytes(json.Append(']').ToString());
    }

    private static DateTimeOffset EventTime(int round) =>
        new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero).AddSeconds(round);

    /// <summary>A table of dispositions in a store of its own, and the bare loop that fills it.</summary>
    private sealed class RawTable(InnerExchange exchange) : IAsyncDisposable
    {
        private int round;

        public static async Task<RawTable> Create(Workshop workshop, LargeWorld world, string name)
        {
            var database = world.HasDatabase ? await (await workshop.Postgres())!.CreateDatabase() : null;
            return new RawTable(await InnerExchange.Load(
                workshop.FolderOf($"{name}-{world.Engine}"), database, workshop.Stop));
        }

        public async Task<double> Insert(ClickId[] clicks, int rowsEach, CancellationToken stop)
        {
            var atMs = EventTime(++round).ToUnixTimeMilliseconds();
            var batches = clicks.Chunk(rowsEach).Select(some => some
                .Select(click => new ReceivedDisposition(
                    new Disposition(click, null, 3, null, "new application", """{"requisition":"R-1"}""", atMs), atMs))
                .Order(KeyOrder.Instance).ToList()).ToList();
            var began = Stopwatch.GetTimestamp();
            foreach (var batch in batches)
            {
                await exchange.Store.Write(Area.Ledger, session => DispositionTable.Append(session, batch), stop);
            }
            return clicks.Length / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        public ValueTask DisposeAsync() => exchange.DisposeAsync();
    }
}
