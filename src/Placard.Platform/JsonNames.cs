using System.Globalization;

namespace Placard.Platform;

/// <summary>Names in JSON that nobody has unescaped yet.</summary>
public static class JsonNames
{
    private const int EscapeLength = 6;

    /// <summary>
    /// Whether a name, as it stands between its quotes, spells this one of letters and underscores, escaped ones
    /// included. The readers of the base library throw at a name that escapes half of a surrogate pair, and a body may
    /// hold a hundred thousand of those.
    /// </summary>
    public static bool Spells(ReadOnlySpan<byte> written, ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (written.IsEmpty)
            {
                return false;
            }
            var isEscape = written[0] == '\\';
            if (isEscape ? !Escapes(written, letter) : written[0] != letter)
            {
                return false;
            }
            written = written[(isEscape ? EscapeLength : 1)..];
        }
        return written.IsEmpty;
    }

    private static bool Escapes(ReadOnlySpan<byte> written, byte letter) =>
        written.Length >= EscapeLength && written.StartsWith("\\u00"u8)
        && byte.TryParse(
            written[4..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
        && code == letter;
}
