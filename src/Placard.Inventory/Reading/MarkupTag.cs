using System.Buffers;

namespace Placard.Inventory.Reading;

/// <summary>How a look at a tag ended.</summary>
internal enum TagLook
{
    /// <summary>The tag goes on beyond the bytes at hand.</summary>
    NeedMore,
    Found,
}

/// <summary>A tag in bytes; positions count from the start of the bytes it was looked up in.</summary>
internal readonly ref struct MarkupTag
{
    /// <summary>A quoted attribute value longer than this is taken for a stray quote.</summary>
    private const int AttributeValueBytes = 2_048;

    /// <summary>A tag is looked for no farther: an unclosed one must not hold a whole feed in memory.</summary>
    private const int TagBytes = 64 * 1024;

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(">/< \n\r\t"u8);

    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>First byte after the tag.</summary>
    public required int End { get; init; }
    public required bool IsSelfClosing { get; init; }

    public bool Is(ReadOnlySpan<byte> lowerName) => IsNamed(Name, lowerName);

    public static bool IsNamed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerName) =>
        name.Length == lowerName.Length && System.Text.Ascii.EqualsIgnoreCase(name, lowerName);

    public static bool BeginsName(byte value) => char.IsAsciiLetter((char)value) || value is (byte)'_' or >= 0x80;

    public static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>
    /// Reads the tag whose name begins at <paramref name="nameStart"/>. Tolerant: a tag that is never closed ends
    /// before the next <c>&lt;</c>, and a quote is believed only where an attribute value can stand.
    /// </summary>
    public static TagLook TryRead(ReadOnlySpan<byte> data, int nameStart, bool isLast, out MarkupTag tag)
    {
        tag = default;
        if (data.Length - nameStart > TagBytes)
        {
            data = data[..(nameStart + TagBytes)];
            isLast = true;
        }
        var length = data[nameStart..].IndexOfAny(NameEnds);
        var nameEnd = length < 0 ? data.Length : nameStart + length;
        var end = nameEnd < data.Length && data[nameEnd] == (byte)'>' ? nameEnd : FindEnd(data, nameEnd, isLast);
        if (end < 0)
        {
            return TagLook.NeedMore;
        }
        var isClosed = end < data.Length && data[end] == (byte)'>';
        tag = new MarkupTag
        {
            Name = data[nameStart..nameEnd],
            End = isClosed ? end + 1 : end,
            IsSelfClosing = isClosed && end > nameStart && data[end - 1] == (byte)'/',
        };
        return TagLook.Found;
    }

    /// <summary>Where the tag's <c>&gt;</c> is, or the <c>&lt;</c> that cuts it off; -1: more is needed.</summary>
    private static int FindEnd(ReadOnlySpan<byte> data, int from, bool isLast)
    {
        for (var at = from; ;)
        {
            var next = data[at..].IndexOfAny("><\"'"u8);
            if (next < 0)
            {
                return isLast ? data.Length : -1;
            }
            at += next;
            if (data[at] is (byte)'>' or (byte)'<')
            {
                return at;
            }
            var after = AfterQuote(data, from, at, isLast);
            if (after < 0)
            {
                return -1;
            }
            at = after;
        }
    }

    /// <summary>The byte after the quoted value that opens here, or after a stray quote.</summary>
    private static int AfterQuote(ReadOnlySpan<byte> data, int from, int quote, bool isLast)
    {
        var before = quote - 1;
        while (before > from && IsSpace(data[before]))
        {
            before--;
        }
        if (data[before] != (byte)'=')
        {
            return quote + 1;
        }
        var value = data[(quote + 1)..];
        var window = value[..Math.Min(value.Length, AttributeValueBytes)];
        var length = window.IndexOf(data[quote]);
        var after = length + 1;
        if (!isLast && (length < 0 ? value.Length < AttributeValueBytes : after == value.Length))
        {
            return -1;
        }
        var isValue = length >= 0 && (after == value.Length
            || IsSpace(value[after]) || value[after] is (byte)'/' or (byte)'>' or (byte)'?');
        return isValue ? quote + 1 + after : quote + 1;
    }
}
