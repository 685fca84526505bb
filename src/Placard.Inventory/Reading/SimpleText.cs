using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>Short texts outside the parser's care: what a feed says of itself, the number of a rejected job.</summary>
internal static class SimpleText
{
    private const int ReferenceWindowBytes = 64 * 1024;

    /// <summary>Text or one CDATA section, entities decoded, cut to what may be shown; null when blank.</summary>
    public static string? Read(ReadOnlySpan<byte> content)
    {
        var repair = new RecordRepair();
        var text = new ElementText();
        var clean = repair.Clean(content, declaresWestern: false);
        while (!clean.IsEmpty)
        {
            var open = clean.IndexOf("<![CDATA["u8);
            text.AddText(open < 0 ? clean : clean[..open]);
            if (open < 0)
            {
                break;
            }
            clean = clean[(open + 9)..];
            var close = clean.IndexOf("]]>"u8);
            text.AddVerbatim(close < 0 ? clean : clean[..close]);
            clean = close < 0 ? default : clean[(close + 3)..];
        }
        return Shown(text.TakeLine());
    }

    /// <summary>The reference number in a job that cannot be parsed, when it is written plainly.</summary>
    public static string? ReferenceNumberIn(ReadOnlySpan<byte> record)
    {
        record = record[..Math.Min(record.Length, ReferenceWindowBytes)];
        var open = record.IndexOf("<referencenumber>"u8);
        if (open < 0)
        {
            return null;
        }
        var content = record[(open + "<referencenumber>".Length)..];
        var close = content.IndexOf("</"u8);
        return close < 0 ? null : Read(content[..close]);
    }

    /// <summary>Cut to what is shown of a value, never through a surrogate pair; null when blank.</summary>
    public static string? Shown(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }
        if (value.Length <= FeedLimits.ShownValueLength)
        {
            return value;
        }
        var length = FeedLimits.ShownValueLength;
        return value[..(char.IsHighSurrogate(value[length - 1]) ? length - 1 : length)];
    }
}
