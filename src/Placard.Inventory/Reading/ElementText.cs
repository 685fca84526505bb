using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>
/// Gathers the text of one element from its pieces (text, CDATA sections) and decodes what entities mean with
/// certainty. Reused from element to element; its input is UTF-8 that XML allows.
/// </summary>
internal sealed class ElementText
{
    private const int LongestEntity = 32;
    private readonly Dictionary<string, string> _names = [];
    private byte[] _bytes = new byte[8 * 1024];
    private int _length;

    /// <summary>First of each kind since <see cref="Clear"/>; null when there was none.</summary>
    public string? HtmlEntity { get; private set; }
    public string? BareAmpersand { get; private set; }
    public string? RemovedCharacter { get; private set; }
    public bool HadStrayCDataEnd { get; private set; }

    public bool IsBlank => _bytes.AsSpan(0, _length).IndexOfAnyExcept(" \t\r\n"u8) < 0;

    public void Clear()
    {
        _length = 0;
        HtmlEntity = BareAmpersand = RemovedCharacter = null;
        HadStrayCDataEnd = false;
    }

    /// <summary>The content of a CDATA section, or markup that is kept as it is.</summary>
    public void AddVerbatim(ReadOnlySpan<byte> text)
    {
        if (_length + text.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + text.Length));
        }
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Text outside CDATA: entities are decoded, a <c>]]&gt;</c> that ends nothing is left out.</summary>
    public void AddText(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var at = text.IndexOfAny((byte)'&', (byte)']');
            if (at < 0)
            {
                AddVerbatim(text);
                return;
            }
            AddVerbatim(text[..at]);
            text = text[at..];
            text = text[(text[0] == (byte)'&' ? AddReference(text) : AddBracket(text))..];
        }
    }

    /// <summary>
    /// The text with every run of white space (no-break spaces too) made one space; null when blank. A text that
    /// comes again in other jobs is best taken from <paramref name="repeated"/>.
    /// </summary>
    public string? TakeLine(RepeatedTexts? repeated = null)
    {
        var text = (repeated is null ? Encoding.UTF8.GetString(Trimmed()) : repeated.Of(Trimmed())).Trim();
        return text.Length == 0 ? null : NeedsCollapsing(text) ? Collapse(text) : text;
    }

    /// <summary>
    /// The text as it is, without white space (no-break spaces too) around it; empty when blank. Good until the text is
    /// cleared or added to.
    /// </summary>
    public ReadOnlySpan<byte> TakeBlock()
    {
        var text = Trimmed();
        while (Rune.DecodeFromUtf8(text, out var first, out var taken) == OperationStatus.Done
            && Rune.IsWhiteSpace(first))
        {
            text = text[taken..];
        }
        while (Rune.DecodeLastFromUtf8(text, out var last, out var taken) == OperationStatus.Done
            && Rune.IsWhiteSpace(last))
        {
            text = text[..^taken];
        }
        return text;
    }

    private ReadOnlySpan<byte> Trimmed() => _bytes.AsSpan(0, _length).Trim(" \t\r\n"u8);

    private static bool NeedsCollapsing(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != ' ' ? char.IsWhiteSpace(text[i]) : text[i + 1] == ' ')
            {
                return true;
            }
        }
        return false;
    }

    private static string Collapse(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter))
            {
                line.Append(letter);
            }
            else if (line[^1] != ' ')
            {
                line.Append(' ');
            }
        }
        return line.ToString();
    }

    private int AddBracket(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("]]>"u8))
        {
            HadStrayCDataEnd = true;
            return 3;
        }
        AddVerbatim("]"u8);
        return 1;
    }

    /// <summary>Decodes the reference at the start of the text; answers how many bytes it took.</summary>
    private int AddReference(ReadOnlySpan<byte> text)
    {
        if (NumberAt(text, out var number) is > 0 and var length)
        {
            return number is >= 0xD800 and <= 0xDFFF
                ? length + AddSurrogate(number, text[length..])
                : AddCharacter(number, length);
        }
        var end = text[..Math.Min(text.Length, LongestEntity)].IndexOf((byte)';');
        if (end > 1 && AddNamed(text[1..end]))
        {
            return end + 1;
        }
        BareAmpersand ??= Sample(text);
        AddVerbatim("&"u8);
        return 1;
    }

    private bool AddNamed(ReadOnlySpan<byte> name)
    {
        var known = name switch
        {
            _ when name.SequenceEqual("amp"u8) => "&"u8,
            _ when name.SequenceEqual("lt"u8) => "<"u8,
            _ when name.SequenceEqual("gt"u8) => ">"u8,
            _ when name.SequenceEqual("quot"u8) => "\""u8,
            _ when name.SequenceEqual("apos"u8) => "'"u8,
            _ => default,
        };
        if (!known.IsEmpty)
        {
            AddVerbatim(known);
            return true;
        }
        if (name.ContainsAnyExcept(LettersAndDigits))
        {
            return false;
        }
        var entity = $"&{Encoding.ASCII.GetString(name)};";
        if (!_names.TryGetValue(entity, out var decoded))
        {
            decoded = WebUtility.HtmlDecode(entity);
            if (decoded == entity)
            {
                return false;
            }
            _names.Add(entity, decoded);
        }
        HtmlEntity ??= entity;
        AddVerbatim(Encoding.UTF8.GetBytes(decoded));
        return true;
    }

    private static readonly SearchValues<byte> LettersAndDigits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8);

    /// <summary>Length of the numeric reference the text begins with; 0 when it begins with none.</summary>
    private static int NumberAt(ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        var end = text[..Math.Min(text.Length, LongestEntity)].IndexOf((byte)';');
        if (end < 3 || !text.StartsWith("&#"u8))
        {
            return 0;
        }
        var digits = text[2..end];
        var isHex = digits[0] is (byte)'x' or (byte)'X';
        digits = isHex ? digits[1..] : digits;
        return Utf8Parser.TryParse(digits, out number, out var taken, isHex ? 'x' : 'D') && taken == digits.Length
            ? end + 1 : 0;
    }

    private int AddCharacter(uint number, int length)
    {
        if (number is >= 0x80 and <= 0x9F)
        {
            // Written by people who mean Windows-1252, and read so by every browser.
            HtmlEntity ??= $"&#{number};";
            AddVerbatim(Encoding.UTF8.GetBytes(FeedEncoding.Western.GetString([(byte)number])));
        }
        else if (number <= 0x10FFFF && RecordRepair.IsAllowed((int)number))
        {
            AddRune(new Rune(number));
        }
        else
        {
            RemovedCharacter ??= $"U+{number:X4}";
        }
        return length;
    }

    /// <summary>Two references that make one character; answers the length of the second when it fits.</summary>
    private int AddSurrogate(uint high, ReadOnlySpan<byte> rest)
    {
        var length = NumberAt(rest, out var low);
        if (length > 0 && Rune.TryCreate((char)high, low <= 0xFFFF ? (char)low : default, out var rune))
        {
            HtmlEntity ??= $"&#{high};";
            AddRune(rune);
            return length;
        }
        RemovedCharacter ??= $"U+{high:X4}";
        return 0;
    }

    private void AddRune(Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        AddVerbatim(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    private static string Sample(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text[..Math.Min(text.Length, 24)]).TrimEnd('\uFFFD');
}
