using System.IO.Compression;
using System.Text;

namespace Placard.Inventory.Imports;

/// <summary>
/// Keeps the accepted jobs of a feed, as they were fed, for as long as the import may come to be held: once enough jobs
/// are there it cannot be, and nothing more is kept. So at most a tenth of a feed is ever set aside.
/// </summary>
internal sealed class HoldCandidate(string folder, string name, int liveBefore) : IDisposable
{
    /// <summary>Sources with fewer live jobs are never held (surface §4).</summary>
    public const int FewestLive = 20;

    /// <summary>Bytes of one stored piece.</summary>
    private const int PieceBytes = 256 * 1024;

    private FileStream? file;
    private int accepted;

    /// <summary>The source has many jobs and would keep fewer than a tenth as many.</summary>
    public bool MustHold => liveBefore >= FewestLive && accepted * 10L < liveBefore;

    /// <summary>Takes an accepted job.</summary>
    public void Accept(ReadOnlySpan<byte> record)
    {
        if (MustHold)
        {
            file ??= WorkFile.Create(folder, name);
            file.Write(record);
            file.WriteByte((byte)'\n');
        }
        accepted++;
    }

    /// <summary>
    /// The kept jobs as a gzip feed in pieces of bounded size. <paramref name="encoding"/> is what the feed declared,
    /// because jobs are kept in its bytes.
    /// </summary>
    public IEnumerable<byte[]> Pieces(string encoding)
    {
        using var packed = WorkFile.Create(folder, name + ".gz");
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes($"<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n<source>\n"));
            if (file != null)
            {
                file.Position = 0;
                file.CopyTo(gzip);
            }
            gzip.Write("</source>\n"u8);
        }
        packed.Position = 0;
        var buffer = new byte[PieceBytes];
        while (packed.ReadAtLeast(buffer, PieceBytes, throwOnEndOfStream: false) is > 0 and var got)
        {
            yield return buffer[..got];
        }
    }

    public void Dispose() => file?.Dispose();
}
