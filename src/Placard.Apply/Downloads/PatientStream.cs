namespace Placard.Apply.Downloads;

/// <summary>
/// A response's body for writers of archives, which write headers and directories without awaiting: what comes so is
/// held until the next awaited write, because a thread must not wait for a slow reader.
/// </summary>
internal sealed class PatientStream(Stream body) : Stream
{
    private readonly MemoryStream held = new();
    private long written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => written;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        held.Write(buffer);
        written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Send(cancellationToken).ConfigureAwait(false);
        await body.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        written += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Nothing waits here; <see cref="FlushAsync"/> sends.</summary>
    public override void Flush()
    {
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Send(cancellationToken).ConfigureAwait(false);
        await body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        held.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask Send(CancellationToken stop)
    {
        if (held.Length > 0)
        {
            await body.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), stop).ConfigureAwait(false);
            held.SetLength(0);
        }
    }
}
