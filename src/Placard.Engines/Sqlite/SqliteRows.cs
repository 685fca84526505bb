using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Placard.Storage;
using SQLitePCL;

namespace Placard.Engines.Sqlite;

/// <summary>
/// The driver goes from row to row, the columns are read without it: its guards around every column were more than a
/// quarter of the time in which the market took in an import.
/// </summary>
internal sealed class SqliteRows(DbDataReader rows) : RowReader
{
    // Zero once it is closed: SQLite knows no values of that, where a forgotten address would be read.
    private nint statement = Unwrapped(rows).Handle!.DangerousGetHandle();

    public override ValueTask<bool> Next(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return new(rows.Read());
    }

    public override bool IsNull(int column) => SqliteCalls.TypeOf(statement, column) == raw.SQLITE_NULL;

    public override long Number(int column)
    {
        var number = SqliteCalls.Number(statement, column);
        // To SQLite nothing is zero, too.
        return number != 0 || !IsNull(column)
            ? number
            : throw new InvalidOperationException($"Column {column} has no number.");
    }

    public override string Text(int column)
    {
        var text = SqliteCalls.Text(statement, column);
        return text != 0
            ? Marshal.PtrToStringUTF8(text, SqliteCalls.LengthOf(statement, column))
            : throw new InvalidOperationException($"Column {column} has no text.");
    }

    public override unsafe ReadOnlySpan<byte> Bytes(int column)
    {
        var bytes = SqliteCalls.Blob(statement, column);
        return bytes != 0 || !IsNull(column)
            ? new ReadOnlySpan<byte>((void*)bytes, SqliteCalls.LengthOf(statement, column))
            : throw new InvalidOperationException($"Column {column} has no bytes.");
    }

    public override ValueTask DisposeAsync()
    {
        statement = 0;
        return rows.DisposeAsync();
    }

    private static SqliteDataReader Unwrapped(DbDataReader rows) =>
        (SqliteDataReader)(rows is IWrappedDataReader wrapped ? wrapped.Reader : rows);
}
