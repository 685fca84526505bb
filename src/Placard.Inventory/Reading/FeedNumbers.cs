using System.Globalization;

namespace Placard.Inventory.Reading;

/// <summary>Prices and coordinates as feeds write them; decimal arithmetic only.</summary>
internal static class FeedNumbers
{
    /// <summary>
    /// Decimal dollars, with or without <c>$</c> or <c>USD</c>, into cents, rounded half-even. False for anything
    /// else, a negative amount among it.
    /// </summary>
    public static bool TryCents(ReadOnlySpan<char> text, out long cents)
    {
        cents = 0;
        text = text.Trim();
        if (text.StartsWith("USD", StringComparison.OrdinalIgnoreCase))
        {
            text = text[3..].TrimStart();
        }
        else if (text.EndsWith("USD", StringComparison.OrdinalIgnoreCase))
        {
            text = text[..^3].TrimEnd();
        }
        if (text.StartsWith("$"))
        {
            text = text[1..].TrimStart();
        }
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars))
        {
            return false;
        }
        // Far beyond every ceiling, so that the amount is refused as too much and not as unreadable.
        cents = (long)Math.Round(Math.Min(dollars, 1_000_000_000m) * 100, MidpointRounding.ToEven);
        return true;
    }

    /// <summary>Decimal degrees into millionths, rounded half-even; false beyond the most either way.</summary>
    public static bool TryMicroDegrees(ReadOnlySpan<char> text, int most, out long micro)
    {
        micro = 0;
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!decimal.TryParse(text.Trim(), style, CultureInfo.InvariantCulture, out var degrees)
            || degrees < -most || degrees > most)
        {
            return false;
        }
        micro = (long)Math.Round(degrees * 1_000_000, MidpointRounding.ToEven);
        return true;
    }
}
