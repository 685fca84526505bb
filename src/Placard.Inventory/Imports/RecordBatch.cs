using System.Runtime.InteropServices;
using Placard.Inventory.Reading;
using Placard.Kernel;

namespace Placard.Inventory.Imports;

/// <summary>Records on their way through the loops of a <see cref="FeedPass"/>, one loop at a time.</summary>
internal sealed class RecordBatch
{
    // What lives while records are on their way has to be looked through by every collection of garbage meanwhile.
    private const int Bytes = 256 << 10;
    private const int MostItems = 1_000;

    private readonly List<Item> items = [];
    private readonly List<UInt128> marks = [];
    private readonly List<Looked> looks = [];
    private readonly TextRoom texts = new();
    private byte[] bytes = new byte[Bytes];
    private int used;

    /// <summary>A record, or what the splitter rejected instead.</summary>
    public readonly record struct Item(int Start, int Length, long Line, long Column, FeedRejection? Rejection);

    public bool IsEmpty => items.Count == 0;

    public bool HasRoomFor(int length) => items.Count < MostItems && (IsEmpty || used + length <= bytes.Length);

    public void Add(RawRecord record)
    {
        var length = record.Bytes.Length;
        if (used + length > bytes.Length)
        {
            Array.Resize(ref bytes, used + length);
        }
        record.Bytes.Span.CopyTo(bytes.AsSpan(used));
        items.Add(new Item(used, length, record.Line, record.Column, record.Rejection));
        used += length;
    }

    /// <summary>Looks at every record.</summary>
    public void Look(FeedLook look, FeedEncoding encoding)
    {
        // All marks first. What is kept does not fit into the processor's caches: of searches that follow each other at
        // once several wait for memory at the same time.
        foreach (ref readonly var item in CollectionsMarshal.AsSpan(items))
        {
            QuietThread.Breathe();
            marks.Add(item.Rejection != null ? default : look.MarkOf(BytesOf(item).Span));
        }
        for (var i = 0; i < items.Count; i++)
        {
            looks.Add(new Looked(marks[i], items[i].Rejection != null ? -1 : look.FindUnchanged(marks[i]), null));
        }
        for (var i = 0; i < items.Count; i++)
        {
            QuietThread.Breathe();
            if (looks[i].Unchanged < 0 && items[i].Rejection == null)
            {
                looks[i] = looks[i] with { Parsed = look.Parse(items[i], BytesOf(items[i]), encoding, texts) };
            }
        }
    }

    /// <summary>Takes the records, in the feed's order, each with what was found by looking at it.</summary>
    public void TakeTo(FeedDifference difference, FeedEncoding encoding)
    {
        var found = CollectionsMarshal.AsSpan(looks);
        var records = CollectionsMarshal.AsSpan(items);
        for (var i = 0; i < records.Length; i++)
        {
            QuietThread.Breathe();
            difference.Take(records[i], BytesOf(records[i]), found[i], encoding);
        }
    }

    private ReadOnlyMemory<byte> BytesOf(in Item item) => bytes.AsMemory(item.Start, item.Length);

    /// <summary>Makes it empty for its next use; a buffer that one huge job made grow is let go.</summary>
    public void Clear()
    {
        items.Clear();
        marks.Clear();
        looks.Clear();
        texts.Clear();
        used = 0;
        if (bytes.Length > Bytes)
        {
            bytes = new byte[Bytes];
        }
    }
}
