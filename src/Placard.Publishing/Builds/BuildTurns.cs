using System.Collections.Concurrent;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// One build of a feed at a time: inside this process by a gate, between nodes by a lease that is prolonged while the
/// turn lasts, so that a dead node's feed is taken over within a minute.
/// </summary>
internal sealed class BuildTurns(IEngine engine, Leases leases, MachineTime machine)
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Prolonging = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Asking = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<long, SemaphoreSlim> gates = new();

    /// <summary>The feed's turn, or null when somebody else has it. Dispose it.</summary>
    public async Task<IAsyncDisposable?> TryTake(long feedId, CancellationToken stop)
    {
        var gate = GateOf(feedId);
        return await gate.WaitAsync(0, stop).ConfigureAwait(false)
            ? await BehindGate(feedId, gate, waits: false, stop).ConfigureAwait(false)
            : null;
    }

    /// <summary>Waits for the feed's turn.</summary>
    public async Task<IAsyncDisposable> Take(long feedId, CancellationToken stop)
    {
        var gate = GateOf(feedId);
        await gate.WaitAsync(stop).ConfigureAwait(false);
        return (await BehindGate(feedId, gate, waits: true, stop).ConfigureAwait(false))!;
    }

    private static string LeaseOf(long feedId) => $"feed-build-{feedId}";

    private SemaphoreSlim GateOf(long feedId) => gates.GetOrAdd(feedId, static _ => new SemaphoreSlim(1, 1));

    private async Task<Turn?> BehindGate(long feedId, SemaphoreSlim gate, bool waits, CancellationToken stop)
    {
        try
        {
            while (engine.Shared && !await leases.TryTake(LeaseOf(feedId), LeaseLength, stop).ConfigureAwait(false))
            {
                if (!waits)
                {
                    gate.Release();
                    return null;
                }
                await machine.Wait(Asking, stop).ConfigureAwait(false);
            }
            return new Turn(engine.Shared ? leases : null, machine, LeaseOf(feedId), gate);
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    private sealed class Turn : IAsyncDisposable
    {
        private readonly Leases? leases;
        private readonly MachineTime machine;
        private readonly string name;
        private readonly SemaphoreSlim gate;
        private readonly CancellationTokenSource ending = new();
        private readonly Task prolonging;

        /// <summary>Without leases the gate is all there is to give back.</summary>
        public Turn(Leases? leases, MachineTime machine, string name, SemaphoreSlim gate)
        {
            this.leases = leases;
            this.machine = machine;
            this.name = name;
            this.gate = gate;
            prolonging = leases == null ? Task.CompletedTask : Prolong(leases, ending.Token);
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                await ending.CancelAsync().ConfigureAwait(false);
                await prolonging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (leases != null)
                {
                    await leases.Release(name, CancellationToken.None).ConfigureAwait(false);
                }
            }
            finally
            {
                ending.Dispose();
                gate.Release();
            }
        }

        // A lease that is lost meanwhile does no harm: two builds of one feed have folders of their own, and the later
        // one is handed out.
        private async Task Prolong(Leases held, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                await machine.Wait(Prolonging, stop).ConfigureAwait(false);
                await held.TryTake(name, LeaseLength, stop).ConfigureAwait(false);
            }
        }
    }
}
