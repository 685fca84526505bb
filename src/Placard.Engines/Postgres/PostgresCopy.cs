using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;
using Placard.Storage;

namespace Placard.Engines.Postgres;

/// <summary>
/// Rows in the binary form of COPY, laid out here and sent many kilobytes at a time. The driver's own writer looks for
/// a converter for every value and sends buffers of eight kilobytes: the server, which needs more time for the rows
/// than we do, waited for us in a third of it. Blocking, and by whoever writes so many rows on a thread of its own:
/// what it waits for is a full socket, or the server's word.
/// </summary>
internal sealed class PostgresCopy : IRowBinder, IDisposable
{
    private const int SentBytes = 128 << 10;
    private const short End = -1;
    private const int Absent = -1;

    private readonly NpgsqlRawCopyStream server;
    private readonly short columns;
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(SentBytes);
    private int used;

    private PostgresCopy(NpgsqlRawCopyStream server, int columns)
    {
        this.server = server;
        this.columns = (short)columns;
    }

    /// <summary>The signature, no flags, no more header.</summary>
    private static ReadOnlySpan<byte> Head =>
    [
        (byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0,
        0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Adds the rows; the command names the plan's table and columns.</summary>
    public static int Run(NpgsqlConnection connection, string command, Appending rows)
    {
        using var server = connection.BeginRawBinaryCopy(command);
        using var copy = new PostgresCopy(server, rows.Plan.Columns.Length);
        try
        {
            copy.Write(rows);
            return rows.Count;
        }
        catch
        {
            // Or what was sent so far would count as all.
            server.Cancel();
            throw;
        }
    }

    public void Number(long value)
    {
        var room = Room(sizeof(int) + sizeof(long));
        BinaryPrimitives.WriteInt32BigEndian(room, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(room[sizeof(int)..], value);
        used += room.Length;
    }

    public void Number(long? value)
    {
        if (value is { } number)
        {
            Number(number);
        }
        else
        {
            Null();
        }
    }

    public void Text(string? value)
    {
        if (value == null)
        {
            Null();
            return;
        }
        var room = Room(sizeof(int) + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        used += sizeof(int) + length;
    }

    public void Utf8Text(ReadOnlySpan<byte> value) => Blob(value);

    public void Blob(ReadOnlySpan<byte> value)
    {
        var room = Room(sizeof(int) + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(room, value.Length);
        value.CopyTo(room[sizeof(int)..]);
        used += room.Length;
    }

    public void Blob(byte[]? value)
    {
        if (value == null)
        {
            Null();
        }
        else
        {
            Blob(value.AsSpan());
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);

    private void Write(Appending rows)
    {
        Head.CopyTo(Room(Head.Length));
        used += Head.Length;
        for (var row = 0; row < rows.Count; row++)
        {
            Short(columns);
            rows.Bind(row, this);
        }
        Short(End);
        Send();
    }

    private void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), value);
        used += sizeof(short);
    }

    private void Null()
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), Absent);
        used += sizeof(int);
    }

    // So many bytes to write into; what stood there is sent first where they do not fit behind it.
    private Span<byte> Room(int length)
    {
        if (length > bytes.Length - used)
        {
            Send();
            if (length > bytes.Length)
            {
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = ArrayPool<byte>.Shared.Rent(length);
            }
        }
        return bytes.AsSpan(used, length);
    }

    private void Send()
    {
        server.Write(bytes, 0, used);
        used = 0;
    }
}
