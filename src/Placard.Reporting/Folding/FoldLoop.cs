using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Kernel;

namespace Placard.Reporting.Folding;

/// <summary>Keeps the days close behind the ledger, so that a report has little to catch up with.</summary>
internal sealed partial class FoldLoop(ClickFold fold, MachineTime machine, ILogger<FoldLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await fold.CatchUp(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogBehind(log, fault);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // The server ends; the cursor says where the next one goes on.
                return;
            }
            await machine.Wait(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reports could not follow the ledger; tried again in a second.")]
    private static partial void LogBehind(ILogger logger, Exception fault);
}
