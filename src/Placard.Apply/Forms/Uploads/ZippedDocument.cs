using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Placard.Apply.Forms;

/// <summary>
/// Documents that are ZIP archives: docx and odt. The archive is read as far as it must be to know that whoever opens
/// it meets no bomb: few entries, none of them larger than it says, and all of them together within bounds. Read by
/// hand: the library's reader believes the sizes that an archive gives, which is the lie that is looked for.
/// </summary>
internal static class ZippedDocument
{
    private const int MostEntries = 2_000;
    private const long MostUnpackedBytes = 32L << 20;
    private const int EndRecordBytes = 22;
    private const int LongestComment = 65_535;
    private const int DirectoryEntryBytes = 46;
    private const int LocalEntryBytes = 30;
    private const int Encrypted = 1;
    private const int Stored = 0;
    private const int Deflated = 8;

    private readonly record struct Entry(string Name, int Flags, int Method, long Packed, long Unpacked, long At);

    public static MediaKind? KindOf(byte[] content) =>
        Directory(content) is { } entries && IsHarmless(content, entries) ? Named(content, entries) : null;

    /// <summary>The archive's entries; null when its directory cannot be believed.</summary>
    private static List<Entry>? Directory(ReadOnlySpan<byte> content)
    {
        var from = Math.Max(0, content.Length - EndRecordBytes - LongestComment);
        var end = content[from..].LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || from + end + EndRecordBytes > content.Length)
        {
            return null;
        }
        var record = content[(from + end)..];
        var count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long at = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (count is 0 or > MostEntries)
        {
            return null;
        }
        var entries = new List<Entry>(count);
        for (var read = 0; read < count; read++)
        {
            if (at + DirectoryEntryBytes > content.Length || !content[(int)at..].StartsWith("PK\x01\x02"u8))
            {
                return null;
            }
            var entry = content[(int)at..];
            int name = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);
            if (DirectoryEntryBytes + name > entry.Length)
            {
                return null;
            }
            entries.Add(new Entry(
                Encoding.UTF8.GetString(entry.Slice(DirectoryEntryBytes, name)),
                BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[42..])));
            at += DirectoryEntryBytes + name + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }
        return entries;
    }

    // Entries that share their bytes, the trick of the largest bombs, are packed larger together than the file is.
    private static bool IsHarmless(byte[] content, List<Entry> entries) =>
        entries.Sum(entry => entry.Packed) <= content.Length
        && entries.Sum(entry => entry.Unpacked) <= MostUnpackedBytes
        && entries.TrueForAll(entry => (entry.Flags & Encrypted) == 0 && !IsMacro(entry.Name))
        && entries.TrueForAll(entry => Length(content, entry) == entry.Unpacked);

    private static bool IsMacro(string name) => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// How long an entry really is, looked at up to one buffer more than it says; null when it is broken.
    /// </summary>
    private static long? Length(byte[] content, Entry entry)
    {
        if (Open(content, entry) is not { } stream)
        {
            return null;
        }
        using (stream)
        {
            var buffer = new byte[64 << 10];
            long length = 0;
            try
            {
                for (int read; length <= entry.Unpacked && (read = stream.Read(buffer)) > 0;)
                {
                    length += read;
                }
            }
            catch (InvalidDataException)
            {
                return null;
            }
            return length;
        }
    }

    private static Stream? Open(byte[] content, Entry entry)
    {
        if (entry.At + LocalEntryBytes > content.Length
            || !content.AsSpan((int)entry.At).StartsWith("PK\x03\x04"u8))
        {
            return null;
        }
        var local = content.AsSpan((int)entry.At);
        var from = entry.At + LocalEntryBytes + BinaryPrimitives.ReadUInt16LittleEndian(local[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        if (from + entry.Packed > content.Length)
        {
            return null;
        }
        var packed = new MemoryStream(content, (int)from, (int)entry.Packed, writable: false);
        return entry.Method switch
        {
            Stored => packed,
            Deflated => new DeflateStream(packed, CompressionMode.Decompress),
            _ => null,
        };
    }

    private static MediaKind? Named(byte[] content, List<Entry> entries) =>
        entries.Exists(entry => entry.Name == "[Content_Types].xml")
            && entries.Exists(entry => IsBody(entry.Name))
            ? MediaKind.Docx
            : MimeType(content, entries) == MediaKind.Odt.MediaType ? MediaKind.Odt : null;

    // Word on the web calls it document2.xml.
    private static bool IsBody(string name) => name.StartsWith("word/document", StringComparison.Ordinal)
        && name.EndsWith(".xml", StringComparison.Ordinal);

    private static string? MimeType(byte[] content, List<Entry> entries)
    {
        const int longest = 100;
        var entry = entries.Find(one => one.Name == "mimetype");
        if (entry.Name == null || entry.Unpacked > longest || Open(content, entry) is not { } stream)
        {
            return null;
        }
        using var text = new StreamReader(stream, Encoding.ASCII);
        return text.ReadToEnd().Trim();
    }
}
