namespace Placard.Inventory.Places;

/// <summary>A US ZIP as written: five digits, or ZIP+4 with a hyphen, a space or nothing between.</summary>
internal static class ZipCode
{
    public const int Count = 100_000;

    /// <summary>The five digits as a number below <see cref="Count"/>.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out int zip)
    {
        zip = 0;
        text = text.Trim();
        var digits = text.Length == 10 && text[5] is '-' or ' ' ? text.Length - 1 : text.Length;
        if (digits is not (5 or 9))
        {
            return false;
        }
        for (var i = 0; i < text.Length; i++)
        {
            if (i == 5 && text.Length == 10)
            {
                continue;
            }
            if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }
            zip = i < 5 ? (zip * 10) + (text[i] - '0') : zip;
        }
        return true;
    }
}
