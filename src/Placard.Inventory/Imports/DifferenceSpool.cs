using System.Text;

namespace Placard.Inventory.Imports;

/// <summary>
/// The jobs that an import is going to write, set aside on disk while the feed is read: whatever its size, memory stays
/// flat, and the store is only held once everything is decided. Written once, then read once.
/// </summary>
internal sealed class DifferenceSpool : IDisposable
{
    private readonly FileStream file;
    private readonly BinaryWriter writer;

    public DifferenceSpool(string folder, string name)
    {
        file = WorkFile.Create(folder, name);
        writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
    }

    /// <summary>Jobs set aside.</summary>
    public int Count { get; private set; }

    /// <summary>Those among them that need a new job id.</summary>
    public int NewCount { get; private set; }

    public void Write(JobRecord job)
    {
        Count++;
        NewCount += job.JobId == 0 ? 1 : 0;
        writer.Write(job.JobId);
        writer.Write(job.SourceId);
        Write(job.FedMark.Span);
        writer.Write(job.JobReference);
        writer.Write(job.OriginalJobReference);
        writer.Write(job.Title);
        writer.Write(job.Company);
        writer.Write(job.City);
        writer.Write(job.State);
        writer.Write(job.Zipcode);
        Write(job.LatitudeMicro);
        Write(job.LongitudeMicro);
        writer.Write(job.Url);
        Write(job.CpcCents);
        writer.Write(job.Majors);
        writer.Write(job.Minors);
        writer.Write(job.JobType);
        writer.Write(job.TalrooApply);
        writer.Write(job.DateMs);
        Write(job.ExpiresAtMs);
        Write(job.Details.Span);
        Write(job.Head.Span);
        Write(job.OnDemand.Span);
        Write(job.Body.Span);
    }

    /// <summary>For reading everything that was written, in its order.</summary>
    public SpoolReader Read()
    {
        writer.Flush();
        file.Position = 0;
        return new SpoolReader(file, Count);
    }

    public void Dispose()
    {
        writer.Dispose();
        file.Dispose();
    }

    private void Write(long? number) => writer.Write(number ?? long.MinValue);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }
}
