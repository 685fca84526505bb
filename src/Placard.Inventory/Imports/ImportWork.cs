using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>What one import has read and compared, until it is applied, held or dropped.</summary>
internal sealed class ImportWork(ImportSource source, KnownJobs known, long epoch, string folder, string name)
    : IDisposable
{
    public ImportSource Source => source;

    public KnownJobs Known => known;

    /// <summary>The source's epoch that <see cref="Known"/> belongs to.</summary>
    public long Epoch => epoch;

    public DifferenceSpool Spool { get; } = new(folder, name + ".jobs");

    public HoldCandidate Hold { get; } = new(folder, name + ".held", known.LiveCount);

    public ImportTally Tally { get; } = new();

    public IReadOnlyList<long> Dropped { get; private set; } = [];

    /// <summary>The encoding in which records are: transcoded feeds are UTF-8 by now.</summary>
    public string Encoding { get; private set; } = "utf-8";

    public void Read(FeedReader reader, IReadOnlyList<long> dropped)
    {
        Dropped = dropped;
        Encoding = reader.Encoding.DeclaresWestern ? "windows-1252" : "utf-8";
        foreach (var note in reader.Notes)
        {
            Tally.Note(note);
        }
    }

    public void Dispose()
    {
        Spool.Dispose();
        Hold.Dispose();
    }
}
