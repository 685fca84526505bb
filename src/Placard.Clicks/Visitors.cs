using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Placard.Storage;

namespace Placard.Clicks;

/// <summary>
/// Visitors as the ledger knows them: a keyed hash of address and user agent, the same on every node, that nobody
/// without the exchange's key can turn back into a person.
/// </summary>
internal sealed class Visitors(KeyRing keys)
{
    private byte[]? key;

    public async ValueTask<long> NumberOf(IPAddress address, string userAgent, CancellationToken stop)
    {
        // Not rotated: a change of key would let a visitor's next click count twice.
        var secret = key ??= (await keys.Newest("visitor", rotates: false, stop).ConfigureAwait(false)).Secret;
        return Hash(secret, address, userAgent);
    }

    private static long Hash(byte[] secret, IPAddress address, string userAgent)
    {
        const int mostAgent = 512;
        Span<byte> text = stackalloc byte[16 + (mostAgent * 3)];
        address.MapToIPv6().TryWriteBytes(text, out var length);
        length += Encoding.UTF8.GetBytes(userAgent.AsSpan(0, Math.Min(userAgent.Length, mostAgent)), text[length..]);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secret, text[..length], hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
