using System.Buffers.Binary;
using System.Globalization;

namespace Placard.Kernel;

/// <summary>
/// The id of one click, <c>tlr_sid</c> outside: a UUIDv7, so that ids sort by time and name their partition.
/// Partners write it with dashes, in any case; a doubled or undashed spelling is folded by <see cref="TryParse"/>.
/// </summary>
public readonly record struct ClickId(UInt128 Value) : IComparable<ClickId>
{
    /// <summary>Characters of the form that the contract shows.</summary>
    public const int TextLength = 36;

    /// <summary>The click's moment in milliseconds since the Unix epoch, as the id carries it.</summary>
    public long UnixMs => (long)(Value >> 80);

    /// <summary>The smallest id that a click of this moment can have: the lower end of a range over time.</summary>
    public static ClickId FirstOf(long unixMs) => new((UInt128)(ulong)Math.Max(unixMs, 0) << 80);

    /// <summary>Sixteen bytes, most significant first: the form in which stores keep and order it.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    /// <summary>Reads the sixteen bytes that <see cref="ToBytes"/> wrote.</summary>
    public static ClickId FromBytes(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>
    /// Accepts 36 characters with dashes, 32 hex digits, and 64 hex digits whose halves are equal (the seed's own
    /// curl example pastes one id twice). Anything else is refused.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ClickId id)
    {
        id = default;
        Span<char> hex = stackalloc char[64];
        var length = 0;
        foreach (var c in text)
        {
            if (c == '-')
            {
                continue;
            }
            if (length == hex.Length || !char.IsAsciiHexDigit(c))
            {
                return false;
            }
            hex[length++] = char.ToLowerInvariant(c);
        }
        var doubled = length == 64 && hex[..32].SequenceEqual(hex[32..]);
        if (length != 32 && !doubled)
        {
            return false;
        }
        id = new ClickId(UInt128.Parse(hex[..32], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return true;
    }

    public int CompareTo(ClickId other) => Value.CompareTo(other.Value);

    public static bool operator <(ClickId left, ClickId right) => left.Value < right.Value;

    public static bool operator >(ClickId left, ClickId right) => left.Value > right.Value;

    public static bool operator <=(ClickId left, ClickId right) => left.Value <= right.Value;

    public static bool operator >=(ClickId left, ClickId right) => left.Value >= right.Value;

    /// <summary>The 36 characters of the contract: lower case, with dashes.</summary>
    public override string ToString() => string.Create(TextLength, this, static (text, id) => id.Write(text));

    /// <summary>Writes what <see cref="ToString"/> says into the first <see cref="TextLength"/> characters.</summary>
    public void Write(Span<char> into)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        _ = new Guid(bytes, bigEndian: true).TryFormat(into, out _);
    }
}
