using System.Text;

namespace Placard.Platform;

/// <summary>One condition as written. <paramref name="Values"/> has one entry, more only for a list.</summary>
internal sealed record SearchCondition(
    string Field,
    int FieldIndex,
    string Operator,
    int OperatorIndex,
    bool Negated,
    IReadOnlyList<(string Text, int Index)> Values);

/// <summary>
/// Reads the search grammar, one pass from left to right:
/// <c>search = condition *(" AND " condition)</c>, <c>condition = ["-"] field op value</c>,
/// <c>value = bare / quoted / list</c>. It knows nothing of fields or types.
/// </summary>
internal sealed class SearchReader
{
    /// <summary>Characters of a search text. Longer ones are programs' mistakes.</summary>
    public const int MostCharacters = 4_000;

    /// <summary>Conditions of one search.</summary>
    public const int MostConditions = 50;

    private static readonly string[] Operators = ["==", "!=", ">=", "<=", "=", ">", "<", "~"];
    private readonly string text;
    private int at;
    private SearchFault? fault;

    private SearchReader(string text) => this.text = text;

    /// <summary>The conditions in their order; none for an empty text, and none beside a fault.</summary>
    public static (IReadOnlyList<SearchCondition> Conditions, SearchFault? Fault) Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            return ([], new SearchFault(MostCharacters, $"at most {MostCharacters} characters are allowed."));
        }
        var unusable = IndexOfUnusable(text);
        if (unusable >= 0)
        {
            return ([], new SearchFault(unusable, "control characters and broken Unicode are not allowed."));
        }
        var reader = new SearchReader(text);
        var conditions = reader.All();
        return reader.fault == null ? (conditions, null) : ([], reader.fault);
    }

    // NUL and lone surrogates are text for us but not for a database.
    private static int IndexOfUnusable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsControl(text[i]) || char.IsSurrogate(text[i]))
            {
                return i;
            }
        }
        return -1;
    }

    private List<SearchCondition> All()
    {
        var conditions = new List<SearchCondition>();
        SkipSpace();
        while (at < text.Length && fault == null)
        {
            if (conditions.Count > 0 && !TakeAnd())
            {
                break;
            }
            if (conditions.Count == MostConditions)
            {
                Fail(at, $"at most {MostConditions} conditions are allowed.");
                break;
            }
            if (Condition() is { } condition)
            {
                conditions.Add(condition);
            }
            SkipSpace();
        }
        return conditions;
    }

    private bool TakeAnd()
    {
        if (string.CompareOrdinal(text, at, "AND", 0, 3) != 0 || !char.IsWhiteSpace(text[at - 1])
            || (at + 3 < text.Length && !char.IsWhiteSpace(text[at + 3])))
        {
            return Fail(at, "expected AND between two conditions (a value with spaces goes into double quotes).");
        }
        at += 3;
        SkipSpace();
        return true;
    }

    private SearchCondition? Condition()
    {
        var negated = at < text.Length && text[at] == '-';
        if (negated)
        {
            at++;
        }
        var fieldIndex = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_'))
        {
            at++;
        }
        var field = text[fieldIndex..at];
        if (field.Length == 0)
        {
            Fail(at, "expected the name of a field.");
            return null;
        }
        SkipSpace();
        var operatorIndex = at;
        if (Operator() is not { } found)
        {
            return null;
        }
        SkipSpace();
        var values = found == ":(" ? ListValues() : Value() is { } value ? [value] : null;
        return values == null ? null : new SearchCondition(field, fieldIndex, found, operatorIndex, negated, values);
    }

    private string? Operator()
    {
        foreach (var candidate in Operators)
        {
            if (string.CompareOrdinal(text, at, candidate, 0, candidate.Length) == 0)
            {
                at += candidate.Length;
                return candidate;
            }
        }
        var start = at;
        if (at < text.Length && text[at] == ':')
        {
            at++;
            SkipSpace();
            if (at < text.Length && text[at] == '(')
            {
                at++;
                return ":(";
            }
        }
        Fail(start, "expected one of = == != > >= < <= ~ :( after the field's name.");
        return null;
    }

    private List<(string Text, int Index)>? ListValues()
    {
        var values = new List<(string Text, int Index)>();
        while (Value() is { } value)
        {
            values.Add(value);
            SkipSpace();
            if (at < text.Length && text[at] == ',')
            {
                at++;
                SkipSpace();
                continue;
            }
            if (at < text.Length && text[at] == ')')
            {
                at++;
                return values;
            }
            Fail(at, "expected a comma or the closing ) of the list.");
            return null;
        }
        return null;
    }

    private (string Text, int Index)? Value()
    {
        var start = at;
        if (at < text.Length && text[at] == '"')
        {
            return Quoted() is { } quoted ? (quoted, start) : null;
        }
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('"' or '(' or ')' or ','))
        {
            at++;
        }
        if (at == start)
        {
            Fail(at, "expected a value, bare or in double quotes.");
            return null;
        }
        return (text[start..at], start);
    }

    private string? Quoted()
    {
        var start = at++;
        var value = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == '"')
            {
                return value.ToString();
            }
            if (c == '\\' && at < text.Length && text[at] is '"' or '\\')
            {
                c = text[at++];
            }
            value.Append(c);
        }
        Fail(start, "this double quote is never closed.");
        return null;
    }

    private void SkipSpace()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private bool Fail(int index, string why)
    {
        fault ??= new SearchFault(index, why);
        return false;
    }
}
