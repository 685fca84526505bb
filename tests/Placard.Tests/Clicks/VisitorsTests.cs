using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Placard.Clicks;

namespace Placard.Tests.Clicks;

/// <summary>
/// A visitor's number stands in the ledger and is compared with those of earlier versions and other nodes: it stays
/// HMAC-SHA-256 of the address as sixteen bytes and the user agent.
/// </summary>
public sealed class VisitorsTests
{
    [Theory]
    [InlineData("203.0.113.7", "Mozilla/5.0")]
    [InlineData("::ffff:203.0.113.7", "Mozilla/5.0")]
    [InlineData("2001:db8::7", "Mozilla/5.0 (ü)")]
    [InlineData("203.0.113.7", "")]
    public void ANumberIsAKeyedHashWhateverWasHashedBefore(string address, string agent)
    {
        var key = Encoding.ASCII.GetBytes("a key of thirty-two ASCII bytes.");
        using var keyed = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Visitors.Hash(keyed, IPAddress.Loopback, "another");

        byte[] text = [.. IPAddress.Parse(address).MapToIPv6().GetAddressBytes(), .. Encoding.UTF8.GetBytes(agent)];
        var expected = BinaryPrimitives.ReadInt64BigEndian(HMACSHA256.HashData(key, text));
        Assert.Equal(expected, Visitors.Hash(keyed, IPAddress.Parse(address), agent));
    }
}
