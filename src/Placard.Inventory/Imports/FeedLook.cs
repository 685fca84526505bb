using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>
/// What can be said of a record by looking at it alone: its mark, whether these bytes are kept already, and if not, the
/// parsed job. Reads only what does not change while a feed is read, so that it runs beside
/// <see cref="FeedDifference"/>.
/// </summary>
internal sealed class FeedLook(KnownJobs known, UInt128 readingMark, Func<FeedEncoding, JobParser> parsers)
{
    private JobParser? parser;

    /// <summary>Names of elements that no rule reads, with how often the parsed jobs had them.</summary>
    public IReadOnlyDictionary<string, long>? UnknownElements => parser?.UnknownElements;

    /// <summary>Stands for a record's bytes.</summary>
    public UInt128 MarkOf(ReadOnlySpan<byte> record) => FedMark.OfRecord(record, readingMark);

    /// <summary>The kept job whose bytes have this mark; -1 when there is none.</summary>
    public int FindUnchanged(UInt128 mark) => known.FindUnchanged(mark);

    /// <summary>Reads a record that the splitter did not reject; a job's long texts go into the room.</summary>
    public ParsedJob Parse(
        in RecordBatch.Item item, ReadOnlyMemory<byte> bytes, FeedEncoding encoding, TextRoom room)
    {
        parser ??= parsers(encoding);
        return parser.Parse(new RawRecord(bytes, item.Line, item.Column, null), room);
    }
}

/// <summary>
/// A record that was looked at. <paramref name="Unchanged"/> is the kept job with exactly these bytes, or -1; then it
/// is parsed.
/// </summary>
internal readonly record struct Looked(UInt128 Mark, int Unchanged, ParsedJob? Parsed);
