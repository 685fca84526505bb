namespace Placard.Inventory.Imports;

/// <summary>
/// Finds row numbers by 128-bit keys that are kept elsewhere: one int a slot, at most half full. Keys are digests, so
/// their low bits scatter by themselves. A walk begins at <see cref="Begin"/>, goes on with <see cref="Next"/>, and
/// ends at the first slot without a row.
/// </summary>
internal sealed class HashSlots
{
    private int[] slots;
    private int count;

    public HashSlots(int capacity) =>
        slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity * 2))];

    /// <summary>The row in a slot, -1 at the end of a walk.</summary>
    public int this[int slot] => slots[slot] - 1;

    public int Begin(UInt128 key) => (int)(ulong)key & (slots.Length - 1);

    public int Next(int slot) => (slot + 1) & (slots.Length - 1);

    /// <summary><paramref name="keyOf"/> tells the key of a row that is in already, should all have to move.</summary>
    public void Add(UInt128 key, int row, Func<int, UInt128> keyOf)
    {
        if (++count * 2 > slots.Length)
        {
            var old = slots;
            slots = new int[old.Length * 2];
            foreach (var known in old.Where(known => known != 0))
            {
                Put(keyOf(known - 1), known - 1);
            }
        }
        Put(key, row);
    }

    private void Put(UInt128 key, int row)
    {
        var slot = Begin(key);
        while (slots[slot] != 0)
        {
            slot = Next(slot);
        }
        slots[slot] = row + 1;
    }
}
