using System.Buffers;
using System.Buffers.Binary;

namespace Placard.Dispositions.Reading;

/// <summary>
/// Reads the ids of the contract: a UUID of any version with or without dashes, in any case. The seed's own curl
/// example pastes an undashed one twice, so a doubled id whose halves are equal is folded to its half.
/// </summary>
internal static class SentId
{
    private const int Digits = 32;

    public static bool TryRead(ReadOnlySpan<byte> text, out UInt128 id)
    {
        id = default;
        Span<byte> hex = stackalloc byte[Digits];
        switch (text.Length)
        {
            case 36 when text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-':
                text[..8].CopyTo(hex);
                text[9..13].CopyTo(hex[8..]);
                text[14..18].CopyTo(hex[12..]);
                text[19..23].CopyTo(hex[16..]);
                text[24..].CopyTo(hex[20..]);
                break;
            case Digits:
                text.CopyTo(hex);
                break;
            case 2 * Digits or 72:
                var half = text.Length / 2;
                return TryRead(text[..half], out id) && TryRead(text[half..], out var again) && id == again;
            default:
                return false;
        }
        Span<byte> bytes = stackalloc byte[16];
        if (Convert.FromHexString(hex, bytes, out _, out var written) != OperationStatus.Done || written != 16)
        {
            return false;
        }
        id = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }
}
