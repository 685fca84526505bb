using System.Text;
using System.Text.Json;
using Placard.Contract.Dispositions;

namespace Placard.Dispositions.Reading;

/// <summary>
/// Texts of a body without their quotes and escapes. Almost none has an escape, so the plain bytes are used where they
/// stand; the body is valid UTF-8 by then.
/// </summary>
internal static class SentText
{
    /// <summary>Room for an unescaped text of the short kind: ids, words, times.</summary>
    public const int Scratch = 128;

    // A character outside the basic plane takes the most when escaped: two groups of six.
    private const int MostEscape = 12;

    /// <summary>False for what is not Unicode, or longer escaped than anything that asks can be.</summary>
    public static bool TryGet(
        ReadOnlySpan<byte> body, SentValue value, Span<byte> scratch, out ReadOnlySpan<byte> text)
    {
        text = body.Slice(value.Start + 1, value.Length - 2);
        if (!value.Escaped)
        {
            return true;
        }
        if (value.Length > scratch.Length || !TryUnescape(body, value, scratch, out var length))
        {
            return false;
        }
        text = scratch[..length];
        return true;
    }

    /// <summary>A text for keeping, of at most this many characters, or the fault it has.</summary>
    public static (string? Text, string? Fault) Read(ReadOnlySpan<byte> body, SentValue value, int mostCharacters)
    {
        if (!value.Escaped)
        {
            var plain = body.Slice(value.Start + 1, value.Length - 2);
            return HasMoreThan(plain, mostCharacters)
                ? (null, DispositionTexts.RawEventTooLong)
                : (Encoding.UTF8.GetString(plain), null);
        }
        if (value.Length > (mostCharacters * MostEscape) + 2)
        {
            return (null, DispositionTexts.RawEventTooLong);
        }
        Span<byte> unescaped = stackalloc byte[value.Length];
        if (!TryUnescape(body, value, unescaped, out var length))
        {
            return (null, DispositionTexts.NotUnicode);
        }
        unescaped = unescaped[..length];
        if (HasMoreThan(unescaped, mostCharacters))
        {
            return (null, DispositionTexts.RawEventTooLong);
        }
        // No database text may hold a NUL.
        return unescaped.Contains((byte)0)
            ? (null, DispositionTexts.HoldsNul)
            : (Encoding.UTF8.GetString(unescaped), null);
    }

    /// <summary>Whether valid UTF-8 has more than so many characters (code points).</summary>
    public static bool HasMoreThan(ReadOnlySpan<byte> utf8, int characters)
    {
        if (utf8.Length <= characters)
        {
            return false;
        }
        var count = 0;
        foreach (var unit in utf8)
        {
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }
        return count > characters;
    }

    /// <summary>Whether no name and no text of this JSON spells half of a surrogate pair.</summary>
    public static bool IsUnicodeThroughout(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) < 0)
        {
            return true;
        }
        var reader = new Utf8JsonReader(json);
        var scratch = new byte[json.Length];
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped
                && !TryCopy(ref reader, scratch, out _))
            {
                return false;
            }
        }
        return true;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> body, SentValue value, Span<byte> into, out int length)
    {
        var reader = new Utf8JsonReader(body.Slice(value.Start, value.Length));
        reader.Read();
        return TryCopy(ref reader, into, out length);
    }

    private static bool TryCopy(ref Utf8JsonReader reader, Span<byte> into, out int length)
    {
        try
        {
            length = reader.CopyString(into);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The reader's only way to say that an escape is half of a surrogate pair.
            length = 0;
            return false;
        }
    }
}
