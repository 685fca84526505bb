using System.Buffers;
using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>What the first bytes of a feed say about its encoding.</summary>
internal sealed class FeedEncoding
{
    /// <summary>The name in the XML declaration, as written; null when there is none.</summary>
    public string? Declared { get; private init; }

    /// <summary>Length of the byte order mark.</summary>
    public int MarkBytes { get; private init; }

    /// <summary>Set when the bytes must be turned into UTF-8 before markup can be looked for.</summary>
    public Encoding? Transcode { get; private init; }

    /// <summary>Nothing but the declaration speaks for <see cref="Transcode"/>.</summary>
    public bool IsOnlyDeclared { get; private init; }

    /// <summary>The declaration promises Windows-1252 (or Latin 1, which everybody means as Windows-1252).</summary>
    public bool DeclaresWestern { get; private init; }

    /// <summary>The declaration promises ASCII; read as UTF-8, which is the same for as long as that is true.</summary>
    public bool DeclaresAscii { get; private init; }

    /// <summary>The declared name is unknown, or impossible for the bytes that carry it.</summary>
    public bool DeclarationIsWrong { get; private init; }

    /// <summary>The name of the encoding that the feed is read in, as people write it.</summary>
    public string ReadAs => (Transcode ?? Encoding.UTF8).WebName.ToUpperInvariant();

    /// <summary>Windows-1252 as browsers read it.</summary>
    public static Encoding Western { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static FeedEncoding Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => FromBytes(head, Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => FromBytes(head, Encoding.UTF32, 4),
        [0xFF, 0xFE, ..] => FromBytes(head, Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => FromBytes(head, Encoding.BigEndianUnicode, 2),
        [(byte)'<', 0, not 0, 0, ..] => FromBytes(head, Encoding.Unicode, 0),
        [0, (byte)'<', 0, not 0, ..] => FromBytes(head, Encoding.BigEndianUnicode, 0),
        _ => FromDeclaration(head),
    };

    /// <summary>The bytes leave no doubt; the declaration can only be right or wrong about it.</summary>
    private static FeedEncoding FromBytes(ReadOnlySpan<byte> head, Encoding actual, int markBytes)
    {
        var name = DeclaredName(Encoding.UTF8.GetBytes(actual.GetString(head[markBytes..])));
        return new()
        {
            Declared = name,
            MarkBytes = markBytes,
            Transcode = actual.CodePage == Encoding.UTF8.CodePage ? null : actual,
            // "utf-16" is said of both byte orders.
            DeclarationIsWrong = name is not null
                && !(Find(name) is { } said && actual.WebName.StartsWith(said.WebName, StringComparison.Ordinal)),
        };
    }

    private static FeedEncoding FromDeclaration(ReadOnlySpan<byte> head)
    {
        if (DeclaredName(head) is not { } name)
        {
            return new();
        }
        var encoding = Find(name);
        if (encoding?.CodePage is 65001 or 20127)
        {
            return new() { Declared = name, DeclaresAscii = encoding.CodePage == 20127 };
        }
        if (encoding?.CodePage is 1252 or 28591)
        {
            return new() { Declared = name, DeclaresWestern = true };
        }
        // A wide encoding, or one whose ASCII is elsewhere, cannot have brought us to a readable declaration: some
        // writers name the encoding of the string they were handed, not of the file they made of it.
        return encoding?.GetString("<?xml"u8) == "<?xml"
            ? new() { Declared = name, Transcode = encoding, IsOnlyDeclared = true }
            : new() { Declared = name, DeclarationIsWrong = true };
    }

    /// <summary>
    /// The same, or what is true instead: texts beyond ASCII that are all UTF-8 are nothing else by accident, whatever
    /// the declaration says. A character that is cut off at the end is forgiven.
    /// </summary>
    public FeedEncoding Confirmed(ReadOnlySpan<byte> text)
    {
        if (!IsOnlyDeclared || Ascii.IsValid(text))
        {
            return this;
        }
        while (Rune.DecodeFromUtf8(text, out _, out var taken) == OperationStatus.Done)
        {
            text = text[taken..];
        }
        return Rune.DecodeFromUtf8(text, out _, out _) == OperationStatus.NeedMoreData
            ? new() { Declared = Declared, DeclarationIsWrong = true }
            : this;
    }

    private static Encoding? Find(string name)
    {
        try
        {
            return name.Equals("utf8", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8
                : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // A name nobody knows, or UTF-7, which the runtime refuses: the caller reads on without it and says so.
            return null;
        }
    }

    /// <summary>Reads <c>encoding="…"</c>, also in curly quotes, as word processors print it.</summary>
    private static string? DeclaredName(ReadOnlySpan<byte> head)
    {
        var begin = head.IndexOf("<?xml"u8);
        var end = begin < 0 ? -1 : head[begin..].IndexOf("?>"u8);
        if (end < 0)
        {
            return null;
        }
        var declaration = head.Slice(begin, end);
        var at = declaration.IndexOf("encoding"u8);
        if (at < 0)
        {
            return null;
        }
        var rest = declaration[(at + "encoding".Length)..];
        var first = rest.IndexOfAnyInRange((byte)'A', (byte)'z');
        if (first < 0)
        {
            return null;
        }
        rest = rest[first..];
        var length = 0;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit((char)rest[length]) || rest[length] is 0x2D or 0x5F))
        {
            length++;
        }
        return length == 0 ? null : Encoding.ASCII.GetString(rest[..length]);
    }
}
