using System.Text;
using Placard.Inventory.Reading;
using Placard.Kernel;

namespace Placard.Inventory.Imports;

/// <summary>Reads a <see cref="DifferenceSpool"/> back, in its order. For one thread at a time.</summary>
internal sealed class SpoolReader(Stream file, int count) : IDisposable
{
    private readonly BinaryReader reader = new(file, Encoding.UTF8, leaveOpen: true);
    private readonly RepeatedTexts repeated = new();
    private byte[] text = new byte[1_024];
    private int done;

    /// <summary>Fills the page with the next jobs, at most so many; false when there are no more.</summary>
    public bool Read(SpoolPage page, int most)
    {
        page.Jobs.Clear();
        page.Room.Clear();
        for (; done < count && page.Jobs.Count < most; done++)
        {
            QuietThread.Breathe();
            page.Jobs.Add(ReadOne(page.Room));
        }
        return page.Jobs.Count > 0;
    }

    public void Dispose() => reader.Dispose();

    // Members are read in the order in which they were written: an object initialiser keeps its own order.
    private JobRecord ReadOne(TextRoom room) => new()
    {
        JobId = reader.ReadInt64(),
        SourceId = reader.ReadInt64(),
        FedMark = ReadBytes(room),
        JobReference = ReadText(),
        OriginalJobReference = ReadText(),
        Title = ReadText(),
        Company = ReadText(),
        City = ReadText(),
        State = ReadText(),
        Zipcode = ReadText(),
        LatitudeMicro = ReadNumber(),
        LongitudeMicro = ReadNumber(),
        Url = ReadText(),
        CpcCents = ReadNumber(),
        Majors = ReadText(),
        Minors = ReadText(),
        JobType = ReadText(),
        TalrooApply = reader.ReadBoolean(),
        DateMs = reader.ReadInt64(),
        ExpiresAtMs = ReadNumber(),
        Details = ReadBytes(room),
        Head = ReadBytes(room),
        OnDemand = ReadBytes(room),
        Body = ReadBytes(room),
    };

    private long? ReadNumber() => reader.ReadInt64() is var number && number != long.MinValue ? number : null;

    private string ReadText()
    {
        var length = reader.Read7BitEncodedInt();
        if (text.Length < length)
        {
            text = new byte[length];
        }
        reader.ReadExactly(text.AsSpan(0, length));
        return repeated.Of(text.AsSpan(0, length));
    }

    private Memory<byte> ReadBytes(TextRoom room)
    {
        var bytes = room.Take(reader.Read7BitEncodedInt());
        reader.ReadExactly(bytes.Span);
        return bytes;
    }
}
