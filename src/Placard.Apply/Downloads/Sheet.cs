using System.Globalization;
using Placard.Platform;

namespace Placard.Apply.Downloads;

/// <summary>One cell of a download: a text or a whole number, or neither.</summary>
internal readonly record struct Cell(string? Text, long? Number = null)
{
    public static implicit operator Cell(string? text) => new(text);

    public static implicit operator Cell(long? number) => new(null, number);

    public static implicit operator Cell(long number) => new(null, number);
}

/// <summary>A table that is written row by row, whatever its form.</summary>
internal interface ISheet : IAsyncDisposable
{
    /// <summary>Writes the next row; the first one holds the columns' names.</summary>
    ValueTask Row(IReadOnlyList<Cell> cells);

    /// <summary>Writes what ends the file. A table that is disposed without it stays visibly broken.</summary>
    ValueTask Finish();
}

/// <summary>CSV as RFC 4180 has it, CRLF, formulas guarded.</summary>
internal sealed class CsvSheet(Stream to) : ISheet
{
    private readonly StreamWriter text = new(to, bufferSize: 32 << 10, leaveOpen: true) { NewLine = "\r\n" };

    public async ValueTask Row(IReadOnlyList<Cell> cells) => await text.WriteLineAsync(string.Join(',', cells.Select(
        cell => cell.Number?.ToString(CultureInfo.InvariantCulture) ?? CsvText.Cell(cell.Text)))).ConfigureAwait(false);

    public async ValueTask Finish() => await text.FlushAsync().ConfigureAwait(false);

    public ValueTask DisposeAsync() => text.DisposeAsync();
}
