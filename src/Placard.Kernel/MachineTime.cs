namespace Placard.Kernel;

/// <summary>
/// The machine's own clock, for waiting on real things (polling, back-off, stopwatch). Everything the exchange
/// promises in time follows the injected <see cref="TimeProvider"/> instead, which the sandbox can move.
/// </summary>
public sealed class MachineTime(TimeProvider system)
{
    /// <summary>A real wait; ends early, by exception, when <paramref name="stop"/> is cancelled.</summary>
    public Task Wait(TimeSpan time, CancellationToken stop) => Task.Delay(time, system, stop);

    /// <summary>
    /// The machine's own moment, for leases between nodes: a frozen sandbox clock must not keep a dead node's.
    /// </summary>
    public long NowMs() => system.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A timestamp for measuring with <see cref="Since"/>.</summary>
    public long Mark() => system.GetTimestamp();

    /// <summary>Real time passed since <paramref name="mark"/>.</summary>
    public TimeSpan Since(long mark) => system.GetElapsedTime(mark);
}
