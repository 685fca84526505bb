using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Host.Serving;

/// <summary>
/// Keeps this node up with what other nodes change: when woken, and every second in case a wake-up was
/// lost. A node alone on its store settles after its own changes and needs only the slow look.
/// </summary>
internal sealed partial class FollowLoop(
    Followers followers,
    IEngine engine,
    MachineTime machine,
    ILogger<FollowLoop> log) : BackgroundService
{
    private readonly SemaphoreSlim woken = new(0, 1);

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
                await followers.CatchUp(stop).ConfigureAwait(false);
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

    private void Wake()
    {
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
