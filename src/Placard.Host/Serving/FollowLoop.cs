using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Host.Serving;

/// <summary>
/// Keeps this node up with what other nodes change: when woken, and every second in case a wake-up was lost. Nodes that
/// wait for this one hear when it has. The server opens after it: who answers clicks can be called.
/// </summary>
internal sealed partial class FollowLoop(
    Followers followers,
    IEngine engine,
    MachineTime machine,
    ILogger<FollowLoop> log) : BackgroundService
{
    // Past it, a store that refuses the one connection more costs wake-ups, not the exchange.
    private static readonly TimeSpan UntilCalled = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly ConcurrentQueue<string> waiting = new();
    private readonly TaskCompletionSource listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        if (engine.Shared)
        {
            await listens.Task.WaitAsync(UntilCalled, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await followers.CatchUp(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        woken.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        engine.Shared ? Task.WhenAll(Listen(stoppingToken), Follow(stoppingToken)) : Task.CompletedTask;

    private async Task Follow(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await woken.WaitAsync(TimeSpan.FromSeconds(1), stop).ConfigureAwait(false);
                // Asked before it looks: who asks later gets an answer from the next look.
                string[] askedBefore = [.. waiting];
                await followers.CatchUp(stop).ConfigureAwait(false);
                await Answer(askedBefore, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogBehind(log, fault);
                await Pause(stop).ConfigureAwait(false);
            }
        }
    }

    private async Task Listen(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await engine.Listen(Wake, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogDeaf(log, fault);
                await Pause(stop).ConfigureAwait(false);
            }
        }
    }

    private async Task Answer(string[] askedBefore, CancellationToken stop)
    {
        await engine.Answer(askedBefore, stop).ConfigureAwait(false);
        foreach (var _ in askedBefore)
        {
            waiting.TryDequeue(out var _);
        }
    }

    private void Wake(string? asker)
    {
        if (asker != null)
        {
            waiting.Enqueue(asker);
        }
        listens.TrySetResult();
        if (woken.CurrentCount == 0)
        {
            try
            {
                woken.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another wake-up came first: one is enough.
            }
        }
    }

    private async Task Pause(CancellationToken stop) =>
        await machine.Wait(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(Level = LogLevel.Error, Message = "This node could not catch up with the store; it tries again.")]
    private static partial void LogBehind(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Wake-ups from other nodes are lost; looking every second.")]
    private static partial void LogDeaf(ILogger logger, Exception fault);
}
