using System.Runtime.InteropServices;

namespace Placard.Inventory.Imports;

/// <summary>
/// A stored row: what stands for its fed reference and bytes. <paramref name="JobReference"/> is set for a row made by
/// an expansion.
/// </summary>
internal readonly record struct KnownRow(
    UInt128 Reference, UInt128 Record, long JobId, bool IsInFeed, string? JobReference);

/// <summary>One advertised job that is kept already.</summary>
internal readonly record struct KnownJob(UInt128 JobReference, long JobId, bool IsInFeed);

/// <summary>
/// What a source's last import left, packed for comparing: about 70 bytes a fed job. A fed job is found by its
/// reference, and while it is in the feed also by its bytes. For one thread, but once sealed
/// <see cref="FindUnchanged"/> may be asked by another.
/// </summary>
internal sealed class KnownJobs
{
    private readonly List<Fed> fed;
    private readonly HashSlots byReference;
    private readonly HashSlots byRecord;
    private readonly Dictionary<int, List<KnownJob>> expanded = [];
    private readonly List<UInt128> records;
    private readonly Func<int, UInt128> referenceOf;

    public KnownJobs(int capacity)
    {
        fed = new List<Fed>(capacity);
        records = new List<UInt128>(capacity);
        byReference = new HashSlots(capacity);
        byRecord = new HashSlots(capacity);
        referenceOf = row => At(row).Reference;
    }

    /// <summary>Fed jobs that were in the feed when it was loaded.</summary>
    public int LiveCount { get; private set; }

    /// <summary>Takes in a stored row; the order of the rows does not matter.</summary>
    public void Load(in KnownRow row)
    {
        var index = FindByReference(row.Reference);
        if (index < 0)
        {
            index = Add(row.Reference);
            records.Add(default);
        }
        ref var entry = ref At(index);
        if (row.IsInFeed && !entry.IsLive)
        {
            entry.IsLive = true;
            records[index] = row.Record;
            LiveCount++;
        }
        if (row.JobReference == null)
        {
            entry.MainJobId = row.JobId;
            entry.IsMainInFeed = row.IsInFeed;
            return;
        }
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(expanded, index, out _);
        (list ??= []).Add(new KnownJob(FedMark.OfReference(row.JobReference), row.JobId, row.IsInFeed));
    }

    /// <summary>Ends loading: from here on unchanged records are found.</summary>
    public void Seal()
    {
        Func<int, UInt128> recordOf = row => records[row];
        for (var i = 0; i < fed.Count; i++)
        {
            if (At(i).IsLive)
            {
                byRecord.Add(records[i], i, recordOf);
            }
        }
    }

    /// <summary>The fed job that is in the feed with exactly these bytes; -1 when there is none.</summary>
    public int FindUnchanged(UInt128 record)
    {
        for (var slot = byRecord.Begin(record); byRecord[slot] is >= 0 and var index; slot = byRecord.Next(slot))
        {
            if (records[index] == record)
            {
                return index;
            }
        }
        return -1;
    }

    public int FindByReference(UInt128 reference)
    {
        for (var slot = byReference.Begin(reference);
            byReference[slot] is >= 0 and var index;
            slot = byReference.Next(slot))
        {
            if (At(index).Reference == reference)
            {
                return index;
            }
        }
        return -1;
    }

    /// <summary>A fed job that was never there before.</summary>
    public int Add(UInt128 reference)
    {
        var index = fed.Count;
        fed.Add(new Fed { Reference = reference });
        byReference.Add(reference, index, referenceOf);
        return index;
    }

    public bool WasSeen(int index) => At(index).IsSeen;

    public void MarkSeen(int index) => At(index).IsSeen = true;

    /// <summary>Whether it has rows, in the feed or not: then taking it again is an update.</summary>
    public bool HasRows(int index) => At(index).MainJobId != 0 || expanded.ContainsKey(index);

    /// <summary>The id of the advertised job of this reference; 0 when it never had one.</summary>
    public long JobIdOf(int index, bool isMain, string jobReference)
    {
        if (isMain)
        {
            return At(index).MainJobId;
        }
        if (!expanded.TryGetValue(index, out var jobs))
        {
            return 0;
        }
        var reference = FedMark.OfReference(jobReference);
        return jobs.Find(job => job.JobReference == reference).JobId;
    }

    /// <summary>Adds the advertised jobs of a fed one that are in the feed, but for those that are to stay.</summary>
    public void AddLiveJobsOf(int index, HashSet<long> staying, List<long> to)
    {
        var entry = At(index);
        if (entry.IsMainInFeed && !staying.Contains(entry.MainJobId))
        {
            to.Add(entry.MainJobId);
        }
        if (!expanded.TryGetValue(index, out var jobs))
        {
            return;
        }
        foreach (var job in jobs)
        {
            if (job.IsInFeed && !staying.Contains(job.JobId))
            {
                to.Add(job.JobId);
            }
        }
    }

    /// <summary>The fed jobs that were in the feed and are no more.</summary>
    public IEnumerable<int> Gone()
    {
        for (var i = 0; i < fed.Count; i++)
        {
            var entry = At(i);
            if (entry.IsLive && !entry.IsSeen)
            {
                yield return i;
            }
        }
    }

    private ref Fed At(int index) => ref CollectionsMarshal.AsSpan(fed)[index];

    private struct Fed
    {
        public UInt128 Reference;
        public long MainJobId;
        public bool IsMainInFeed;
        public bool IsLive;
        public bool IsSeen;
    }
}
