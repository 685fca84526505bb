using Placard.Kernel;
using System.IO.Compression;
using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>The ceilings of one reading; the defaults are those of <see cref="FeedLimits"/>.</summary>
internal sealed record FeedCeilings
{
    public int RecordBytes { get; init; } = FeedLimits.RecordBytes;
    public long FedBytes { get; init; } = FeedLimits.FedBytes;
    public long DecompressedBytes { get; init; } = FeedLimits.DecompressedBytes;
    public int DecompressionRatio { get; init; } = FeedLimits.DecompressionRatio;
    public long RatioGraceBytes { get; init; } = FeedLimits.RatioGraceBytes;
}

/// <summary>More bytes than a ceiling allows; the message says which, in plain English.</summary>
internal sealed class FeedTooLargeException(string message) : IOException(message);

/// <summary>From the bytes as they arrive to bytes in which markup is ASCII.</summary>
internal static class FeedStreams
{
    private const int HeadBytes = 512;

    /// <summary>How far is looked for text that gives a wrong declaration away.</summary>
    private const int LookBytes = 256 * 1024;

    /// <summary>Unwraps gzip, told by its first two bytes whatever the sender calls it, under both ceilings.</summary>
    public static async ValueTask<Stream> OpenAsync(Stream fed, FeedCeilings ceilings, CancellationToken stop)
    {
        var counted = new CeilingStream(fed, ceilings.FedBytes, "The feed is larger than");
        var head = await ReadHeadAsync(counted, 2, stop);
        Stream whole = new PrefixedStream(head, counted);
        if (head is not [0x1F, 0x8B])
        {
            return whole;
        }
        var unpacked = new GZipStream(whole, CompressionMode.Decompress);
        return new CeilingStream(unpacked, ceilings.DecompressedBytes, "The feed unpacks to more than")
        {
            OwnsInner = true,
            Compressed = counted,
            Ratio = ceilings.DecompressionRatio,
            RatioGraceBytes = ceilings.RatioGraceBytes,
        };
    }

    /// <summary>
    /// Reads the byte order mark and the XML declaration. UTF-8 and Windows-1252 pass as they are and are told apart
    /// record by record, because a feed glued together from several sources is right in one job and wrong in the next.
    /// Every other encoding is transcoded here.
    /// </summary>
    public static async ValueTask<(Stream Stream, FeedEncoding Encoding)> DecodeAsync(
        Stream plain, CancellationToken stop)
    {
        var head = await ReadHeadAsync(plain, HeadBytes, stop);
        var encoding = FeedEncoding.Sniff(head);
        if (encoding.IsOnlyDeclared)
        {
            head = [.. head, .. await ReadHeadAsync(plain, LookBytes, stop)];
            encoding = encoding.Confirmed(head);
        }
        var whole = new PrefixedStream(head.AsMemory(encoding.MarkBytes), plain);
        return encoding.Transcode is { } from
            ? (Encoding.CreateTranscodingStream(whole, from, new UTF8Encoding(false)), encoding)
            : (whole, encoding);
    }

    private static async ValueTask<byte[]> ReadHeadAsync(Stream stream, int count, CancellationToken stop)
    {
        var head = new byte[count];
        var got = await stream.ReadAtLeastAsync(head, count, throwOnEndOfStream: false, stop);
        return head[..got];
    }
}

/// <summary>Passes bytes on, counts them, and throws <see cref="FeedTooLargeException"/> beyond its ceiling.</summary>
internal sealed class CeilingStream(Stream inner, long ceiling, string complaint) : ReadOnlyStream
{
    public long Count { get; private set; }

    public bool OwnsInner { get; init; }

    /// <summary>What arrives before decompression, when this stream stands behind it.</summary>
    public CeilingStream? Compressed { get; init; }
    public int Ratio { get; init; }
    public long RatioGraceBytes { get; init; }

    public override int Read(Span<byte> buffer) => Counted(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await inner.ReadAsync(buffer, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing && OwnsInner)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Counted(int got)
    {
        Count += got;
        if (Count > ceiling)
        {
            throw new FeedTooLargeException($"{complaint} {ceiling:#,0} bytes.");
        }
        if (Compressed is not null && Count > RatioGraceBytes && Count / Ratio > Compressed.Count)
        {
            throw new FeedTooLargeException(
                $"The feed unpacks to more than {Ratio:#,0} times its size: refused as a decompression bomb.");
        }
        return got;
    }
}

/// <summary>A stream whose reader goes on on a quiet thread, wherever the bytes came from.</summary>
internal sealed class QuietStream(Stream inner, QuietThread quiet) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var got = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        await quiet.Enter();
        return got;
    }
}

/// <summary>Bytes already read, then the rest of the stream they came from.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _prefix = prefix;

    public override int Read(Span<byte> buffer) => _prefix.IsEmpty ? rest.Read(buffer) : TakePrefix(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _prefix.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : new(TakePrefix(buffer.Span));

    private int TakePrefix(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }
}

/// <summary>A forward-only stream that reads from another and does not own it.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public sealed override bool CanRead => true;
    public sealed override bool CanSeek => false;
    public sealed override bool CanWrite => false;
    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public abstract override int Read(Span<byte> buffer);

    public sealed override Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public abstract override ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public sealed override void SetLength(long value) => throw new NotSupportedException();
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
