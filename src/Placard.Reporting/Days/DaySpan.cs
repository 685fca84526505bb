using System.Globalization;
using Microsoft.AspNetCore.Http;
using Placard.Kernel;
using Placard.Platform;

namespace Placard.Reporting.Days;

/// <summary>
/// The days that a report covers, both included: <c>from</c> and <c>to</c> as <c>yyyy-MM-dd</c> in the exchange's zone.
/// Without <c>to</c> it ends today, without <c>from</c> it begins with the month of its last day.
/// </summary>
internal readonly record struct DaySpan(int From, int To)
{
    /// <summary>The span asked for, or the 422 that says why there is none.</summary>
    public static (DaySpan Span, IResult? Refused) Read(HttpRequest request, ExchangeCalendar calendar, long nowMs)
    {
        var errors = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var from = Date(request, "from", errors);
        var to = Date(request, "to", errors);
        var last = to ?? Math.Max(calendar.DayOf(nowMs), from ?? 0);
        var first = from ?? (last / 100 * 100) + 1;
        if (errors.Count == 0 && first > last)
        {
            errors["from"] = ["This must not be after to."];
        }
        return errors.Count == 0 ? (new DaySpan(first, last), null) : (default, Refusal.Invalid(errors));
    }

    private static int? Date(HttpRequest request, string name, Dictionary<string, List<string>> errors)
    {
        var sent = request.Query[name];
        if (sent.Count == 0 || (sent.Count == 1 && string.IsNullOrEmpty(sent[0])))
        {
            return null;
        }
        var isDate = DateOnly.TryParseExact(
            sent[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        if (isDate && sent.Count == 1 && date >= ExchangeCalendar.FirstDay && date <= ExchangeCalendar.LastDay)
        {
            return ExchangeCalendar.NumberOf(date);
        }
        errors[name] = ["This must be one date, such as 2026-01-31."];
        return null;
    }
}

/// <summary>
/// An answer of one object a day, oldest first; days on which nothing happened are left out. The envelope is that of
/// every list, with all days on its one page.
/// </summary>
internal sealed record DayList<TDay>(
    int Size, int Number, int TotalPages, int TotalElements, IReadOnlyList<TDay> Content)
{
    public static DayList<TDay> Of(IReadOnlyList<TDay> days) =>
        new(days.Count, 0, days.Count == 0 ? 0 : 1, days.Count, days);
}

/// <summary>How days are written.</summary>
internal static class DayText
{
    /// <summary><c>2026-01-31</c> for 20260131.</summary>
    public static string Of(long day) =>
        ExchangeCalendar.DateOf((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
