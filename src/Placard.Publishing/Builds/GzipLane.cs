using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using Placard.Kernel;

namespace Placard.Publishing.Builds;

/// <summary>
/// Compresses parts on a thread of its own while the next jobs are written: compression is by far the longest step.
/// A thread and not the pool, whose few threads answer clicks.
/// </summary>
internal sealed class GzipLane : IDisposable
{
    // Level 1 gives away a third of the ratio, level 6 half of the speed.
    private const int Level = 3;
    private const int WaitingPieces = 8;
    private const long PushEach = 1 << 20;

    // Less than a tenth of a millisecond's work.
    private const int Breath = 8 << 10;

    private readonly BlockingCollection<Piece> pieces = new(WaitingPieces);
    private readonly CancellationTokenSource broken = new();
    private readonly Task running;
    private volatile bool abandoned;

    public GzipLane() => running = QuietThread.Run(Run);

    private readonly record struct Piece(string? Path, byte[] Rented, int Length);

    /// <summary>What follows goes into this file; the one before is complete.</summary>
    public void Open(string path) => Hand(new Piece(path, [], 0));

    /// <summary>Takes a rented buffer; waits when compression is far behind.</summary>
    public void Add(byte[] rented, int length) => Hand(new Piece(null, rented, length));

    /// <summary>Returns when every file is complete and on disk.</summary>
    public void Finish()
    {
        pieces.CompleteAdding();
        running.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        abandoned = true;
        pieces.CompleteAdding();
        // Only waits: what went wrong was thrown where the pieces came from.
        Task.WaitAny(running);
        pieces.Dispose();
        broken.Dispose();
    }

    private void Hand(Piece piece)
    {
        try
        {
            pieces.Add(piece, broken.Token);
        }
        catch (OperationCanceledException)
        {
            running.GetAwaiter().GetResult();
            throw;
        }
    }

    private void Run()
    {
        var file = default(OpenFile);
        try
        {
            foreach (var piece in pieces.GetConsumingEnumerable())
            {
                if (piece.Path != null && !abandoned)
                {
                    file?.Complete();
                    file = new OpenFile(piece.Path);
                }
                else if (!abandoned)
                {
                    file!.Write(piece.Rented.AsSpan(0, piece.Length));
                    ArrayPool<byte>.Shared.Return(piece.Rented);
                }
            }
            if (!abandoned)
            {
                file?.Complete();
            }
        }
        catch
        {
            broken.Cancel();
            throw;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private sealed class OpenFile : IDisposable
    {
        private readonly FileStream file;
        private readonly GZipStream gzip;
        private long pushed;

        public OpenFile(string path)
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 64 << 10);
            gzip = new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true);
        }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            for (var at = 0; at < bytes.Length; at += Breath)
            {
                QuietThread.Breathe();
                gzip.Write(bytes.Slice(at, Math.Min(Breath, bytes.Length - at)));
            }
            if (file.Position - pushed > PushEach)
            {
                pushed = file.Position;
                file.Flush();
                SteadyDisk.Push(file.SafeFileHandle);
            }
        }

        public void Complete()
        {
            gzip.Dispose();
            file.Flush(flushToDisk: true);
            file.Dispose();
        }

        public void Dispose()
        {
            gzip.Dispose();
            file.Dispose();
        }
    }
}
