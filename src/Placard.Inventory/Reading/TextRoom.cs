namespace Placard.Inventory.Reading;

/// <summary>
/// Memory for long texts that live a short while together: taken in blocks that are used again after
/// <see cref="Clear"/>, because at the rate of an import arrays of their own are most of what has to be collected as
/// garbage.
/// </summary>
internal sealed class TextRoom
{
    private const int BlockBytes = 128 << 10;

    /// <summary>Blocks beyond these are let go by <see cref="Clear"/>.</summary>
    private const int MostKept = 8;

    private readonly List<byte[]> blocks = [];
    private int block;
    private int used;

    /// <summary>Memory until the next <see cref="Clear"/>; what it holds is left over from before.</summary>
    public Memory<byte> Take(int length)
    {
        if (length > BlockBytes)
        {
            return new byte[length];
        }
        if (block < blocks.Count && used + length > BlockBytes)
        {
            (block, used) = (block + 1, 0);
        }
        if (block == blocks.Count)
        {
            blocks.Add(GC.AllocateUninitializedArray<byte>(BlockBytes));
        }
        var memory = blocks[block].AsMemory(used, length);
        used += length;
        return memory;
    }

    /// <summary>A copy that lasts until the next <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> text)
    {
        var memory = Take(text.Length);
        text.CopyTo(memory.Span);
        return memory;
    }

    /// <summary>Everything that was taken may be overwritten from here on.</summary>
    public void Clear()
    {
        (block, used) = (0, 0);
        if (blocks.Count > MostKept)
        {
            blocks.RemoveRange(MostKept, blocks.Count - MostKept);
        }
    }
}
