using System.Globalization;
using System.Text;

namespace Placard.Apply.Hiring;

/// <summary>One appointment for a calendar.</summary>
/// <param name="Uid">Stable: the same appointment sent again replaces the first.</param>
/// <param name="StampMs">When it was made.</param>
/// <param name="FromMs">Begin.</param>
/// <param name="ToMs">End.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">Free text.</param>
/// <param name="Location">An address; null when there is none.</param>
/// <param name="Url">Where an online event is attended; null when there is none.</param>
internal sealed record Appointment(
    string Uid,
    long StampMs,
    long FromMs,
    long ToMs,
    string Summary,
    string Description,
    string? Location,
    string? Url);

/// <summary>
/// An appointment as an iCalendar file (RFC 5545): CRLF, UTC times, texts escaped, lines folded at 75 octets without
/// cutting a character.
/// </summary>
internal static class CalendarFile
{
    public const string MediaType = "text/calendar; charset=utf-8";
    public const string Name = "event.ics";

    private const int LongestLine = 75;

    public static byte[] Write(Appointment appointment)
    {
        var text = new StringBuilder(1024);
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Placard//Hiring events//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "BEGIN:VEVENT");
        Line(text, "UID:" + Escaped(appointment.Uid));
        Line(text, "DTSTAMP:" + Time(appointment.StampMs));
        Line(text, "DTSTART:" + Time(appointment.FromMs));
        Line(text, "DTEND:" + Time(appointment.ToMs));
        Line(text, "SUMMARY:" + Escaped(appointment.Summary));
        Line(text, "DESCRIPTION:" + Escaped(appointment.Description));
        if (appointment.Location is { } location)
        {
            Line(text, "LOCATION:" + Escaped(location));
        }
        if (appointment.Url is { } url)
        {
            // A URI value has no escapes; what would end the line is not in an address that was accepted.
            Line(text, "URL:" + url.ReplaceLineEndings(""));
        }
        Line(text, "END:VEVENT");
        Line(text, "END:VCALENDAR");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs)
        .ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            _ = c switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append(c),
                '\n' => escaped.Append("\\n"),
                _ when char.IsControl(c) => escaped,
                _ => escaped.Append(c),
            };
        }
        return escaped.ToString();
    }

    // The blank that begins a continued line counts among its octets.
    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
