using System.Buffers;

namespace Placard.Dispositions.Reading;

/// <summary>A request's whole body in one piece of pooled memory. The server holds the limit of its size.</summary>
internal sealed class SentBody(long? announcedLength) : IDisposable
{
    private const int Least = 4 << 10;

    // One byte more than announced, so that the read that finds the end needs no larger buffer.
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(
        (int)Math.Clamp(announcedLength ?? 0, Least, DispositionsSetup.MostBody) + 1);

    private int length;

    /// <summary>What was read. It is gone after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    public async Task Read(Stream body, CancellationToken stop)
    {
        while (await body.ReadAsync(buffer.AsMemory(length), stop).ConfigureAwait(false) is var read and > 0)
        {
            length += read;
            if (length == buffer.Length)
            {
                Grow();
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
