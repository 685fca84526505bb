using System.Collections.Concurrent;

namespace Placard.Tests.Conversions;

/// <summary>What was acknowledged is there, once, whoever calls at the same time and whenever the power goes.</summary>
public sealed class ConversionsUnderLoadTests
{
    [Theory, OnBothEngines]
    public async Task TwoHundredIdenticalReportsAtOnceCountOnce(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var tlrSid = new SomeIds(900 + engine.Length).Next();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => scenario.Convert(tlrSid)));

        Assert.Single(answers, answer => !(bool)answer.Expect(200)["duplicate"]!);
        var rows = await scenario.Operator.List("/v5/conversions", $"tlrSid={tlrSid}");
        Assert.Equal(200, rows.Count);
        Assert.Single(rows, row => !(bool)row["duplicate"]!);
    }

    [Theory, OnPostgres]
    public async Task TwoNodesCountTheSameReportsOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var first = await Scenario.On(exchange);
        var second = await Scenario.On(await exchange.StartSecondNode());
        var ids = new SomeIds(1);
        var sids = Enumerable.Range(0, 20).Select(_ => ids.Next()).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(async number =>
        {
            var node = number % 2 == 0 ? first : second;
            var sid = sids[number / 2 % sids.Count];
            return (Sid: sid, Counted: !(bool)(await node.Convert(sid)).Expect(200)["duplicate"]!);
        }));

        Assert.All(answers.GroupBy(answer => answer.Sid), same => Assert.Single(same, answer => answer.Counted));
        Assert.Equal(400, (await second.Operator.List("/v5/conversions")).Count);
        await exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task AKilledExchangeHasEveryAcknowledgedConversionOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var ids = new SomeIds(2);
        var acknowledged = new ConcurrentBag<string>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var reporters = Enumerable.Range(0, 16).Select(_ => Report(scenario, ids, acknowledged, enough)).ToList();
        await await Task.WhenAny(enough.Task, Task.WhenAll(reporters)); // all of them end early only by faults
        Assert.True(enough.Task.IsCompleted);
        await exchange.Kill();
        await Task.WhenAll(reporters);
        await exchange.Restart();

        var kept = (await (await Scenario.On(exchange)).Operator.List("/v5/conversions"))
            .ToLookup(row => (string)row["tlrSid"]!);
        Assert.All(acknowledged, sid => Assert.False((bool)Assert.Single(kept[sid])["duplicate"]!));
        await exchange.BooksAddUp();
    }

    private static async Task Report(
        Scenario scenario, SomeIds ids, ConcurrentBag<string> acknowledged, TaskCompletionSource enough)
    {
        while (true)
        {
            try
            {
                var sid = ids.Next();
                (await scenario.Convert(sid)).Expect(200);
                acknowledged.Add(sid);
            }
            catch (HttpRequestException)
            {
                return; // the exchange was killed under this call: nothing was promised
            }
            if (acknowledged.Count > 300)
            {
                enough.TrySetResult();
            }
        }
    }
}
