namespace Placard.Storage;

/// <summary>The store's own types of a column.</summary>
public enum ColumnType
{
    /// <summary>BIGINT.</summary>
    Number,

    /// <summary>TEXT.</summary>
    Text,

    /// <summary>BLOB, BYTEA.</summary>
    Blob,
}

/// <summary>
/// A bulk insert, prepared once per connection. <paramref name="Tail"/> is what follows the values, e.g.
/// <c>ON CONFLICT (id) DO NOTHING</c>. Keep instances in static fields: engines remember their statements by them.
/// </summary>
public sealed record AppendPlan(string Table, (string Name, ColumnType Type)[] Columns, string Tail = "")
{
    /// <summary>
    /// Whether the rows come by the hundred thousand, from a quiet thread, which the engine then may block: PostgreSQL
    /// copies them, or takes them in pieces, when there is a tail, so small that others get their turns.
    /// </summary>
    public bool IsForMany { get; init; }
}

/// <summary>
/// So many rows to add by a plan; <paramref name="Bind"/> is called once for each, in order, with the row's number.
/// </summary>
public readonly record struct Appending(AppendPlan Plan, int Count, Action<int, IRowBinder> Bind);

/// <summary>Takes one row's values, in the order of the plan's columns.</summary>
public interface IRowBinder
{
    /// <summary>A BIGINT.</summary>
    void Number(long value);

    /// <summary>A BIGINT that may be absent.</summary>
    void Number(long? value);

    /// <summary>Text that may be absent. NUL characters are not text and must have been refused before.</summary>
    void Text(string? value);

    /// <summary>Text in UTF-8, used before the call returns. NUL characters as above.</summary>
    void Utf8Text(ReadOnlySpan<byte> value);

    /// <summary>Bytes, used before the call returns: their memory may be used again.</summary>
    void Blob(ReadOnlySpan<byte> value);

    /// <summary>Bytes that may be absent. Engines may keep the reference until the call ends.</summary>
    void Blob(byte[]? value);
}
