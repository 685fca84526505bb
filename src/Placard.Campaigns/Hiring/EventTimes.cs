using System.Globalization;
using System.Text.RegularExpressions;

namespace Placard.Campaigns;

/// <summary>
/// Reads <c>eventTimes</c>: one time frame a line, <c>{Ddd}, {Mmm} {day}{st|nd|rd|th}, {yyyy}, {start} - {end}</c> on a
/// 12-hour clock, starts and ends on the hour or half hour. Blanks and the case of letters are forgiven, nothing else
/// is guessed: a weekday that does not belong to its date may be a slip in either, and people would stand before a
/// closed door. See <c>docs/contract/hiring-events.md</c>.
/// </summary>
public static partial class EventTimes
{
    /// <summary>The most frames of one event.</summary>
    public const int MostFrames = 100;

    private const string Form = "The form is Tue, Apr 25th, 2023, 9:30AM - 11AM.";
    private static readonly string[] LineBreaks = ["\r\n", "\n", "\r", "\\n", "/n"];

    /// <summary>
    /// The frames in the order they were written, or a sentence for every line that cannot be taken. Empty text has
    /// neither. Blank lines are skipped; <c>\n</c> and <c>/n</c> written out as two characters, as the contract's own
    /// page prints them, are line breaks too.
    /// </summary>
    public static (IReadOnlyList<TimeFrame> Frames, IReadOnlyList<string> Faults) Read(string text)
    {
        var lines = text.Split(
            LineBreaks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length > MostFrames)
        {
            return ([], [$"At most {MostFrames} time frames are allowed; this has {lines.Length}."]);
        }
        var frames = new List<TimeFrame>(lines.Length);
        var faults = new List<string>();
        foreach (var (index, line) in lines.Index())
        {
            var (frame, fault) = ReadLine(line);
            if (fault == null && frames.Exists(frame.Overlaps))
            {
                fault = "This overlaps an earlier line.";
            }
            if (fault == null)
            {
                frames.Add(frame);
            }
            else
            {
                faults.Add($"Line {index + 1}: {fault}");
            }
        }
        return faults.Count == 0 ? (frames, []) : ([], faults);
    }

    /// <summary>The frames in the contract's spelling, one a line.</summary>
    public static string Write(IEnumerable<TimeFrame> frames) => string.Join('\n', frames);

    private static (TimeFrame Frame, string? Fault) ReadLine(string line)
    {
        var match = FrameForm().Match(line);
        if (!match.Success)
        {
            return (default, Form);
        }
        if (!DateOnly.TryParseExact(
            $"{match.Groups["month"].Value} {match.Groups["day"].Value} {match.Groups["year"].Value}",
            "MMM d yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return (default, "There is no such date.");
        }
        if (DateFault(day, match) is { } fault)
        {
            return (default, fault);
        }
        if (Minute(match, "start") is not { } from || Minute(match, "end") is not { } to)
        {
            return (default, "Times are 1AM to 12PM on the hour or half hour, such as 9AM and 9:30AM.");
        }
        // Midnight as an end is the end of the day.
        to = to == 0 ? TimeFrame.DayMinutes : to;
        return from < to
            ? (new TimeFrame(day, from, to), null)
            : (default, "The end must come after the start, on the same day.");
    }

    private static string? DateFault(DateOnly day, Match match)
    {
        var weekday = day.ToString("ddd", CultureInfo.InvariantCulture);
        if (!weekday.Equals(match.Groups["weekday"].Value, StringComparison.OrdinalIgnoreCase))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{day:MMM d, yyyy} is a {weekday}, not a {match.Groups["weekday"].Value}.");
        }
        var ordinal = TimeFrame.Ordinal(day.Day);
        return ordinal.Equals(match.Groups["ordinal"].Value, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The day is written {day.Day}{ordinal}.";
    }

    private static int? Minute(Match match, string name)
    {
        var hour = int.Parse(match.Groups[name + "Hour"].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups[name + "Minute"] is { Success: true } group
            ? int.Parse(group.Value, CultureInfo.InvariantCulture)
            : 0;
        var isAfternoon = match.Groups[name + "Half"].Value is "p" or "P";
        return hour is >= 1 and <= 12 && minute % TimeFrame.SlotMinutes == 0 && minute < 60
            ? ((hour % 12) + (isAfternoon ? 12 : 0)) * 60 + minute
            : null;
    }

    [GeneratedRegex(
        @"^(?<weekday>[a-z]{3})\s*,\s*(?<month>[a-z]{3})\s+(?<day>\d{1,2})(?<ordinal>st|nd|rd|th)\s*,\s*(?<year>\d{4})"
        + @"\s*,\s*(?<startHour>\d{1,2})(:(?<startMinute>\d{2}))?\s?(?<startHalf>[ap])m"
        + @"\s*[-\u2013]\s*(?<endHour>\d{1,2})(:(?<endMinute>\d{2}))?\s?(?<endHalf>[ap])m$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FrameForm();
}
