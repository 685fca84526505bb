namespace Placard.Inventory.Reading;

/// <summary>
/// Dates as feeds write them: RFC 822 with any weekday and US zone names, ISO 8601, <c>yyyy-MM-dd HH:mm:ss</c>,
/// <c>MM/dd/yyyy</c>. The weekday is never believed (the contract's own sample names a wrong one).
/// </summary>
internal static class FeedDates
{
    private static readonly (string Name, int Minutes)[] Zones =
    [
        ("GMT", 0), ("UTC", 0), ("UT", 0), ("Z", 0),
        ("EST", -300), ("EDT", -240), ("CST", -360), ("CDT", -300), ("MST", -420), ("MDT", -360),
        ("PST", -480), ("PDT", -420), ("AKST", -540), ("AKDT", -480), ("HST", -600),
    ];

    /// <summary>Of these the day tells which offset is meant. None where a machine has no table of zones.</summary>
    private static readonly (string Name, TimeZoneInfo? Zone)[] Regions =
    [
        ("ET", Region("America/New_York")), ("CT", Region("America/Chicago")),
        ("MT", Region("America/Denver")), ("PT", Region("America/Los_Angeles")),
    ];

    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>
    /// Reads a date from 1970 on into Unix milliseconds. Without a zone it is a time of <paramref name="zone"/>;
    /// a date alone is that day's midnight there.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, TimeZoneInfo zone, out long unixMs)
    {
        var scan = new Scan(text.Trim());
        scan.SkipWeekday();
        unixMs = 0;
        if (!TryDay(ref scan, out var year, out var month, out var day)
            || year is < 1970 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (!TryTime(ref scan, out var time))
        {
            return false;
        }
        // "Never" is often written as the last second there is; west of Greenwich that is beyond the calendar.
        var local = new DateTime(Math.Min(date.Ticks + time.Ticks, DateTime.MaxValue.Ticks));
        if (!TryZone(ref scan, local, out var offset) || !scan.IsAtEnd)
        {
            return false;
        }
        var utc = local.Ticks - (offset ?? zone.GetUtcOffset(local)).Ticks;
        unixMs = (Math.Min(utc, DateTime.MaxValue.Ticks) - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        return true;
    }

    private static bool TryDay(ref Scan scan, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, 0);
        if (!scan.Number(out var first, out var digits))
        {
            return false;
        }
        if (digits == 8)
        {
            (year, month, day) = (first / 10_000, first / 100 % 100, first % 100);
            return true;
        }
        if (digits == 4)
        {
            year = first;
            var separator = scan.Peek;
            return separator is '-' or '/' && scan.Take(separator) && scan.Number(out month, out _)
                && scan.Take(separator) && scan.Number(out day, out _);
        }
        if (digits > 2)
        {
            return false;
        }
        if (scan.Take('/'))
        {
            month = first;
            return scan.Number(out day, out _) && scan.Take('/') && Year(ref scan, out year);
        }
        day = first;
        scan.SkipAny(" -");
        month = Month(scan.Word());
        scan.SkipAny(" -.,");
        return month > 0 && Year(ref scan, out year);
    }

    /// <summary>Two digits mean what RFC 2822 says: up to 49 this century, from 50 the last.</summary>
    private static bool Year(ref Scan scan, out int year)
    {
        if (!scan.Number(out year, out var digits) || digits is not (2 or 4))
        {
            return false;
        }
        year += digits == 4 ? 0 : year < 50 ? 2000 : 1900;
        return true;
    }

    private static int Month(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < Months.Length && word.Length >= 3; i++)
        {
            if (word[..3].Equals(Months[i], StringComparison.OrdinalIgnoreCase))
            {
                return i + 1;
            }
        }
        return 0;
    }

    private static bool TryTime(ref Scan scan, out TimeSpan time)
    {
        time = default;
        var isIso = scan.Take('T') || scan.Take('t');
        scan.SkipAny(" ,");
        if (!scan.StartsNumber)
        {
            return !isIso;
        }
        if (!scan.Number(out var hour, out var digits))
        {
            return false;
        }
        var (minute, second) = (0, 0);
        if (digits is 4 or 6)
        {
            (hour, minute, second) = digits == 4
                ? (hour / 100, hour % 100, 0) : (hour / 10_000, hour / 100 % 100, hour % 100);
        }
        else if (digits > 2 || !scan.Take(':') || !scan.Number(out minute, out _)
            || (scan.Take(':') && !scan.Number(out second, out _)))
        {
            return false;
        }
        var fraction = scan.Fraction();
        var isMidnightAfter = hour == 24 && minute == 0 && second == 0;
        if ((!Clock(ref scan, ref hour) && !isMidnightAfter) || minute > 59 || second > 60)
        {
            return false;
        }
        // A leap second is the last one of its minute.
        time = new TimeSpan(0, hour, minute, Math.Min(second, 59), fraction);
        return true;
    }

    /// <summary>Reads AM or PM when there is one; false when the hour does not exist.</summary>
    private static bool Clock(ref Scan scan, ref int hour)
    {
        scan.SkipAny(" ");
        var isMorning = scan.TakeWord("AM");
        if (!isMorning && !scan.TakeWord("PM"))
        {
            return hour <= 23;
        }
        if (hour is < 1 or > 12)
        {
            return false;
        }
        hour = (hour % 12) + (isMorning ? 0 : 12);
        return true;
    }

    private static bool TryZone(ref Scan scan, DateTime local, out TimeSpan? offset)
    {
        offset = null;
        scan.SkipAny(" ");
        if (scan.IsAtEnd)
        {
            return true;
        }
        if (char.IsAsciiLetter(scan.Peek))
        {
            offset = OffsetOf(scan.Word(), local);
            if (offset is null)
            {
                return false;
            }
        }
        if (scan.Peek is '+' or '-' && offset is null or { Ticks: 0 })
        {
            if (!TryNumericZone(ref scan, out var minutes))
            {
                return false;
            }
            offset = TimeSpan.FromMinutes(minutes);
        }
        scan.SkipRemark();
        return true;
    }

    private static TimeZoneInfo? Region(string id) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    private static TimeSpan? OffsetOf(ReadOnlySpan<char> name, DateTime local)
    {
        foreach (var zone in Zones)
        {
            if (name.Equals(zone.Name, StringComparison.OrdinalIgnoreCase))
            {
                return TimeSpan.FromMinutes(zone.Minutes);
            }
        }
        foreach (var region in Regions)
        {
            if (name.Equals(region.Name, StringComparison.OrdinalIgnoreCase))
            {
                return region.Zone?.GetUtcOffset(local);
            }
        }
        return null;
    }

    private static bool TryNumericZone(ref Scan scan, out int minutes)
    {
        minutes = 0;
        var isWest = scan.Take('-');
        if (!isWest && !scan.Take('+'))
        {
            return true;
        }
        if (!scan.Number(out var hours, out var digits) || digits > 4)
        {
            return false;
        }
        if (digits > 2)
        {
            (hours, minutes) = (hours / 100, hours % 100);
        }
        else if (scan.Take(':') && !scan.Number(out minutes, out _))
        {
            return false;
        }
        minutes += hours * 60;
        if (minutes > 14 * 60)
        {
            return false;
        }
        minutes = isWest ? -minutes : minutes;
        return true;
    }

    /// <summary>A place in the text that only moves forward.</summary>
    private ref struct Scan(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly bool IsAtEnd => _rest.IsEmpty;
        public readonly char Peek => _rest.IsEmpty ? '\0' : _rest[0];
        public readonly bool StartsNumber => char.IsAsciiDigit(Peek);

        public bool Take(char letter)
        {
            var isThere = Peek == letter && !_rest.IsEmpty;
            _rest = isThere ? _rest[1..] : _rest;
            return isThere;
        }

        public bool TakeWord(ReadOnlySpan<char> word)
        {
            var isThere = _rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (_rest.Length == word.Length || !char.IsAsciiLetter(_rest[word.Length]));
            _rest = isThere ? _rest[word.Length..].TrimStart() : _rest;
            return isThere;
        }

        public void SkipAny(ReadOnlySpan<char> letters) => _rest = _rest.TrimStart(letters);

        public void SkipWeekday()
        {
            var before = _rest;
            if (Word().Length >= 3 && Month(before) == 0)
            {
                SkipAny(" ,.");
                return;
            }
            _rest = before;
        }

        public ReadOnlySpan<char> Word()
        {
            var length = 0;
            while (length < _rest.Length && char.IsAsciiLetter(_rest[length]))
            {
                length++;
            }
            var word = _rest[..length];
            _rest = _rest[length..];
            return word;
        }

        public bool Number(out int number, out int digits)
        {
            (number, digits) = (0, 0);
            while (digits < _rest.Length && digits < 9 && char.IsAsciiDigit(_rest[digits]))
            {
                number = (number * 10) + (_rest[digits++] - '0');
            }
            _rest = _rest[digits..];
            return digits > 0;
        }

        /// <summary>Milliseconds of <c>.25</c> or <c>,25</c>; further digits are cut off.</summary>
        public int Fraction()
        {
            if (Peek is not ('.' or ',') || _rest.Length < 2 || !char.IsAsciiDigit(_rest[1]))
            {
                return 0;
            }
            _rest = _rest[1..];
            var milliseconds = 0;
            for (var scale = 100; StartsNumber; scale /= 10, _rest = _rest[1..])
            {
                milliseconds += (_rest[0] - '0') * scale;
            }
            return milliseconds;
        }

        /// <summary>The zone's name in brackets after its offset, as mail programs write it.</summary>
        public void SkipRemark()
        {
            SkipAny(" ");
            if (Peek == '(' && _rest[^1] == ')')
            {
                _rest = default;
            }
        }
    }
}
