using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Placard.Apply.Forms;

/// <summary>
/// Documents that are ZIP archives: docx and odt. The archive is read as far as it must be to know that whoever opens
/// it meets no bomb: few entries, none larger than it says, and all of them together within bounds.
/// </summary>
internal static class ZippedDocument
{
    private const int MostEntries = 2_000;
    private const long MostUnpackedBytes = 64L << 20;
    private const int LongestMimeType = 100;
    private const int EndRecordBytes = 22;
    private const int LongestComment = 65_535;

    public static MediaKind? KindOf(byte[] content)
    {
        try
        {
            if (EntriesSaid(content) is not (> 0 and <= MostEntries))
            {
                return null;
            }
            using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            return archive.Entries.Count <= MostEntries && IsHarmless(archive, content.Length) ? Named(archive) : null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or NotSupportedException
            or ArgumentException or OverflowException)
        {
            // An archive that cannot be read is no document.
            return null;
        }
    }

    /// <summary>The number of entries by the record at the archive's end; read before anything is made of them.</summary>
    private static int? EntriesSaid(ReadOnlySpan<byte> content)
    {
        var from = Math.Max(0, content.Length - EndRecordBytes - LongestComment);
        var at = content[from..].LastIndexOf("PK\x05\x06"u8);
        return at >= 0 && from + at + EndRecordBytes <= content.Length
            ? BinaryPrimitives.ReadUInt16LittleEndian(content[(from + at + 10)..])
            : null;
    }

    // Entries that share their bytes, the trick of the largest bombs, are packed larger together than the file is.
    private static bool IsHarmless(ZipArchive archive, long fileBytes)
    {
        long packed = 0;
        long unpacked = 0;
        foreach (var entry in archive.Entries)
        {
            packed += entry.CompressedLength;
            unpacked += entry.Length;
            if (entry.IsEncrypted || packed > fileBytes || unpacked > MostUnpackedBytes || IsMacro(entry.FullName))
            {
                return false;
            }
        }
        var buffer = new byte[64 << 10];
        return archive.Entries.All(entry => IsAsLongAsItSays(entry, buffer));
    }

    private static bool IsMacro(string name) => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase);

    private static bool IsAsLongAsItSays(ZipArchiveEntry entry, byte[] buffer)
    {
        using var stream = entry.Open();
        long length = 0;
        for (int read; length <= entry.Length && (read = stream.Read(buffer)) > 0;)
        {
            length += read;
        }
        return length == entry.Length;
    }

    private static MediaKind? Named(ZipArchive archive) =>
        archive.GetEntry("[Content_Types].xml") != null && archive.GetEntry("word/document.xml") != null
            ? MediaKind.Docx
            : MimeType(archive) == MediaKind.Odt.MediaType ? MediaKind.Odt : null;

    private static string? MimeType(ZipArchive archive)
    {
        if (archive.GetEntry("mimetype") is not { Length: <= LongestMimeType } entry)
        {
            return null;
        }
        using var stream = new StreamReader(entry.Open(), Encoding.ASCII);
        return stream.ReadToEnd().Trim();
    }
}
