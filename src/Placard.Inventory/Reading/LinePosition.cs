using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>Line and column, from 1, of a place in the feed; a column is a UTF-16 unit, as editors count.</summary>
internal readonly record struct LinePosition(long Line, long Column)
{
    public static LinePosition Start => new(1, 1);

    public LinePosition After(ReadOnlySpan<byte> passed)
    {
        var lines = passed.Count((byte)'\n');
        var lastLine = passed[(passed.LastIndexOf((byte)'\n') + 1)..];
        return new LinePosition(Line + lines, (lines == 0 ? Column : 1) + Units(lastLine));
    }

    /// <summary>
    /// Counted byte by byte, so that it does not matter where the feed was cut: every byte that begins a character is
    /// one unit, the first of four is two.
    /// </summary>
    private static long Units(ReadOnlySpan<byte> utf8)
    {
        if (Ascii.IsValid(utf8))
        {
            return utf8.Length;
        }
        var units = 0L;
        foreach (var value in utf8)
        {
            units += (value & 0xC0) == 0x80 ? 0 : value >= 0xF0 ? 2 : 1;
        }
        return units;
    }
}
