using System.Security.Cryptography;
using Placard.Storage;

namespace Placard.Events.Outbox;

/// <summary>Seals and opens what the room keeps at rest. Each value is bound to its row.</summary>
internal sealed class EventBodies(Seals seals, KeyRing ring)
{
    public static string PlaceOfEvent(long seq) => $"events:{seq}:body";

    public static string PlaceOfSecret(long endpointId) => $"endpoints:{endpointId}:secret";

    public static string PlaceOfResponse(long deliveryId, long number) => $"delivery_attempts:{deliveryId}:{number}";

    public static string PlaceOfMail(long mailId) => $"mails:{mailId}:body";

    /// <summary>Seals inside a transaction; a key must have been made ready.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string place) => seals.SealInside(plain, place);

    /// <summary>Opens a sealed value, be it sealed by another node under a key that was made a moment ago.</summary>
    /// <exception cref="CryptographicException">It was changed, stands elsewhere, or its key is gone.</exception>
    public async ValueTask<byte[]> Open(byte[] box, string place, CancellationToken stop)
    {
        try
        {
            return seals.Open(box, place);
        }
        catch (CryptographicException)
        {
            await ring.CatchUp(stop).ConfigureAwait(false);
            return seals.Open(box, place);
        }
    }
}
