using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Placard.Storage;

namespace Placard.Clicks;

/// <summary>
/// Visitors as the ledger knows them: a keyed hash of address and user agent, the same on every node, that nobody
/// without the exchange's key can turn back into a person. The key is fetched before the first click: a click must not
/// depend on the store for it.
/// </summary>
internal sealed class Visitors(KeyRing keys) : IFollower, IDisposable
{
    private const int MostAgent = 512;

    // One for each thread, because it is not safe for two; a keyed hash made anew costs more than what it hashes.
    private volatile ThreadLocal<IncrementalHash>? hashes;

    /// <summary>After the key ring.</summary>
    public int Order => 1;

    // Not rotated: a change of key would let a visitor's next click count twice.
    public async Task CatchUp(CancellationToken stop)
    {
        if (hashes == null)
        {
            var key = (await keys.Newest("visitor", rotates: false, stop).ConfigureAwait(false)).Secret;
            hashes = new ThreadLocal<IncrementalHash>(
                () => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));
        }
    }

    public long NumberOf(IPAddress address, string userAgent) => Hash(
        hashes?.Value
            ?? throw new InvalidOperationException("No key yet: followers must catch up before the first click."),
        address, userAgent);

    public void Dispose() => hashes?.Dispose();

    internal static long Hash(IncrementalHash keyed, IPAddress address, string userAgent)
    {
        Span<byte> text = stackalloc byte[16 + (MostAgent * 3)];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            // As it reads in IPv6 clothes.
            text[..10].Clear();
            text[10..12].Fill(0xFF);
            address.TryWriteBytes(text[12..], out _);
        }
        else
        {
            address.TryWriteBytes(text, out _);
        }
        var length = 16 + Encoding.UTF8.GetBytes(
            userAgent.AsSpan(0, Math.Min(userAgent.Length, MostAgent)), text[16..]);
        Span<byte> hash = stackalloc byte[32];
        keyed.AppendData(text[..length]);
        keyed.GetHashAndReset(hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
