using System.Data.Common;

namespace Placard.Storage;

/// <summary>
/// Rows that are too many or too large for mapping, one after the other; columns are told by their number, beginning
/// with 0. Asked for a value that is not there, or after it was disposed, it throws.
/// </summary>
public abstract class RowReader : IAsyncDisposable
{
    /// <summary>Goes on to the next row; false behind the last one.</summary>
    public abstract ValueTask<bool> Next(CancellationToken stop);

    /// <summary>Whether the row has no value there.</summary>
    public abstract bool IsNull(int column);

    /// <summary>A BIGINT that is there.</summary>
    public abstract long Number(int column);

    /// <summary>A BIGINT that may be absent.</summary>
    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    /// <summary>Text that is there.</summary>
    public abstract string Text(int column);

    /// <summary>Bytes that are there; gone with the next row.</summary>
    public abstract ReadOnlySpan<byte> Bytes(int column);

    /// <summary>Bytes that are there, to keep.</summary>
    public byte[] Blob(int column) => Bytes(column).ToArray();

    /// <summary>Bytes that may be absent.</summary>
    public byte[]? BlobOrNull(int column) => IsNull(column) ? null : Blob(column);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>The rows as the driver reads them.</summary>
public sealed class DriverRows(DbDataReader rows) : RowReader
{
    // One for each column, used for row after row.
    private readonly byte[][] kept = new byte[rows.FieldCount][];

    /// <inheritdoc/>
    public override ValueTask<bool> Next(CancellationToken stop) => new(rows.ReadAsync(stop));

    /// <inheritdoc/>
    public override bool IsNull(int column) => rows.IsDBNull(column);

    /// <inheritdoc/>
    public override long Number(int column) => rows.GetInt64(column);

    /// <inheritdoc/>
    public override string Text(int column) => rows.GetString(column);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes(int column)
    {
        var length = checked((int)rows.GetBytes(column, 0, null, 0, 0));
        ref var bytes = ref kept[column];
        if (bytes == null || bytes.Length < length)
        {
            bytes = GC.AllocateUninitializedArray<byte>(Math.Max(length, (bytes?.Length ?? 0) * 2));
        }
        rows.GetBytes(column, 0, bytes, 0, length);
        return bytes.AsSpan(0, length);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => rows.DisposeAsync();
}
