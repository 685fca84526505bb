using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Placard.Bench.Measuring;
using Placard.Bench.World;
using Placard.Events;
using Placard.Events.Outbox;
using Placard.Events.Sending;
using Placard.Events.Webhooks;
using Placard.Storage;

namespace Placard.Bench.Subjects;

/// <summary>
/// Events on their way to a webhook on this machine: opened, signed twice, posted and written down, against a loop that
/// only posts the same bytes; how long one takes from before its transaction to its receipt at 500 a second; and the
/// same while another endpoint takes everything and answers nothing.
/// </summary>
internal static class DeliverySubject
{
    private const int PerSecond = 500;
    private const int EachTime = 5;
    private const int Lanes = 16;

    public static async Task Measure(Workshop workshop)
    {
        foreach (var engine in new[] { "sqlite", "postgres" }.Where(workshop.Options.On))
        {
            var server = engine == "postgres" ? await workshop.Postgres() : null;
            if (engine == "sqlite" || server != null)
            {
                await On(workshop, engine, server == null ? null : await server.CreateDatabase());
            }
        }
    }

    private static async Task On(Workshop workshop, string engine, string? database)
    {
        await using var receiver = await PostReceiver.Start(workshop.Stop);
        await using var exchange = await InnerExchange.Load(
            workshop.FolderOf("deliveries-" + engine), database, workshop.Stop, sandbox: true);
        var dispatcher = exchange.Of<Dispatcher>();
        await dispatcher.StartAsync(workshop.Stop);
        using var http = new HttpClient();
        var load = new Load(exchange, receiver, http, workshop.Stop);
        await load.AddWebhook(Load.Well, "/well");
        await load.AddWebhook(Load.Troubled, "/well");
        await load.AddWebhook(Load.Troubled, "/hang");
        await Rate(workshop, engine, load);
        await Delay(workshop, engine, load);
        await dispatcher.StopAsync(workshop.Stop);
    }

    private static async Task Rate(Workshop workshop, string engine, Load load)
    {
        var events = workshop.Options.Quick ? 2_000 : 20_000;
        var rates = await Rounds.Interleave(
            workshop.Options.Rounds,
            () => load.Deliver(events),
            () => load.Post(events, 1),
            () => load.Post(events, Lanes));
        workshop.Table.Add(Finding.Ratio(
            "deliveries", $"{engine}: events delivered of a backlog : one HttpClient loop posting the same body",
            rates[0], rates[1], Print.PerSecond, Goal.AtLeast(0.5)));
        workshop.Table.Add(Finding.Ratio(
            "deliveries", $"{engine}: the same : {Lanes} such loops side by side",
            rates[0], rates[2], Print.PerSecond, null));
    }

    private static async Task Delay(Workshop workshop, string engine, Load load)
    {
        var seconds = workshop.Options.Quick ? 4 : 10;
        var delays = await Rounds.Interleave(
            workshop.Options.Rounds,
            () => load.Offer(Load.Troubled, PerSecond, EachTime, seconds),
            () => load.Offer(Load.Well, PerSecond, EachTime, seconds));
        var calm = Spread.Of(delays[1]);
        workshop.Table.Add(new Finding(
            "deliveries", $"{engine}: p99 from before the event's transaction to its receipt, {PerSecond} events/s",
            calm.Text(Print.Ms), "", calm, Print.Ms, Goal.AtMost(1_000, Print.Ms)));
        workshop.Table.Add(Finding.Ratio(
            "deliveries", $"{engine}: the same with another webhook hanging : without",
            delays[0], delays[1], Print.Ms, Goal.AtMost(1.2)));
    }

    /// <summary>Events of two customers: one with a webhook that is well, one with a second that hangs.</summary>
    private sealed class Load(InnerExchange exchange, PostReceiver receiver, HttpClient http, CancellationToken stop)
    {
        public const long Well = 1;
        public const long Troubled = 2;

        private static readonly byte[] Data = SomeData();
        private int subjects;

        public Task AddWebhook(long customerId, string path) => exchange.Store.WriteLedgerInOrder(async session =>
        {
            var id = await session.NextIds(Area.Ledger, "endpoints");
            var secret = exchange.Of<EventBodies>().Seal(
                "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="u8, EventBodies.PlaceOfSecret(id));
            await EndpointStore.Add(session, new EndpointRow(
                id, customerId, EndpointKind.Webhook, new Uri(receiver.Address, path).ToString(),
                EventTypes.ApplicationCompleted, 1, secret, null, null, null, null, null, null, null, 0));
            return true;
        }, stop);

        /// <summary>
        /// Events a second, from the commit of all to the receipt of the last; those that left while the others were
        /// still being written do not count.
        /// </summary>
        public async Task<double> Deliver(int count)
        {
            var target = receiver.Count + count;
            for (var written = 0; written < count; written += 1_000)
            {
                await Write(Well, Math.Min(1_000, count - written));
            }
            var left = target - receiver.Count;
            var began = Stopwatch.GetTimestamp();
            exchange.Of<IEvents>().Wake();
            await Until(() => receiver.Count >= target);
            var rate = left / Stopwatch.GetElapsedTime(began).TotalSeconds;
            await Written();
            return rate;
        }

        /// <summary>Posts a second of loops that do nothing else.</summary>
        public async Task<double> Post(int count, int loops)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, loops).Select(async _ =>
            {
                for (var i = 0; i < count / loops; i++)
                {
                    using var content = new ByteArrayContent(Data);
                    content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                    using var answer = await http.PostAsync(new Uri(receiver.Address, "/bare"), content, stop);
                    answer.EnsureSuccessStatusCode();
                }
            }));
            return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        /// <summary>The p99, in milliseconds, of event to receipt at a steady offer.</summary>
        public async Task<double> Offer(long customerId, int perSecond, int eachTime, int seconds)
        {
            var begun = new Dictionary<string, long>();
            var began = Stopwatch.GetTimestamp();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)eachTime / perSecond));
            while (begun.Count < perSecond * seconds && await timer.WaitForNextTickAsync(stop))
            {
                // As many as are due by now: a slow commit must not lower the offer.
                var due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond) - begun.Count;
                if (due > 0)
                {
                    var at = Stopwatch.GetTimestamp();
                    foreach (var id in await Write(customerId, due))
                    {
                        begun[id] = at;
                    }
                    exchange.Of<IEvents>().Wake();
                }
            }
            await Until(() => begun.Keys.All(receiver.At.ContainsKey));
            var delays = begun
                .Select(one => Stopwatch.GetElapsedTime(one.Value, receiver.At[one.Key]).TotalMilliseconds)
                .Order().ToArray();
            receiver.At.Clear();
            return delays[(int)(delays.Length * 0.99)];
        }

        private Task<string[]> Write(long customerId, int count) => exchange.Store.WriteLedgerInOrder(async session =>
        {
            var ids = new string[count];
            for (var i = 0; i < count; i++)
            {
                ids[i] = await exchange.Of<IEvents>().Append(session, new NewEvent(
                    customerId, EventTypes.ApplicationCompleted, $"subject-{++subjects}", Data, null, null));
            }
            return ids;
        }, stop);

        // The next round must not begin while this one's outcomes are still being written.
        private async Task Written()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await exchange.Store.Read(
                session => session.Scalar<long>(
                    "SELECT COUNT(*) FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id "
                    + "WHERE d.status = 0 AND p.customer_id = @Well", new { Well }),
                stop) > 0)
            {
                await timer.WaitForNextTickAsync(stop);
            }
        }

        private async Task Until(Func<bool> holds)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
            while (!holds())
            {
                await timer.WaitForNextTickAsync(stop);
            }
        }

        private static byte[] SomeData() => Encoding.UTF8.GetBytes(
            "{\"id\":1,\"applicant\":{\"firstName\":\"First\",\"resume\":{\"data\":\""
            + new string('x', 3_000) + "\"}}}");
    }
}
