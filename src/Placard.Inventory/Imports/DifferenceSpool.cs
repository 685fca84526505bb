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
        Write(job.FedMark);
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
        writer.Write(job.Details);
        Write(job.Head);
        Write(job.OnDemand ?? []);
        Write(job.Body);
    }

    /// <summary>Everything that was written, in its order.</summary>
    public IEnumerable<JobRecord> Read()
    {
        writer.Flush();
        file.Position = 0;
        using var reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        for (var i = 0; i < Count; i++)
        {
            yield return ReadOne(reader);
        }
    }

    public void Dispose()
    {
        writer.Dispose();
        file.Dispose();
    }

    // Members are read in the order in which they were written: an object initialiser keeps its own order.
    private static JobRecord ReadOne(BinaryReader reader) => new()
    {
        JobId = reader.ReadInt64(),
        SourceId = reader.ReadInt64(),
        FedMark = ReadBytes(reader),
        JobReference = reader.ReadString(),
        OriginalJobReference = reader.ReadString(),
        Title = reader.ReadString(),
        Company = reader.ReadString(),
        City = reader.ReadString(),
        State = reader.ReadString(),
        Zipcode = reader.ReadString(),
        LatitudeMicro = ReadNumber(reader),
        LongitudeMicro = ReadNumber(reader),
        Url = reader.ReadString(),
        CpcCents = ReadNumber(reader),
        Majors = reader.ReadString(),
        Minors = reader.ReadString(),
        JobType = reader.ReadString(),
        TalrooApply = reader.ReadBoolean(),
        DateMs = reader.ReadInt64(),
        ExpiresAtMs = ReadNumber(reader),
        Details = reader.ReadString(),
        Head = ReadBytes(reader),
        OnDemand = ReadBytes(reader) is { Length: > 0 } bytes ? bytes : null,
        Body = ReadBytes(reader),
    };

    private void Write(long? number) => writer.Write(number ?? long.MinValue);

    private void Write(byte[] bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static long? ReadNumber(BinaryReader reader) =>
        reader.ReadInt64() is var number && number != long.MinValue ? number : null;

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.Read7BitEncodedInt());
}
