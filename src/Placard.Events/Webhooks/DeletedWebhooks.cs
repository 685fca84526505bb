using Placard.Events.Deliveries;
using Placard.Storage;

namespace Placard.Events.Webhooks;

/// <summary>
/// Ends what is pending at webhooks that were deleted: right away by whoever deletes one, and from time to time what a
/// node that died in the middle left, or a replay that came at the same moment. Or it would be pending for ever, and
/// its events kept. Doing it twice does no harm, so nothing is claimed.
/// </summary>
internal sealed class DeletedWebhooks(Store store) : IDueWork
{
    public string Name => "deliveries of deleted webhooks";

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var left = await store.Read(DeliveryStore.DeletedEndpointsPending, stop).ConfigureAwait(false);
        foreach (var id in left)
        {
            await EndAll(id, stop).ConfigureAwait(false);
        }
        return left.Count > 0;
    }

    /// <summary>
    /// Ends all of one webhook. There may be very many rows: clicks must not wait while all are ended.
    /// </summary>
    public async Task EndAll(long id, CancellationToken stop)
    {
        bool anyMore;
        do
        {
            anyMore = await store.Write(
                Area.Ledger,
                session => DeliveryStore.StopSome(session, id, "The webhook was deleted."),
                stop).ConfigureAwait(false);
        }
        while (anyMore);
    }
}
