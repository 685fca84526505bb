using System.IO.Compression;
using Placard.Kernel;
using Placard.Publishing.Builds;

namespace Placard.Publishing.Downloads;

/// <summary>
/// Opens a build's part for reading. A part that another node built is fetched from the store first; plain XML that
/// is not there is unpacked from its compressed twin.
/// </summary>
internal sealed class PartFiles(BuildStore builds, FeedFolder folders, FeedSweep sweep, IdSource ids) : IDisposable
{
    private readonly SemaphoreSlim oneFetch = new(1, 1);

    /// <summary>The part's bytes, or null when they are lost.</summary>
    public async Task<FileStream?> Open(BuildRow build, long part, bool compressed, CancellationToken stop)
    {
        var folder = folders.Of(build.FeedId, build.Id);
        var path = compressed ? FeedFolder.GzipIn(folder, part) : FeedFolder.PlainIn(folder, part);
        if (TryOpen(path) is { } file)
        {
            return file;
        }
        await oneFetch.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return TryOpen(path) ?? await Fetch(build, part, path, compressed, stop).ConfigureAwait(false);
        }
        finally
        {
            oneFetch.Release();
        }
    }

    public void Dispose() => oneFetch.Dispose();

    // Opened before it is sent: a build that is cleared away meanwhile stays readable to its end.
    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private async Task<FileStream?> Fetch(
        BuildRow build, long part, string path, bool compressed, CancellationToken stop)
    {
        var gzipPath = compressed ? path : path + ".gz";
        if (!File.Exists(gzipPath))
        {
            if (!await Place(gzipPath, file => builds.CopyPart(build.Id, part, file, stop)).ConfigureAwait(false))
            {
                return null;
            }
            await sweep.Superseded(build.FeedId, stop).ConfigureAwait(false);
        }
        if (!compressed)
        {
            await Place(path, file => Unpack(gzipPath, file, stop)).ConfigureAwait(false);
        }
        return TryOpen(path);
    }

    private static async Task<bool> Unpack(string gzipPath, Stream into, CancellationToken stop)
    {
        await using var gzip = new GZipStream(File.OpenRead(gzipPath), CompressionMode.Decompress);
        await gzip.CopyToAsync(into, stop).ConfigureAwait(false);
        return true;
    }

    // Written under another name and moved: nobody ever opens half a part.
    private async Task<bool> Place(string path, Func<Stream, Task<bool>> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{ids.NextToken(8)}";
        try
        {
            bool complete;
            await using (var file = File.Create(draft))
            {
                complete = await write(file).ConfigureAwait(false);
                // Before the name: a part that is there is whole, also after a power cut.
                file.Flush(flushToDisk: true);
            }
            if (complete)
            {
                File.Move(draft, path, overwrite: true);
            }
            return complete;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
