using System.Buffers;
using System.Buffers.Text;

namespace Placard.Publishing.Builds;

/// <summary>Takes full buffers of a part as they come; what it is given is its own from then on.</summary>
internal interface IPieceSink
{
    /// <summary>A rented buffer and how many of its bytes count.</summary>
    void Take(byte[] rented, int length);
}

/// <summary>
/// UTF-8 by hand: bytes gather in a rented buffer, which goes on to the sink when it is full. Every piece but the last
/// before a <see cref="Flush"/> is equally long: a write that begins in the middle of one of the system's pages takes
/// it half as much time again, and its writing is most of what a build's thread does.
/// </summary>
internal sealed class FeedBuffer(IPieceSink sink)
{
    /// <summary>Large enough that system calls do not show, small enough for the processor's cache.</summary>
    public const int PieceLength = 128 << 10;

    /// <summary>The most that <see cref="Room"/> gives.</summary>
    public const int MostRoom = 64;

    private byte[] buffer = Rented();
    private int used;

    /// <summary>Bytes of any length.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > PieceLength - used)
        {
            var fitting = Math.Max(0, PieceLength - used);
            bytes[..fitting].CopyTo(buffer.AsSpan(used));
            used += fitting;
            bytes = bytes[fitting..];
            HandOnPiece();
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

    /// <summary>
    /// At least this much room, <see cref="MostRoom"/> at most, to be written into and then
    /// <see cref="Advance"/>d over.
    /// </summary>
    public Span<byte> Room(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MostRoom);
        if (used >= PieceLength)
        {
            HandOnPiece();
        }
        return buffer.AsSpan(used);
    }

    /// <summary>So many bytes of the last <see cref="Room"/> were written.</summary>
    public void Advance(int length) => used += length;

    /// <summary>Hands on what has gathered.</summary>
    public void Flush()
    {
        if (used >= PieceLength)
        {
            HandOnPiece();
        }
        if (used > 0)
        {
            HandOn(used);
        }
    }

    private static byte[] Rented() => ArrayPool<byte>.Shared.Rent(PieceLength + MostRoom);

    private void HandOnPiece() => HandOn(PieceLength);

    // What was written into the room behind the piece begins the next one.
    private void HandOn(int length)
    {
        var full = buffer;
        buffer = Rented();
        full.AsSpan(length, used - length).CopyTo(buffer);
        used -= length;
        sink.Take(full, length);
    }
}
