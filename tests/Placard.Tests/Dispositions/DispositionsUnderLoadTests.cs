using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Placard.Tests.Dispositions;

/// <summary>What was acknowledged is there, once, whoever sends at the same time and whenever the power goes.</summary>
public sealed class DispositionsUnderLoadTests
{
    private const int EventsInCall = 20;

    [Theory, OnBothEngines]
    public async Task AKilledExchangeHasEveryAcknowledgedEventOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var ids = new SomeIds(11);
        var acknowledged = new ConcurrentBag<JsonArray>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var senders = Enumerable.Range(0, 12).Select(_ => Send(scenario, ids, acknowledged, enough)).ToList();
        await await Task.WhenAny(enough.Task, Task.WhenAll(senders)); // all of them end early only by faults
        Assert.True(enough.Task.IsCompleted);
        await exchange.Kill();
        await Task.WhenAll(senders);
        await exchange.Restart();

        scenario = await Scenario.On(exchange);
        await AssertEachOnce(scenario, acknowledged);
        // A sender that never heard the answer sends again.
        foreach (var call in acknowledged.Take(5))
        {
            (await scenario.SendDispositions(call)).Expect(200);
        }
        await AssertEachOnce(scenario, acknowledged);
        await exchange.BooksAddUp();
    }

    [Theory, OnPostgres]
    public async Task TwoNodesTakeTheSameEventsInOppositeOrderOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var first = await Scenario.On(exchange);
        var second = await Scenario.On(await exchange.StartSecondNode());
        var ids = new SomeIds(12);
        var calls = Enumerable.Range(0, 20).Select(_ => Call(ids)).ToList();

        await Task.WhenAll(calls.SelectMany(call => (Task[])
        [
            Taken(first.SendDispositions(call)),
            Taken(second.SendDispositions(new JsonArray([.. call.Reverse().Select(sent => sent!.DeepClone())]))),
        ]));

        await AssertEachOnce(second, calls);
        await exchange.BooksAddUp();

        static async Task Taken(Task<Answer> call) => (await call).Expect(200);
    }

    private static async Task Send(
        Scenario scenario, SomeIds ids, ConcurrentBag<JsonArray> acknowledged, TaskCompletionSource enough)
    {
        while (true)
        {
            var call = Call(ids);
            try
            {
                (await scenario.SendDispositions(call)).Expect(200);
                acknowledged.Add(call);
            }
            catch (HttpRequestException)
            {
                return; // the exchange was killed under this call: nothing was promised
            }
            if (acknowledged.Count > 60)
            {
                enough.TrySetResult();
            }
        }
    }

    private static JsonArray Call(SomeIds ids) => [.. Enumerable.Range(0, EventsInCall).Select(
        _ => (JsonNode)DispositionTests.Event(ids.Next(), "interviewed", "2026-01-10T15:04:05Z"))];

    private static async Task AssertEachOnce(Scenario scenario, IEnumerable<JsonArray> calls)
    {
        var kept = (await scenario.Operator.List("/v5/dispositions")).ToLookup(row => (string)row["tlrSid"]!);
        Assert.All(calls.SelectMany(call => call), sent => Assert.Single(kept[(string)sent!["tlr_sid"]!]));
    }
}
