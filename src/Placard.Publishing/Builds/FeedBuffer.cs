using System.Buffers;
using System.Buffers.Text;

namespace Placard.Publishing.Builds;

/// <summary>Takes full buffers of a part as they come; what it is given is its own from then on.</summary>
internal interface IPieceSink
{
    /// <summary>A rented buffer and how many of its bytes count.</summary>
    void Take(byte[] rented, int length);
}

/// <summary>UTF-8 by hand: bytes gather in a rented buffer, which goes on to the sink when it is full.</summary>
internal sealed class FeedBuffer(IPieceSink sink)
{
    /// <summary>Large enough that system calls do not show, small enough for the processor's cache.</summary>
    public const int PieceLength = 128 << 10;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
    private int used;

    /// <summary>Bytes of any length.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > buffer.Length - used)
        {
            var room = buffer.Length - used;
            bytes[..room].CopyTo(buffer.AsSpan(used));
            used += room;
            bytes = bytes[room..];
            Flush();
        }
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    /// <summary>A whole number.</summary>
    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var written);
        used += written;
    }

    /// <summary>At least this much room, to be written into and then <see cref="Advance"/>d over.</summary>
    public Span<byte> Room(int length)
    {
        if (buffer.Length - used < length)
        {
            Flush();
        }
        return buffer.AsSpan(used);
    }

    /// <summary>So many bytes of the last <see cref="Room"/> were written.</summary>
    public void Advance(int length) => used += length;

    /// <summary>Hands on what has gathered.</summary>
    public void Flush()
    {
        if (used == 0)
        {
            return;
        }
        var full = buffer;
        var length = used;
        (buffer, used) = (ArrayPool<byte>.Shared.Rent(PieceLength), 0);
        sink.Take(full, length);
    }
}
