using System.Security.Cryptography;
using System.Text;

namespace Placard.Events.Outbox;

/// <summary>
/// The envelope's <c>initiator</c>: 26 characters <c>[0-9a-v]</c> as in the samples, always the same for one customer.
/// The public documentation does not describe it; it tells nothing that the receiver does not know.
/// </summary>
internal static class Initiators
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";
    private const int Length = 26;

    public static string Of(long customerId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"initiator of customer {customerId}"));
        return string.Create(Length, hash, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[bytes[i] & 31];
            }
        });
    }
}
