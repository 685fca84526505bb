using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Placard.Storage;

namespace Placard.Clicks;

/// <summary>
/// Visitors as the ledger knows them: a keyed hash of address and user agent, the same on every node, that nobody
/// without the exchange's key can turn back into a person. The key is fetched before the first click: a click must not
/// depend on the store for it.
/// </summary>
internal sealed class Visitors(KeyRing keys) : IFollower
{
    private volatile byte[]? key;

    /// <summary>After the key ring.</summary>
    public int Order => 1;

    // Not rotated: a change of key would let a visitor's next click count twice.
    public async Task CatchUp(CancellationToken stop) =>
        key ??= (await keys.Newest("visitor", rotates: false, stop).ConfigureAwait(false)).Secret;

    public long NumberOf(IPAddress address, string userAgent) => Hash(
        key ?? throw new InvalidOperationException("No key yet: followers must catch up before the first click."),
        address, userAgent);

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
