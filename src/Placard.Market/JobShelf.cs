using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using Placard.Inventory;

namespace Placard.Market;

/// <summary>
/// One source's jobs, packed: a fixed part per job, its own texts in one block of UTF-8, texts that repeat (companies,
/// places, categories) once in a table. About 250 bytes a job. Immutable; replaced whole when the source changes.
/// </summary>
internal sealed class JobShelf
{
    private readonly Entry[] entries;
    private readonly byte[] texts;
    private readonly string[] shared;
    private readonly FrozenDictionary<(long CampaignId, long SegmentId), PriceFloor> floors;

    private JobShelf(long sourceId, long version, Entry[] entries, byte[] texts, string[] shared, JobGrid grid,
        FrozenDictionary<(long CampaignId, long SegmentId), PriceFloor> floors)
    {
        SourceId = sourceId;
        Version = version;
        this.entries = entries;
        this.texts = texts;
        this.shared = shared;
        this.floors = floors;
        Grid = grid;
    }

    public long SourceId { get; }

    public long Version { get; }

    public int Count => entries.Length;

    public JobGrid Grid { get; }

    /// <summary>The cheapest fed prices per campaign and segment, and whether some jobs have none.</summary>
    public IReadOnlyDictionary<(long CampaignId, long SegmentId), PriceFloor> Floors => floors;

    public ref readonly Entry this[int row] => ref entries[row];

    public string Shared(int index) => shared[index];

    public string Own(int offset, int length) => Encoding.UTF8.GetString(texts, offset, length);

    [StructLayout(LayoutKind.Auto)]
    public struct Entry
    {
        public long JobId;
        public long CampaignId;
        public long SegmentId;
        public long EnteredAtMs;
        public long UpdatedAtMs;
        public long ExpiresAtMs;
        public long PoolId;
        public long CustomerId;
        public int FedCpcCents;
        public int LatitudeMicro;
        public int LongitudeMicro;
        public int Texts;
        public ushort UrlLength;
        public ushort TitleLength;
        public ushort ReferenceLength;
        public bool TalrooApply;
        public int Company;
        public int City;
        public int State;
        public int Zipcode;
        public int Majors;
        public int Minors;
        public int JobType;
        public TitleWords Words;
    }

    /// <summary>
    /// Gathers rows, ascending by job id, and packs them. A source's shelf mostly has the size of the one before it:
    /// growing into it would throw away as much again as is kept.
    /// </summary>
    public sealed class Builder(JobShelf? before = null)
    {
        private readonly List<string> shared = [""];
        private readonly Dictionary<string, int> known = new(StringComparer.Ordinal) { [""] = 0 };
        private readonly Dictionary<(long, long), PriceFloor.Builder> floors = [];
        private readonly JobGrid.Builder grid = new();
        private Entry[] entries = new Entry[Math.Max(256, before?.entries.Length ?? 0)];
        private byte[] texts = new byte[Math.Max(4096, before?.texts.Length ?? 0)];
        private int count;
        private int used;

        public void Add(JobRow row)
        {
            var entry = new Entry
            {
                JobId = row.JobId,
                CampaignId = row.CampaignId ?? 0,
                SegmentId = row.SegmentId ?? 0,
                EnteredAtMs = row.EnteredAtMs,
                UpdatedAtMs = row.UpdatedAtMs,
                ExpiresAtMs = row.ExpiresAtMs ?? long.MaxValue,
                PoolId = row.PoolId,
                CustomerId = row.CustomerId,
                FedCpcCents = (int)(row.CpcCents ?? -1),
                LatitudeMicro = (int)(row.LatitudeMicro ?? int.MinValue),
                LongitudeMicro = (int)(row.LongitudeMicro ?? int.MinValue),
                Texts = used,
                UrlLength = Put(row.Url),
                TitleLength = Put(row.Title),
                ReferenceLength = Put(row.OriginalJobReference),
                TalrooApply = row.TalrooApply != 0,
                Company = Share(row.Company),
                City = Share(row.City),
                State = Share(row.State),
                Zipcode = Share(row.Zipcode),
                Majors = Share(row.MajorCategories),
                Minors = Share(row.MinorCategories),
                JobType = Share(row.JobType),
                Words = TitleWords.Of(row.Title),
            };
            grid.Add(count, entry.LatitudeMicro, entry.LongitudeMicro, row.State);
            if (count == entries.Length)
            {
                Array.Resize(ref entries, count * 2);
            }
            entries[count++] = entry;
            NotePrice(entry);
        }

        public JobShelf Build(long sourceId, long version) => new(
            sourceId, version, Cut(entries, count), Cut(texts, used), [.. shared], grid.Build(),
            floors.ToFrozenDictionary(floor => floor.Key, floor => floor.Value.Build()));

        private static T[] Cut<T>(T[] array, int length) => array.Length == length ? array : array[..length];

        private void NotePrice(in Entry entry)
        {
            if (entry.CampaignId == 0)
            {
                return;
            }
            var key = (entry.CampaignId, entry.SegmentId);
            ref var floor = ref CollectionsMarshal.GetValueRefOrAddDefault(floors, key, out _);
            floor ??= new PriceFloor.Builder();
            if (entry.FedCpcCents < 0)
            {
                floor.AddUnpriced(entry.ExpiresAtMs);
            }
            else
            {
                floor.Add(entry.FedCpcCents, entry.ExpiresAtMs);
            }
        }

        private int Share(string text)
        {
            if (!known.TryGetValue(text, out var index))
            {
                known[text] = index = shared.Count;
                shared.Add(text);
            }
            return index;
        }

        private ushort Put(string text)
        {
            var length = Encoding.UTF8.GetByteCount(text);
            if (used + length > texts.Length)
            {
                Array.Resize(ref texts, Math.Max(texts.Length * 2, used + length));
            }
            used += Encoding.UTF8.GetBytes(text, 0, text.Length, texts, used);
            return (ushort)length;
        }
    }
}
