using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Host.Serving;

/// <summary>
/// Runs what falls due by the exchange's clock: looks every second of real time, and on demand when the sandbox moves
/// its clock.
/// </summary>
internal sealed partial class DueRunner(
    IEnumerable<IDueWork> works,
    TimeProvider clock,
    MachineTime machine,
    PublicAddress address,
    ILogger<DueRunner> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly IDueWork[] works = [.. works];
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>
    /// When the earliest piece of work falls due that must run at its own moment; null when none is planned.
    /// </summary>
    public async Task<DateTimeOffset?> NextDue(CancellationToken stop)
    {
        DateTimeOffset? earliest = null;
        foreach (var work in works)
        {
            var due = await work.NextDue(stop).ConfigureAwait(false);
            earliest = due is { } moment && (earliest == null || moment < earliest) ? moment : earliest;
        }
        return earliest;
    }

    /// <summary>Runs everything that is due now, and what became due by it, then answers.</summary>
    public async Task RunDue(CancellationToken stop)
    {
        // Before the server listens nobody knows the address that click URLs begin with and mails point to.
        await address.Known.WaitAsync(stop).ConfigureAwait(false);
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            // What one work did can make another due (a month begins, a build follows). The bound only guards against
            // a work that never finds an end.
            for (var round = 0; round < 100 && await RunOnce(stop).ConfigureAwait(false); round++)
            {
                stop.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public override void Dispose()
    {
        oneAtATime.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDue(stoppingToken).ConfigureAwait(false);
                await machine.Wait(Look, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> RunOnce(CancellationToken stop)
    {
        var any = false;
        foreach (var work in works)
        {
            any |= await RunOne(work, stop).ConfigureAwait(false);
        }
        return any;
    }

    private async Task<bool> RunOne(IDueWork work, CancellationToken stop)
    {
        try
        {
            return await work.RunDue(clock.GetUtcNow(), stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            LogFailed(log, work.Name, fault);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Due work {Work} failed; it is tried again in a second.")]
    private static partial void LogFailed(ILogger logger, string work, Exception fault);
}
