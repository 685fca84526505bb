using Microsoft.AspNetCore.Http;
using Placard.Events.Deliveries;
using Placard.Events.Outbox;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Events.Webhooks;

/// <summary>
/// <c>POST /v5/webhooks/{id}/test</c>: posts a sample of a made-up applicant, once, the way real events go, and answers
/// what the receiver did.
/// </summary>
internal sealed class TestSend(
    Store store, WebhookEndpoint webhooks, EventOutbox outbox, DeliveryView deliveries, MachineTime machine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public async Task<IResult> Answer(HttpContext context, long id)
    {
        if (await webhooks.Find(context, id).ConfigureAwait(false) is not { } webhook)
        {
            return Refusal.NotFound("webhook");
        }
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var type = fields.Word("type", webhook.Types) ?? webhook.Types[^1];
        if (fields.Refused() is { } refused)
        {
            return refused;
        }
        if (webhook.DisabledAtMs != null)
        {
            return Refusal.Conflict("The webhook is switched off: switch it on first.");
        }
        var sample = Samples.Of(webhook.CustomerId, type);
        var deliveryId = await store.WriteLedgerInOrder(
            session => outbox.AppendTest(session, sample, id), CancellationToken.None).ConfigureAwait(false);
        outbox.Wake();
        return await Outcome(deliveryId, context.RequestAborted).ConfigureAwait(false);
    }

    // Another node may be the one that sends: what is on disk tells.
    private async Task<IResult> Outcome(long deliveryId, CancellationToken stop)
    {
        var mark = machine.Mark();
        while (true)
        {
            var delivery = await deliveries.Find(deliveryId, null, stop).ConfigureAwait(false);
            if (delivery!.Status != DeliveryStatus.Word(DeliveryStatus.Pending) || machine.Since(mark) > Patience)
            {
                return Wire.Ok(delivery);
            }
            await machine.Wait(Glance, stop).ConfigureAwait(false);
        }
    }
}
