using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(Placard.Tests.Clicks.Days.FrozenExchanges))]

namespace Placard.Tests.Clicks.Days;

/// <summary>
/// One exchange per engine whose clock these tests set as they like, one test at a time. Each test begins on a day that
/// no other has seen, and leaves no live job behind: only a job of its own can be similar to another.
/// </summary>
public sealed class FrozenExchanges : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Exchange>>> Running = new();
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new();
    private static readonly DateTime FirstDay = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly ConcurrentDictionary<string, DateTime> LastDay = new();

    /// <summary>Waits for its turn and begins at midnight in New York, on the day after the last test's last.</summary>
    public static async Task<ClickDay> Open(string engine)
    {
        var turn = Turns.GetOrAdd(engine, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync();
        try
        {
            var exchange = await Running.GetOrAdd(
                engine, name => new Lazy<Task<Exchange>>(() => Exchange.Start(name))).Value;
            var today = LastDay.TryGetValue(engine, out var last) ? last.AddDays(1) : FirstDay;
            var day = new ClickDay(await Scenario.On(exchange), today, latest =>
            {
                LastDay[engine] = latest;
                turn.Release();
            });
            await day.SetClock("00:00");
            return day;
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var exchange in Running.Values.Select(lazy => lazy.Value).Where(task => task.IsCompletedSuccessfully))
        {
            await (await exchange).DisposeAsync();
        }
    }
}
