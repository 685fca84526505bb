using System.Globalization;
using System.Text;

namespace Placard.Inventory.Places;

/// <summary>
/// The form in which two spellings of a city are the same: small letters and digits only, accents off, and the postal
/// shorthand written out, so that "St. Louis" is "Saint Louis", "N Little Rock" is "North Little Rock" and "O'Fallon"
/// is "O Fallon".
/// </summary>
internal static class CityKey
{
    /// <summary>No US city has a name this long; longer ones are unknown.</summary>
    public const int Longest = 96;

    /// <summary>Writes the key; 0 when there is nothing to go by or the name is too long.</summary>
    public static int Write(ReadOnlySpan<char> city, Span<char> key)
    {
        var length = 0;
        var first = true;
        Span<char> plain = stackalloc char[Longest];
        while (NextWord(ref city, out var word))
        {
            var plainLength = Plain(word, plain);
            if (plainLength < 0)
            {
                return 0;
            }
            var whole = WrittenOut(plain[..plainLength], first);
            var text = whole is null ? plain[..plainLength] : whole.AsSpan();
            if (!text.TryCopyTo(key[length..]))
            {
                return 0;
            }
            length += text.Length;
            first = false;
        }
        return length;
    }

    private static bool NextWord(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> word)
    {
        var start = 0;
        while (start < rest.Length && !IsOfAWord(rest[start]))
        {
            start++;
        }
        var end = start;
        while (end < rest.Length && IsOfAWord(rest[end]))
        {
            end++;
        }
        word = rest[start..end];
        rest = rest[end..];
        return word.Length > 0;
    }

    private static bool IsOfAWord(char character) =>
        char.IsLetterOrDigit(character)
        || character is '\'' or '’' or '`'
        || char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark;

    private static int Plain(ReadOnlySpan<char> word, Span<char> plain)
    {
        if (word.Length > plain.Length)
        {
            return -1;
        }
        var text = Ascii.IsValid(word) ? word : WithoutAccents(word.ToString());
        var length = 0;
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character))
            {
                continue;
            }
            if (length == plain.Length)
            {
                return -1;
            }
            plain[length++] = char.ToLowerInvariant(character);
        }
        return length;
    }

    // Half of a surrogate pair cannot be normalized and is no letter of a city: it is let through as it is.
    private static string WithoutAccents(string word) =>
        word.Any(char.IsSurrogate) ? word : word.Normalize(NormalizationForm.FormD);

    private static string? WrittenOut(ReadOnlySpan<char> word, bool first) => word switch
    {
        "st" => "saint",
        "ste" => "sainte",
        "ft" => "fort",
        "mt" => "mount",
        "hts" => "heights",
        "spgs" => "springs",
        "jct" => "junction",
        "vly" => "valley",
        "bch" => "beach",
        "twp" => "township",
        "afb" => "airforcebase",
        "n" when first => "north",
        "s" when first => "south",
        "e" when first => "east",
        "w" when first => "west",
        _ => null,
    };
}
