using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace Placard.Tests.Harness;

/// <summary>
/// Writes small advertiser feeds. Each job is a plausible one in Austin, TX; what a test cares about is said, as
/// element name and value. A null value leaves a standard element out. Titles differ from test to test: on a shared
/// exchange a click on one test's expired job must not move to, and be paid by, another's that is called the same.
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
            ["title"] = $"{TradeOfThisTest()} {reference}",
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

    /// <summary>Two words that stand in the standard title of every job of the running test, and of no other.</summary>
    private static string TradeOfThisTest()
    {
        var test = TestContext.Current.TestCase?.UniqueID ?? "";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(test));
        var letters = string.Concat(hash.Take(12).Select(octet => (char)('a' + (octet % 26))));
        return $"{char.ToUpperInvariant(letters[0])}{letters[1..6]} {char.ToUpperInvariant(letters[6])}{letters[7..]}";
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
