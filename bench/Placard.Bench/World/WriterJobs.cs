using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Placard.Bench.World;

/// <summary>
/// The publisher's feed as one writes it with XmlWriter: the same elements with as much text, from jobs that lie ready
/// in memory, and click URLs that are not sealed but only put together.
/// </summary>
internal sealed class WriterJobs
{
    private const int Distinct = 2_000;
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(false),
        Indent = false,
        CheckCharacters = true,
    };

    private readonly Job[] jobs;
    private readonly int count;

    public WriterJobs(AdText text, int count)
    {
        this.count = count;
        jobs = [.. Enumerable.Range(0, Distinct).Select(number => Make(text, new Random(number)))];
    }

    private sealed record Job(
        string Title, string Company, string City, string State, string Zip, string Description, string Category);

    /// <summary>
    /// Writes the feed to a file; compressed, a second file is written by the same pass, and both are durable then, as
    /// those of a build are.
    /// </summary>
    public void Write(string path, bool compressed)
    {
        using var plain = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 << 10);
        using var packed = compressed ? File.Create(path + ".gz") : null;
        using var gzip = packed == null
            ? null
            : new GZipStream(packed, new ZLibCompressionOptions { CompressionLevel = 3 }, leaveOpen: true);
        using (var writer = XmlWriter.Create(gzip == null ? plain : new Tee(plain, gzip), Settings))
        {
            Document(writer);
        }
        gzip?.Dispose();
        if (packed != null)
        {
            packed.Flush(flushToDisk: true);
            plain.Flush(flushToDisk: true);
        }
    }

    private void Document(XmlWriter writer)
    {
        writer.WriteStartDocument();
        writer.WriteStartElement("feed");
        writer.WriteAttributeString("total", count.ToString(CultureInfo.InvariantCulture));
        for (var number = 0; number < count; number++)
        {
            One(writer, jobs[number % Distinct], 10_000_000_001 + number);
        }
        writer.WriteEndElement();
        writer.WriteEndDocument();
    }

    private static void One(XmlWriter writer, Job job, long jobId)
    {
        writer.WriteStartElement("job");
        CData(writer, "title", job.Title);
        writer.WriteElementString("date", "2026-11-20 08:15:00");
        writer.WriteElementString("referencenumber", $"{jobId}-1000-691ED2C4");
        CData(writer, "url", $"http://127.0.0.1:8080/click.php?id={jobId}.1000&spl=AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY"
            + $"GRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTI&job_loc={job.City}%2C{job.State}");
        CData(writer, "company", job.Company);
        writer.WriteElementString("city", job.City);
        writer.WriteElementString("state", job.State);
        writer.WriteElementString("zip", job.Zip);
        CData(writer, "description", job.Description);
        writer.WriteElementString("major_category0", job.Category);
        writer.WriteElementString("ranking_value", "32");
        writer.WriteElementString("cpc", "0.32");
        writer.WriteElementString("updated", "2026-11-20 08:15:00");
        writer.WriteEndElement();
    }

    private static void CData(XmlWriter writer, string name, string value)
    {
        writer.WriteStartElement(name);
        writer.WriteCData(value);
        writer.WriteEndElement();
    }

    private static Job Make(AdText text, Random dice)
    {
        var (company, boilerplate) = text.Employer(dice);
        var place = text.Place(dice);
        return new Job(text.Title(dice), company, place.City, place.State, place.Zip,
            text.Description(dice, AdFeedFile.DescriptionLength, boilerplate), "[Sales]");
    }

    /// <summary>Writes what it gets into two streams.</summary>
    private sealed class Tee(Stream one, Stream other) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => one.Length;

        public override long Position
        {
            get => one.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            one.Write(buffer);
            other.Write(buffer);
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
