using Microsoft.Extensions.Logging;
using Placard.Events.Deliveries;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Events.Sending;

/// <summary>Puts on disk what attempts met: as many together as came while the last commit ran.</summary>
internal sealed partial class OutcomeWriter(Store store, MachineTime machine, ILogger<OutcomeWriter> log)
{
    private const int MostRows = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly GroupCommit<Outcome> commits = new(
        store, Area.Ledger, (session, outcomes) => DeliveryStore.Record(session, outcomes), _ => 1, MostRows);

    /// <summary>
    /// When this returns, the outcome is on disk. It is tried until then: a delivery whose outcome is unknown would be
    /// sent again at once.
    /// </summary>
    /// <exception cref="OperationCanceledException">The exchange ends: the delivery is sent again after it.</exception>
    public async Task Write(Outcome outcome, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await commits.Write(outcome).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                LogUnwritten(log, outcome.Due.Id, fault);
            }
            await machine.Wait(Pause, stop).ConfigureAwait(false);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error, Message = "The outcome of delivery {DeliveryId} could not be written; tried again.")]
    private static partial void LogUnwritten(ILogger logger, long deliveryId, Exception fault);
}
