namespace Placard.Dispositions.Reading;

/// <summary>
/// Reads <c>event_time</c>: ISO 8601, extended form, with <c>Z</c> or a numeric offset; seconds and their fraction may
/// be left out. Any moment of the years 1 to 9999 is taken: the seed's own example is a year older than its ids.
/// </summary>
internal static class EventTime
{
    private const long EarliestMs = -62_135_596_800_000;
    private const long LatestMs = 253_402_300_799_999;
    private const int DayOfEpoch = 719_162;
    private const int MinutesOfDay = 24 * 60;

    /// <summary>Milliseconds since the Unix epoch; further digits of the fraction are cut off.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long unixMs)
    {
        unixMs = 0;
        if (!TryDay(text, out var day) || text.Length < 16 || text[10] is not ((byte)'T' or (byte)'t')
            || !TryTwo(text[11..], 23, out var hour) || text[13] != ':' || !TryTwo(text[14..], 59, out var minute))
        {
            return false;
        }
        var rest = text[16..];
        // A leap second counts as the second after it.
        if (!TrySeconds(ref rest, out var ms) || !TryOffset(rest, out var offset))
        {
            return false;
        }
        unixMs = ((((long)(day - DayOfEpoch) * MinutesOfDay) + (hour * 60) + minute - offset) * 60_000) + ms;
        return unixMs is >= EarliestMs and <= LatestMs;
    }

    private static bool TryDay(ReadOnlySpan<byte> text, out int day)
    {
        day = 0;
        if (text.Length < 10 || !TryTwo(text, 99, out var century) || !TryTwo(text[2..], 99, out var year)
            || text[4] != '-' || !TryTwo(text[5..], 12, out var month) || text[7] != '-'
            || !TryTwo(text[8..], 31, out var dayOfMonth))
        {
            return false;
        }
        year += century * 100;
        if (year == 0 || month == 0 || dayOfMonth == 0 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        day = new DateOnly(year, month, dayOfMonth).DayNumber;
        return true;
    }

    private static bool TrySeconds(ref ReadOnlySpan<byte> rest, out int ms)
    {
        ms = 0;
        if (rest.IsEmpty || rest[0] != ':')
        {
            return true;
        }
        if (!TryTwo(rest[1..], 60, out var second))
        {
            return false;
        }
        rest = rest[3..];
        return TryFraction(ref rest, out ms) && (ms += second * 1000) >= 0;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out int ms)
    {
        ms = 0;
        if (rest.IsEmpty || rest[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }
        var digits = 0;
        while (digits + 1 < rest.Length && char.IsAsciiDigit((char)rest[digits + 1]))
        {
            digits++;
        }
        for (var i = 1; i <= 3; i++)
        {
            ms = (ms * 10) + (i <= digits ? rest[i] - '0' : 0);
        }
        rest = rest[(digits + 1)..];
        return digits > 0;
    }

    // Z, +hh, +hhmm, +hh:mm; the minutes that local time is ahead of UTC.
    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z';
        }
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-') || !TryTwo(text[1..], 23, out var hours))
        {
            return false;
        }
        var rest = text[3..];
        if (rest.Length == 3 && rest[0] == ':')
        {
            rest = rest[1..];
        }
        var rests = 0;
        if (!rest.IsEmpty && (rest.Length != 2 || !TryTwo(rest, 59, out rests)))
        {
            return false;
        }
        minutes = ((hours * 60) + rests) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<byte> text, int most, out int number)
    {
        number = 0;
        if (text.Length < 2 || !char.IsAsciiDigit((char)text[0]) || !char.IsAsciiDigit((char)text[1]))
        {
            return false;
        }
        number = ((text[0] - '0') * 10) + text[1] - '0';
        return number <= most;
    }
}
