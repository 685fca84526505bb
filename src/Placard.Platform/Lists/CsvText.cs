namespace Placard.Platform;

/// <summary>Cells of the CSV files that people open in spreadsheets.</summary>
public static class CsvText
{
    /// <summary>The text as a cell (RFC 4180), guarded by <see cref="Guarded"/>; empty for null.</summary>
    public static string Cell(string? text)
    {
        var guarded = Guarded(text);
        return guarded.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? guarded
            : $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>
    /// A text that a spreadsheet would take for a formula gets an apostrophe: strangers choose these texts.
    /// </summary>
    public static string Guarded(string? text) => string.IsNullOrEmpty(text) ? ""
        : text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text
        : text;
}
