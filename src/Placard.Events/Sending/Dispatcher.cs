using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Events.Deliveries;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Events.Sending;

/// <summary>
/// Finds endpoints with something to send and pokes their queues: right after a commit for what it brought, every
/// second for what fell due or was left by a dead node. On a shared store it also takes and prolongs this node's
/// leases.
/// </summary>
internal sealed partial class Dispatcher(
    Store store,
    DeliveryDesk desk,
    DeliveryLeases leases,
    MachineTime machine,
    TimeProvider clock,
    EventsOptions options,
    ILogger<Dispatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProlongEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, EndpointQueue> queues = new();
    private readonly SemaphoreSlim woken = new(0);
    private readonly SemaphoreSlim oneLook = new(1, 1);
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationTokenSource stop = new();
    private int isWoken;
    private int isNearby;
    private long? cursor;

    /// <summary>Something was committed here: its endpoints are looked for at once, on every node.</summary>
    public void Wake()
    {
        Interlocked.Exchange(ref isNearby, 1);
        Ring();
    }

    /// <summary>Something was committed somewhere.</summary>
    public void Ring()
    {
        if (Interlocked.Exchange(ref isWoken, 1) == 0 && !ending.IsCancellationRequested)
        {
            woken.Release();
        }
    }

    /// <summary>Looks for everything that is due now and begins sending it.</summary>
    public async Task LookForDue(CancellationToken caller)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var due = await store.Read(session => DeliveryStore.EndpointsDue(session, nowMs), caller)
            .ConfigureAwait(false);
        await Send(due, caller).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await ending.CancelAsync().ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        var mark = machine.Mark();
        // Also when a long download has taken all the time that the host gives: a post that is cut is sent twice.
        while (machine.Since(mark) < Farewell && queues.Values.Any(queue => !queue.IsStill))
        {
            await machine.Wait(TimeSpan.FromMilliseconds(10), CancellationToken.None).ConfigureAwait(false);
        }
        await stop.CancelAsync().ConfigureAwait(false);
        await GiveLeasesBack().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        foreach (var queue in queues.Values)
        {
            queue.Dispose();
        }
        woken.Dispose();
        oneLook.Dispose();
        ending.Dispose();
        stop.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var looked = 0L;
        var prolonged = machine.Mark();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await woken.WaitAsync(LookEvery, stoppingToken).ConfigureAwait(false);
                Interlocked.Exchange(ref isWoken, 0);
                await LookForNew(stoppingToken).ConfigureAwait(false);
                if (looked == 0 || machine.Since(looked) >= LookEvery)
                {
                    looked = machine.Mark();
                    await LookForDue(stoppingToken).ConfigureAwait(false);
                }
                if (machine.Since(prolonged) >= ProlongEvery)
                {
                    prolonged = machine.Mark();
                    await Tidy(stoppingToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogBlind(log, fault);
                await machine.Wait(LookEvery, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task GiveLeasesBack()
    {
        try
        {
            await leases.Release(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // The database may have gone first. They lapse by themselves, and the end must not fail over it.
            LogKept(log, fault.Message);
        }
    }

    // What was made before this node started is due, and found as such.
    private async Task LookForNew(CancellationToken stopping)
    {
        cursor ??= await store.Read(DeliveryStore.Newest, stopping).ConfigureAwait(false);
        var isOwn = Interlocked.Exchange(ref isNearby, 0) == 1;
        var (endpoints, next) = await store.Read(
            session => DeliveryStore.EndpointsAfter(session, cursor.Value), stopping).ConfigureAwait(false);
        if (endpoints.Count > 0)
        {
            var elsewhere = await Send(endpoints, stopping).ConfigureAwait(false);
            if (isOwn && elsewhere)
            {
                await store.Engine.Wake(stopping).ConfigureAwait(false);
            }
        }
        cursor = next;
    }

    // Answers whether another node is to send for some of them.
    private async Task<bool> Send(List<long> endpoints, CancellationToken stopping)
    {
        await oneLook.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            var missing = endpoints.Where(id => !leases.Holds(id)).ToList();
            var elsewhere = missing.Count == 0
                ? []
                : await leases.Take(missing, stopping).ConfigureAwait(false);
            foreach (var id in endpoints.Except(elsewhere))
            {
                QueueOf(id).Poke();
            }
            return elsewhere.Count > 0;
        }
        finally
        {
            oneLook.Release();
        }
    }

    private EndpointQueue QueueOf(long endpointId) => queues.GetOrAdd(endpointId, id => new EndpointQueue(
        id, options.AtOnce, desk, machine, log, ending.Token, stop.Token));

    private async Task Tidy(CancellationToken stopping)
    {
        await oneLook.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            foreach (var (id, queue) in queues.Where(entry => entry.Value.IdleFor(Idle)).ToList())
            {
                queues.TryRemove(id, out _);
                queue.Dispose();
                leases.Drop(id);
            }
            if (leases.Held() is { Count: > 0 } held)
            {
                await leases.Take(held, stopping).ConfigureAwait(false);
            }
        }
        finally
        {
            oneLook.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Deliveries could not be looked for; tried again in a second.")]
    private static partial void LogBlind(ILogger logger, Exception fault);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The leases on endpoints could not be given back; they lapse within ten seconds: {Fault}")]
    private static partial void LogKept(ILogger logger, string fault);
}

/// <summary>A commit on another node rings here too; at start it makes sure that there is a key to seal with.</summary>
internal sealed class DispatchFollower(Dispatcher dispatcher, Seals seals) : IFollower
{
    // After the key ring, before nobody in particular.
    public int Order => 5;

    public async Task CatchUp(CancellationToken stop)
    {
        await seals.Ready(stop).ConfigureAwait(false);
        dispatcher.Ring();
    }
}
