using System.Text;
using Placard.Host.Sandbox;
using Placard.Host.Serving;
using Placard.Tests.Platform;

namespace Placard.Tests.Host;

/// <summary>An integrator moves the exchange's time instead of waiting for it.</summary>
public sealed class SandboxClockTests
{
    private static readonly DateTimeOffset NewYear = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory, OnBothEngines]
    public async Task IntegratorStopsTheClockAndMovesItByADay(string engine)
    {
        await using var exchange = await Exchange.Start(engine);

        Assert.False((await exchange.ReadClock()).Frozen);
        await exchange.SetClock(NewYear);
        Assert.Equal((NewYear, true), await exchange.ReadClock());
        Assert.Equal(NewYear.AddDays(1), await exchange.AdvanceClock(TimeSpan.FromDays(1)));
        await exchange.SetClock(NewYear.AddYears(-1));
        Assert.Equal((NewYear.AddYears(-1), true), await exchange.ReadClock());
    }

    [Theory, OnBothEngines]
    public async Task EveryMoveCountsHoweverManyAreMadeAtOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await exchange.SetClock(NewYear);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => exchange.AdvanceClock(TimeSpan.FromMinutes(1))));

        Assert.Equal((NewYear.AddMinutes(10), true), await exchange.ReadClock());
    }

    [Theory, OnPostgres]
    public async Task AMoveStartsWhereTheOtherNodeEndedIts(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var second = await exchange.StartSecondNode();
        await exchange.SetClock(NewYear);

        for (var minutes = 1; minutes <= 20; minutes++)
        {
            var node = minutes % 2 == 0 ? exchange : second;
            Assert.Equal(NewYear.AddMinutes(minutes), await node.AdvanceClock(TimeSpan.FromMinutes(1)));
        }
    }

    [Theory, OnBothEngines]
    public async Task AStoppedClockSurvivesAKillAndARestart(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await exchange.SetClock(NewYear);

        await exchange.Kill();
        await exchange.Restart();

        Assert.Equal((NewYear, true), await exchange.ReadClock());
    }

    [Theory, OnBothEngines]
    public async Task TheClockStaysBefore2100HoweverItIsMoved(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var late = new DateTimeOffset(2099, 12, 31, 12, 0, 0, TimeSpan.Zero);
        await scenario.SetClock(late);

        using var step = new StringContent("""{"seconds":86400}""", Encoding.UTF8, "application/json");
        var refused = (await scenario.Send(HttpMethod.Post, "/sandbox/clock/advance", step)).ExpectProblem(422);

        Assert.NotNull(refused["errors"]!["seconds"]);
        Assert.Equal(late, await scenario.Now());
    }

    [Theory]
    [InlineData("""{}""", "seconds", 422)]
    [InlineData("""{"seconds":null}""", "seconds", 422)]
    [InlineData("""{"seconds":-1}""", "seconds", 422)]
    [InlineData("""{"seconds":1.5}""", "seconds", 422)]
    [InlineData("""{"seconds":"60"}""", "seconds", 422)]
    [InlineData("""{"now":null}""", "now", 422)]
    [InlineData("""{"now":"tomorrow"}""", "now", 422)]
    [InlineData("""{"now":"1999-12-31T23:59:59Z"}""", "now", 422)]
    [InlineData("""{"now":"2100-01-02T00:00:00Z"}""", "now", 422)]
    [InlineData("""{"frozen":true}""", "now", 422)]
    [InlineData("""{"now":"2026-01-01T00:00:00Z","frozen":1}""", "frozen", 422)]
    [InlineData("""[60]""", null, 400)]
    [InlineData("""soon""", null, 400)]
    [InlineData("", "seconds", 422)]
    public async Task AWrongMoveIsRefusedWithItsReason(string body, string? field, int status)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        using var sent = new StringContent(body, Encoding.UTF8, "application/json");
        var isMove = field is "seconds" or null;

        var refused = (await (isMove
            ? scenario.Send(HttpMethod.Post, "/sandbox/clock/advance", sent)
            : scenario.Send(HttpMethod.Put, "/sandbox/clock", sent))).ExpectProblem(status);

        if (field != null)
        {
            Assert.Equal([field], refused["errors"]!.AsObject().Select(error => error.Key));
        }
        Assert.False((await scenario.Exchange.ReadClock()).Frozen);
    }

    // Whoever follows the stored clock may have read it before it was moved and take that in afterwards.
    [Theory, OnBothEngines]
    public async Task AClockThatIsMovedForwardIsNeverSeenGoingBack(string engine)
    {
        await using var scratch = await ScratchStore.On(
            engine, "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
        var clock = new SandboxClock(SystemClock.Machine);
        var stored = new SandboxClockStore(scratch.Store, clock);
        await stored.Set(NewYear, frozen: true, default);
        var isOver = false;
        var followers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
            {
                await stored.CatchUp(default);
            }
        })).ToList();
        var watching = Task.Run(() =>
        {
            for (var last = NewYear; !Volatile.Read(ref isOver); last = clock.GetUtcNow())
            {
                Assert.True(clock.GetUtcNow() >= last, "The clock went back");
            }
        });

        try
        {
            for (var minutes = 1; minutes <= 300; minutes++)
            {
                await stored.Set(NewYear.AddMinutes(minutes), frozen: true, default);
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            await Task.WhenAll([.. followers, watching]);
        }

        Assert.Equal(NewYear.AddMinutes(300), clock.GetUtcNow());
    }

    [Theory, OnPostgres]
    public async Task BothNodesShowTheSameStoppedClock(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var second = await exchange.StartSecondNode();

        await exchange.SetClock(NewYear);
        Assert.Equal((NewYear, true), await second.ReadClock());

        await second.AdvanceClock(TimeSpan.FromHours(1));
        Assert.Equal((NewYear.AddHours(1), true), await exchange.ReadClock());
    }
}
