using System.Security;
using System.Text;

namespace Placard.Tests.Harness;

/// <summary>
/// Writes small advertiser feeds. Each job is a plausible one in Austin, TX; what a test cares about is said, as
/// element name and value. A null value leaves a standard element out.
/// </summary>
public sealed class AdvertiserXml
{
    private readonly List<string> jobs = [];

    /// <summary>How many jobs were written.</summary>
    public int Count => jobs.Count;

    /// <summary>A feed of the given number of jobs, <c>job-1</c> upwards.</summary>
    public static AdvertiserXml Of(int count, params (string Name, string? Value)[] fields)
    {
        var feed = new AdvertiserXml();
        for (var number = 1; number <= count; number++)
        {
            feed.Job($"job-{number}", fields);
        }
        return feed;
    }

    /// <summary>Adds a job; the fields replace or follow the standard ones.</summary>
    public AdvertiserXml Job(string reference, params (string Name, string? Value)[] fields)
    {
        var written = new Dictionary<string, string?>
        {
            ["title"] = $"Forklift Driver {reference}",
            ["date"] = "Fri, 05 Dec 2025 20:52:19 GMT",
            ["referencenumber"] = reference,
            ["url"] = $"https://acme.example/jobs/{Uri.EscapeDataString(reference)}",
            ["company"] = "Acme Logistics",
            ["city"] = "Austin",
            ["state"] = "TX",
            ["postalcode"] = "78701",
            ["description"] = "Drive a forklift in a warehouse. Valid licence needed.",
        };
        foreach (var (name, value) in fields)
        {
            written[name] = value;
        }
        var job = new StringBuilder("  <job>\n");
        foreach (var (name, value) in written.Where(field => field.Value is not null))
        {
            job.Append(CultureInfo.InvariantCulture, $"    <{name}>{SecurityElement.Escape(value)}</{name}>\n");
        }
        jobs.Add(job.Append("  </job>\n").ToString());
        return this;
    }

    /// <summary>Adds text as it is, for feeds that are broken on purpose.</summary>
    public AdvertiserXml Raw(string xml)
    {
        jobs.Add(xml);
        return this;
    }

    /// <summary>The whole document.</summary>
    public override string ToString() =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<source>\n{string.Concat(jobs)}</source>\n";
}
