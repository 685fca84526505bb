using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Placard.Events.Sending;

/// <summary>
/// Signs what is posted, both ways (contract, section 6.2; surface, section 4): <c>x-talroo-signature</c> with the
/// secret's text as key, and the Standard Webhooks headers, whose <c>whsec_</c> secrets are base64. Both are over the
/// very bytes that go out; each live secret gives one signature.
/// </summary>
internal static class Signatures
{
    public const string Prefix = "whsec_";

    /// <summary>The value of <c>x-talroo-signature</c>: <c>t=…,v1=…</c>, the newest secret first.</summary>
    public static string Talroo(IReadOnlyList<string> secrets, long unixSeconds, ReadOnlyMemory<byte> body)
    {
        var time = unixSeconds.ToString(CultureInfo.InvariantCulture);
        var start = Encoding.ASCII.GetBytes(time + ".");
        var header = new StringBuilder("t=").Append(time);
        foreach (var secret in secrets)
        {
            header.Append(",v1=").Append(Convert.ToHexStringLower(Hash(Encoding.UTF8.GetBytes(secret), start, body)));
        }
        return header.ToString();
    }

    /// <summary>The value of <c>webhook-signature</c>: <c>v1,…</c> for each secret, blanks between.</summary>
    public static string Standard(
        IReadOnlyList<string> secrets, string eventId, long unixSeconds, ReadOnlyMemory<byte> body)
    {
        var time = unixSeconds.ToString(CultureInfo.InvariantCulture);
        var start = Encoding.ASCII.GetBytes($"{eventId}.{time}.");
        return string.Join(' ', secrets.Select(secret =>
            "v1," + Convert.ToBase64String(Hash(StandardKey(secret) ?? Encoding.UTF8.GetBytes(secret), start, body))));
    }

    /// <summary>
    /// The key of a secret under Standard Webhooks; null when it starts with whsec_ and is no base64.
    /// </summary>
    public static byte[]? StandardKey(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }
        var buffer = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], buffer, out var length) && length > 0
            ? buffer[..length]
            : null;
    }

    private static byte[] Hash(byte[] key, byte[] start, ReadOnlyMemory<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(start);
        hash.AppendData(body.Span);
        return hash.GetHashAndReset();
    }
}
