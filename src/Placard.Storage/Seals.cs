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

    /// <summary>Seals bytes for a row; <paramref name="place"/> names table, row and column.</summary>
    public async ValueTask<byte[]> Seal(ReadOnlyMemory<byte> plain, string place, CancellationToken stop)
    {
        var key = await ring.Newest(Purpose, rotates: true, stop).ConfigureAwait(false);
        var box = new byte[1 + NonceLength + plain.Length + TagLength];
        box[0] = key.Id;
        ids.NextBytes(NonceLength).CopyTo(box, 1);
        using var cipher = new AesGcm(key.Secret, TagLength);
        cipher.Encrypt(
            box.AsSpan(1, NonceLength),
            plain.Span,
            box.AsSpan(1 + NonceLength, plain.Length),
            box.AsSpan(box.Length - TagLength),
            Encoding.UTF8.GetBytes(place));
        return box;
    }

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
}
