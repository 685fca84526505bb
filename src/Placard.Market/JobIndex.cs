using System.Numerics;

namespace Placard.Market;

/// <summary>
/// Job id to shelf and row: open addressing over two arrays, 24 bytes a job. Built once per change of jobs; a million
/// take about 50 ms.
/// </summary>
internal sealed class JobIndex
{
    private readonly long[] keys;
    private readonly long[] places;
    private readonly int shift;

    public JobIndex(IReadOnlyList<JobShelf> shelves)
    {
        Shelves = shelves;
        Count = shelves.Sum(shelf => shelf.Count);
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, Count + (Count / 2)));
        keys = new long[size];
        places = new long[size];
        shift = 64 - BitOperations.Log2((uint)size);
        for (var shelf = 0; shelf < shelves.Count; shelf++)
        {
            for (var row = 0; row < shelves[shelf].Count; row++)
            {
                Put(shelves[shelf][row].JobId, ((long)shelf << 32) | (uint)row);
            }
        }
    }

    public IReadOnlyList<JobShelf> Shelves { get; }

    public int Count { get; }

    public bool TryFind(long jobId, out MarketJob job)
    {
        for (var slot = SlotOf(jobId); keys[slot] != 0; slot = (slot + 1) & (keys.Length - 1))
        {
            if (keys[slot] == jobId)
            {
                job = new MarketJob(Shelves[(int)(places[slot] >> 32)], (int)places[slot]);
                return true;
            }
        }
        job = default;
        return false;
    }

    /// <summary>Merges the shelves, each ascending by id.</summary>
    public IEnumerable<MarketJob> InOrder()
    {
        var heads = new PriorityQueue<(JobShelf Shelf, int Row), long>();
        foreach (var shelf in Shelves.Where(shelf => shelf.Count > 0))
        {
            heads.Enqueue((shelf, 0), shelf[0].JobId);
        }
        while (heads.TryDequeue(out var head, out _))
        {
            yield return new MarketJob(head.Shelf, head.Row);
            if (head.Row + 1 < head.Shelf.Count)
            {
                heads.Enqueue((head.Shelf, head.Row + 1), head.Shelf[head.Row + 1].JobId);
            }
        }
    }

    private int SlotOf(long jobId) => (int)((ulong)jobId * 0x9E3779B97F4A7C15UL >> shift);

    private void Put(long jobId, long place)
    {
        var slot = SlotOf(jobId);
        while (keys[slot] != 0)
        {
            slot = (slot + 1) & (keys.Length - 1);
        }
        keys[slot] = jobId;
        places[slot] = place;
    }
}
