using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>Records on their way through the loops of a <see cref="FeedPass"/>, one loop at a time.</summary>
internal sealed class RecordBatch
{
    // What lives while records are on their way has to be looked through by every collection of garbage meanwhile.
    private const int Bytes = 256 << 10;
    private const int MostItems = 1_000;

    private readonly List<Item> items = [];
    private readonly List<Looked> looks = [];
    private readonly TextRoom texts = new();
    private byte[] bytes = new byte[Bytes];
    private int used;

    /// <summary>A record, or what the splitter rejected instead.</summary>
    public readonly record struct Item(int Start, int Length, long Line, long Column, FeedRejection? Rejection);

    /// <summary>The records in the feed's order, each with what was found by looking at it.</summary>
    public IEnumerable<(Item Item, Looked Look)> Looked => items.Zip(looks);

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
        foreach (var item in items)
        {
            looks.Add(item.Rejection != null ? default : look.At(item, BytesOf(item), encoding, texts));
        }
    }

    public ReadOnlyMemory<byte> BytesOf(in Item item) => bytes.AsMemory(item.Start, item.Length);

    /// <summary>Makes it empty for its next use; a buffer that one huge job made grow is let go.</summary>
    public void Clear()
    {
        items.Clear();
        looks.Clear();
        texts.Clear();
        used = 0;
        if (bytes.Length > Bytes)
        {
            bytes = new byte[Bytes];
        }
    }
}
