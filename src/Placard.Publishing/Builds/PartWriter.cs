using Microsoft.Win32.SafeHandles;
using Placard.Kernel;

namespace Placard.Publishing.Builds;

/// <summary>
/// Writes a build's parts one after the other, each as plain XML and compressed beside it. A part is begun by its first
/// job, so all parts but the last are full; a build without jobs has one empty part.
/// </summary>
internal sealed class PartWriter : IPieceSink, IDisposable
{
    private const long PushEach = 1 << 20;

    private readonly string folder;
    private readonly long partSize;
    private readonly byte[] head;
    private readonly GzipLane gzip = new();
    private SafeFileHandle? plain;
    private long length;
    private long pushed;
    private long jobsInPart;

    public PartWriter(string folder, long partSize, byte[] head)
    {
        this.folder = folder;
        this.partSize = partSize;
        this.head = head;
        Buffer = new FeedBuffer(this);
    }

    /// <summary>What is appended here lands in the open part.</summary>
    public FeedBuffer Buffer { get; }

    /// <summary>Parts begun so far.</summary>
    public int Parts { get; private set; }

    /// <summary>Jobs of all parts.</summary>
    public long Jobs { get; private set; }

    /// <summary>To be called before each job: begins the next part where one is full.</summary>
    public void NextJob()
    {
        if (plain == null || jobsInPart == partSize)
        {
            EndPart();
            BeginPart();
        }
        jobsInPart++;
        Jobs++;
    }

    /// <summary>Begins an empty part.</summary>
    public void BeginPart()
    {
        Parts++;
        jobsInPart = 0;
        (length, pushed) = (0, 0);
        plain = File.OpenHandle(FeedFolder.PlainIn(folder, Parts), FileMode.Create, FileAccess.Write, FileShare.None);
        gzip.Open(FeedFolder.GzipIn(folder, Parts));
        Buffer.Append(head);
    }

    /// <summary>Ends the open part, if there is one.</summary>
    public void EndPart()
    {
        if (plain == null)
        {
            return;
        }
        Buffer.Append(FeedDocument.End);
        Buffer.Flush();
        RandomAccess.FlushToDisk(plain);
        plain.Dispose();
        plain = null;
    }

    /// <summary>Returns when all parts are complete and on disk.</summary>
    public void Finish()
    {
        if (Parts == 0)
        {
            BeginPart();
        }
        EndPart();
        gzip.Finish();
    }

    public void Take(byte[] rented, int length)
    {
        RandomAccess.Write(plain!, rented.AsSpan(0, length), this.length);
        this.length += length;
        if (this.length - pushed > PushEach)
        {
            pushed = this.length;
            SteadyDisk.Push(plain!);
        }
        gzip.Add(rented, length);
    }

    public void Dispose()
    {
        plain?.Dispose();
        gzip.Dispose();
    }
}
