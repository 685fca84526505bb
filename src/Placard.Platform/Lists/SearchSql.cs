using System.Globalization;
using Dapper;
using Placard.Kernel;

namespace Placard.Platform;

/// <summary>
/// Turns conditions into SQL. Only the plan's own text and generated parameter names enter the statement; what the
/// caller wrote travels as parameters.
/// </summary>
internal sealed class SearchSql(ListPlan plan, DynamicParameters parameters, Func<string, string> translate)
{
    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    private int taken;

    /// <summary>The condition's SQL, or why it cannot be asked of this list.</summary>
    public (string Sql, SearchFault? Fault) Translate(SearchCondition condition)
    {
        if (plan.Find(condition.Field) is not { } field)
        {
            var known = string.Join(", ", plan.Fields.Select(one => one.Name));
            return ("", new SearchFault(
                condition.FieldIndex, $"this list has no field of that name. It has: {known}."));
        }
        if (Objection(field, condition.Operator) is { } objection)
        {
            return ("", new SearchFault(condition.OperatorIndex, objection));
        }
        var names = new List<string>(condition.Values.Count);
        foreach (var (text, index) in condition.Values)
        {
            if (ValueOf(field, text) is not { } value)
            {
                return ("", new SearchFault(index, $"{field.Name} expects {Expectation(field)}."));
            }
            var name = $"list_{taken++}";
            parameters.Add(name, condition.Operator == "~" ? Pattern(text) : value);
            names.Add("@" + name);
        }
        var sql = Compare(field, condition.Operator, names);
        // A missing value is not equal to anything, so it belongs to every "not": three-valued NULL must not win.
        return (condition.Negated ? $"(({sql}) IS NOT TRUE)" : $"({sql})", null);
    }

    /// <summary>The expression to order by: texts by code point, whatever the database's language.</summary>
    public static string Ordered(ListField field, Func<string, string> translate) =>
        field is { Type: ListType.Text, Words: null } ? translate($"({field.Sql}) {{bytewise}}") : field.Sql;

    private string Compare(ListField field, string op, List<string> names) => op switch
    {
        "=" or "==" => $"{field.Sql} = {names[0]}",
        "!=" => $"({field.Sql} = {names[0]}) IS NOT TRUE",
        "~" => $"lower({field.Sql}) LIKE lower({names[0]}) ESCAPE '\\'",
        ":(" => $"{field.Sql} IN ({string.Join(", ", names)})",
        ">" or ">=" or "<" or "<=" => $"{Ordered(field, translate)} {op} {names[0]}",
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    private static string? Objection(ListField field, string op)
    {
        var ordered = field.Words == null && field.Type != ListType.Flag;
        return op switch
        {
            "~" when field.Type != ListType.Text || field.Words != null => "~ looks into text fields only.",
            ">" or ">=" or "<" or "<=" when !ordered => $"{field.Name} has no order: use = != or :(.",
            _ => null,
        };
    }

    private static string Pattern(string text) => "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";

    private static object? ValueOf(ListField field, string text)
    {
        if (field.Words is { } words)
        {
            return words.TryGetValue(text, out var number) ? number : null;
        }
        return field.Type switch
        {
            ListType.Number => long.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            ListType.Dollars => Cents(text),
            ListType.Time => DateTimeOffset.TryParseExact(
                text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUnixTimeMilliseconds() : null,
            ListType.Flag => text switch { "true" => 1L, "false" => 0L, _ => null },
            ListType.ClickId => ClickId.TryParse(text, out var id) ? id.ToBytes() : null,
            ListType.Text => text,
            _ => throw new ArgumentOutOfRangeException(nameof(field)),
        };
    }

    private static object? Cents(string text) =>
        decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var dollars)
        && Math.Abs(dollars) <= long.MaxValue / 100 && decimal.IsInteger(dollars * 100) ? (long)(dollars * 100) : null;

    private static string Expectation(ListField field) => field.Words is { } words
        ? $"one of {string.Join(", ", words.Keys)}"
        : field.Type switch
        {
            ListType.Number => "a whole number",
            ListType.Dollars => "dollars with at most two decimals, such as 100 or 2.60",
            ListType.Time => "a time as ISO 8601, such as 2026-01-31 or 2026-01-31T10:00:00Z",
            ListType.Flag => "true or false",
            ListType.ClickId => "a UUID",
            _ => "text",
        };
}
