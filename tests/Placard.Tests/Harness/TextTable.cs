namespace Placard.Tests.Harness;

/// <summary>
/// Cases as a table that a bookkeeper could check: a line of column names, then a line per case, cells separated by
/// two or more blanks. A bar or dashes between columns or lines are for the eye; an empty cell is written <c>-</c>.
/// </summary>
public sealed class TextTable
{
    private TextTable(IReadOnlyList<TextRow> rows) => Rows = rows;

    /// <summary>The cases in order.</summary>
    public IReadOnlyList<TextRow> Rows { get; }

    /// <summary>Reads a table; every row must have a cell for every column.</summary>
    public static TextTable Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Trim('-', '|', '+', ' ').Length > 0)
            .ToList();
        var columns = Cells(lines[0]);
        return new TextTable([.. lines.Skip(1).Select(line => Row(columns, line))]);
    }

    private static TextRow Row(string[] columns, string line)
    {
        var cells = Cells(line);
        return cells.Length == columns.Length
            ? new TextRow(line, columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second))
            : throw new FormatException($"{cells.Length} cells for {columns.Length} columns: {line}");
    }

    private static string[] Cells(string line) =>
        line.Replace("|", "  ", StringComparison.Ordinal)
            .Split("  ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>One case of a <see cref="TextTable"/>; prints as it was written.</summary>
public sealed class TextRow(string line, IReadOnlyDictionary<string, string> cells)
{
    /// <summary>The cell's text; empty where the table has <c>-</c>.</summary>
    public string this[string column] => cells[column] == "-" ? "" : cells[column];

    /// <summary>The cell as a whole number; null where the table has <c>-</c>.</summary>
    public long? Number(string column) =>
        this[column].Length == 0 ? null : long.Parse(this[column], CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => line;
}
