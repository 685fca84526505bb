using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>Records on their way from the thread that splits the feed to the one that compares and parses.</summary>
internal sealed class RecordBatch
{
    private const int Bytes = 1 << 20;
    private const int MostItems = 1_000;

    private readonly List<Item> items = [];
    private byte[] bytes = new byte[Bytes];
    private int used;

    /// <summary>
    /// A record; <paramref name="Unchanged"/> is the known job with the same bytes, -1 without one.
    /// <paramref name="Mark"/> stands for its bytes.
    /// </summary>
    public readonly record struct Item(
        int Start, int Length, long Line, long Column, int Unchanged, UInt128 Mark, FeedRejection? Rejection);

    public IReadOnlyList<Item> Items => items;

    public bool IsEmpty => items.Count == 0;

    public bool HasRoomFor(int length) => items.Count < MostItems && (IsEmpty || used + length <= bytes.Length);

    public void Add(RawRecord record, int unchanged, UInt128 mark)
    {
        var length = record.Bytes.Length;
        if (used + length > bytes.Length)
        {
            Array.Resize(ref bytes, used + length);
        }
        record.Bytes.Span.CopyTo(bytes.AsSpan(used));
        items.Add(new Item(used, length, record.Line, record.Column, unchanged, mark, record.Rejection));
        used += length;
    }

    public ReadOnlyMemory<byte> BytesOf(in Item item) => bytes.AsMemory(item.Start, item.Length);

    /// <summary>Makes it empty for its next use; a buffer that one huge job made grow is let go.</summary>
    public void Clear()
    {
        items.Clear();
        used = 0;
        if (bytes.Length > Bytes)
        {
            bytes = new byte[Bytes];
        }
    }
}
