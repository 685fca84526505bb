using System.Security.Cryptography;
using System.Text;
using Placard.Kernel;

namespace Placard.Storage;

/// <summary>
/// Personal data at rest: AES-256-GCM under the key ring, bound to the row it stands in, so that a value cannot be
/// moved to another row. Layout: key id (1 byte), nonce (12), ciphertext, tag (16).
/// </summary>
public sealed class Seals(KeyRing ring, IdSource ids)
{
    private const string Purpose = "person";
    private const string MarkPurpose = "person-mark";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>
    /// Seals bytes for a row; <paramref name="place"/> names table, row and column. Never call it inside a ledger
    /// transaction: when the key is due for a change it waits for one of its own. <see cref="SealInside"/> is for
    /// there.
    /// </summary>
    public async ValueTask<byte[]> Seal(ReadOnlyMemory<byte> plain, string place, CancellationToken stop)
    {
        var key = await ring.Newest(Purpose, rotates: true, stop).ConfigureAwait(false);
        return SealUnder(key, plain.Span, place);
    }

    /// <summary>
    /// As <see cref="Seal"/> under the newest key known here, for use inside a transaction. Whoever uses it calls
    /// <see cref="Ready"/> at start and now and then, so that there is a key and it is changed in time.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no key yet.</exception>
    public byte[] SealInside(ReadOnlySpan<byte> plain, string place) => SealUnder(
        ring.NewestKnown(Purpose) ?? throw new InvalidOperationException("No key was made ready to seal with."),
        plain,
        place);

    /// <summary>Makes a key when there is none or the newest has served its time. Cheap otherwise.</summary>
    public async ValueTask Ready(CancellationToken stop) =>
        await ring.Newest(Purpose, rotates: true, stop).ConfigureAwait(false);

    /// <summary>Opens what <see cref="Seal"/> made for the same place.</summary>
    /// <exception cref="CryptographicException">It was changed, stands elsewhere, or its key is gone.</exception>
    public byte[] Open(ReadOnlySpan<byte> box, string place)
    {
        if (box.Length < 1 + NonceLength + TagLength || ring.Find(Purpose, box[0]) is not { } key)
        {
            throw new CryptographicException($"No key opens {place}.");
        }
        var plain = new byte[box.Length - 1 - NonceLength - TagLength];
        using var cipher = new AesGcm(key.Secret, TagLength);
        cipher.Decrypt(
            box.Slice(1, NonceLength),
            box[(1 + NonceLength)..^TagLength],
            box[^TagLength..],
            plain,
            Encoding.UTF8.GetBytes(place));
        return plain;
    }

    /// <summary>
    /// A keyed mark (32 bytes) by which equal values can be found without being readable; its key never changes.
    /// Fold the value first (an e-mail address: trimmed, lower case).
    /// </summary>
    public async ValueTask<byte[]> Mark(string value, CancellationToken stop)
    {
        var key = await ring.Newest(MarkPurpose, rotates: false, stop).ConfigureAwait(false);
        return HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(value));
    }

    private byte[] SealUnder(SecretKey key, ReadOnlySpan<byte> plain, string place)
    {
        var box = new byte[1 + NonceLength + plain.Length + TagLength];
        box[0] = key.Id;
        ids.NextBytes(NonceLength).CopyTo(box, 1);
        using var cipher = new AesGcm(key.Secret, TagLength);
        cipher.Encrypt(
            box.AsSpan(1, NonceLength),
            plain,
            box.AsSpan(1 + NonceLength, plain.Length),
            box.AsSpan(box.Length - TagLength),
            Encoding.UTF8.GetBytes(place));
        return box;
    }
}
