using System.Buffers.Binary;
using System.Security.Cryptography;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Publishing.Tokens;

/// <summary>
/// One key's AES-256-GCM for one thread. A token's bytes: key id (1) | nonce (12) | ciphertext | tag (16).
/// </summary>
internal sealed class SplCipher(SecretKey key, IdSource ids) : IDisposable
{
    public const int Overhead = 1 + NonceLength + TagLength;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly AesGcm gcm = new(key.Secret, TagLength);
    private byte[] noncePrefix = ids.NextBytes(8);
    private uint sealedSoFar;

    /// <summary>Whether this cipher is of that key: an id is used again after 255 rotations.</summary>
    public bool IsOf(SecretKey other) =>
        ReferenceEquals(key, other) || (key.Id == other.Id && key.Secret.AsSpan().SequenceEqual(other.Secret));

    public void Seal(ReadOnlySpan<byte> record, Span<byte> token)
    {
        token[0] = key.Id;
        var nonce = token.Slice(1, NonceLength);
        NextNonce(nonce);
        gcm.Encrypt(nonce, record, token.Slice(1 + NonceLength, record.Length), token[^TagLength..], token[..1]);
    }

    public bool TryOpen(ReadOnlySpan<byte> token, Span<byte> record)
    {
        try
        {
            var nonce = token.Slice(1, NonceLength);
            gcm.Decrypt(nonce, token[(1 + NonceLength)..^TagLength], token[^TagLength..], record, token[..1]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false; // what forged tokens look like; the runtime has no answer without an exception
        }
    }

    public void Dispose() => gcm.Dispose();

    // A nonce that comes twice under one key gives the key stream away. The counter makes this cipher's own nonces
    // differ; the random prefix keeps threads, processes and nodes apart.
    private void NextNonce(Span<byte> nonce)
    {
        noncePrefix.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], sealedSoFar);
        if (++sealedSoFar == 0)
        {
            noncePrefix = ids.NextBytes(8);
        }
    }
}
