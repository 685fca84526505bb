using Dapper;

namespace Placard.Platform;

/// <summary>What a list's column holds, and so how its values are written in <c>search=</c>.</summary>
public enum ListType
{
    /// <summary>A BIGINT, written as a whole number.</summary>
    Number,

    /// <summary>A BIGINT of cents that the wire shows as dollars, written as it is shown: 100, 2.60.</summary>
    Dollars,

    /// <summary>TEXT. The only type that <c>~</c> may look into.</summary>
    Text,

    /// <summary>
    /// A BIGINT of milliseconds, written as ISO 8601: a date, or a date and time with or without seconds, fraction and
    /// offset. Without an offset it is UTC.
    /// </summary>
    Time,

    /// <summary>A BIGINT 0 or 1, written <c>true</c> or <c>false</c>. Compared for equality only.</summary>
    Flag,

    /// <summary>The sixteen bytes of a click id, written as the UUID.</summary>
    ClickId,
}

/// <summary>
/// One field that a list can be searched and sorted by. <paramref name="Sql"/> is the expression behind it;
/// <paramref name="Words"/>, where given, are the names that the wire uses for stored numbers: such a field is
/// compared for equality only.
/// </summary>
public sealed record ListField(
    string Name,
    string Sql,
    ListType Type = ListType.Text,
    IReadOnlyDictionary<string, long>? Words = null);

/// <summary>
/// How a list is read. <paramref name="Select"/> are the columns, without the word SELECT;
/// <paramref name="From"/> the tables and joins, without FROM; <paramref name="TieBreak"/> a unique column, with or
/// without DESC, that is the default order and ends every ORDER BY, then in the direction of the sort. All three are
/// the room's own text, never a caller's.
/// </summary>
public sealed record ListPlan(string Select, string From, string TieBreak, params ListField[] Fields)
{
    /// <summary>The field of this name, in its exact spelling.</summary>
    public ListField? Find(string name) => Array.Find(Fields, field => field.Name == name);
}

/// <summary>
/// What a caller asked of a list, as SQL: <paramref name="WhereSql"/> is always a condition (without WHERE),
/// <paramref name="OrderBySql"/> never empty (without ORDER BY). Add the room's own parameters to
/// <paramref name="Parameters"/>; names that start with <c>list_</c> are taken.
/// </summary>
public sealed record ListQuery(string WhereSql, string OrderBySql, DynamicParameters Parameters);
