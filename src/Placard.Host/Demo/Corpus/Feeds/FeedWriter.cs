using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>Writes advertiser XML (surface, section 7) with one advertiser's habits.</summary>
internal sealed class FeedWriter(FeedHabits habits)
{
    private static readonly JsonSerializerOptions PlainJson =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // "All Cities" may become a job for each city, so only states with few of them are written that way.
    private static readonly string[] SmallStates = ["DE", "NH", "RI", "VT"];

    public byte[] Write(IEnumerable<DemoJob> jobs, DateTimeOffset now)
    {
        var xml = new StringBuilder(1 << 18);
        Open(xml, now);
        foreach (var job in jobs)
        {
            if (habits.Sloppy) SloppyFeed.WriteJob(xml, job, habits);
            else WriteJob(xml, job);
        }
        xml.Append(habits.WrappedInJobs ? "  </jobs>\n</source>\n" : "</source>\n");
        var bytes = (habits.Latin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(xml.ToString());
        return habits.Gzipped ? Gzip(bytes) : bytes;
    }

    private void Open(StringBuilder xml, DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        xml.Append("<?xml version=\"1.0\" encoding=\"").Append(habits.Latin1 ? "ISO-8859-1" : "utf-8").Append("\"?>\n");
        xml.Append("<source>\n");
        xml.Append("  <publisher>").Append(habits.Publisher.Replace("&", "&amp;", StringComparison.Ordinal));
        xml.Append("</publisher>\n  <publisherurl>").Append(habits.Site).Append("</publisherurl>\n");
        xml.Append("  <lastBuildDate>").Append(FeedDates.Text(midnight, habits.Dates, "")).Append("</lastBuildDate>\n");
        if (habits.WrappedInJobs) xml.Append("  <jobs>\n");
    }

    private void WriteJob(StringBuilder xml, DemoJob job)
    {
        var reference = Reference(job, habits);
        xml.Append("  <job>\n");
        Element(xml, "title", job.Title);
        Element(xml, "date", FeedDates.Text(job.PostedAt, habits.Dates, job.City.State));
        Element(xml, "referencenumber", reference);
        Element(xml, "url", habits.Landing(job, reference));
        Element(xml, "company", job.Company);
        WritePlace(xml, job);
        Element(xml, "description", DescriptionWriter.Html(job.Text));
        WriteTerms(xml, job);
        WriteCategories(xml, job);
        if (habits.WithCpc) Bare(xml, "cpc", (job.BidCents / 100m).ToString("0.00", CultureInfo.InvariantCulture));
        if (habits.LogoUrl is { } logo) Element(xml, "logo_url", logo);
        if (habits.WithExtractions) WriteExtractions(xml, job);
        xml.Append("  </job>\n");
    }

    internal static string Reference(DemoJob job, FeedHabits habits) =>
        habits.ReferencePrefix + job.Number.ToString(CultureInfo.InvariantCulture);

    private void WritePlace(StringBuilder xml, DemoJob job)
    {
        var everywhere = job.Role.Name == habits.AllCitiesRole && SmallStates.Contains(job.City.State);
        if (habits.WithCountry) Element(xml, "country", "US");
        if (habits.WithStreet) Element(xml, "address", job.Street);
        Element(xml, "city", everywhere ? "All Cities" : job.City.Name);
        Element(xml, "state", job.City.State);
        if (!everywhere) Element(xml, habits.ZipElement, job.City.Zip);
    }

    private void WriteTerms(StringBuilder xml, DemoJob job)
    {
        var text = job.Role.Text;
        if (PayText.Salary(job.Pay, habits.Salary) is { } salary) Element(xml, "salary", salary);
        Element(xml, "jobtype", text.Single("type"));
        if (text.Optional("education") is { } education) Element(xml, "education", education);
        if (text.Optional("experience") is { } experience) Element(xml, "experience", experience);
        if (text.Optional("place") is { } place) Element(xml, "remotetype", place);
        if (habits.WithExpiry) Element(xml, "expires", FeedDates.Text(job.ExpiresAt, habits.Dates, job.City.State));
    }

    private void WriteCategories(StringBuilder xml, DemoJob job)
    {
        if (habits.Categories == CategoryStyle.None) return;
        if (habits.Categories == CategoryStyle.PlainText)
        {
            Element(xml, "category", Major(job.Categories[0])[1..^1]);
            return;
        }
        var majors = job.Categories.Select(Major).Distinct().ToList();
        for (var n = 0; n < majors.Count; n++) Bare(xml, $"major_category{n}", majors[n]);
        for (var n = 0; n < job.Categories.Count; n++) Bare(xml, $"minor_category{n}", Minor(job.Categories[n]));
    }

    private static string Major(string category) => category[..(category.IndexOf(']', StringComparison.Ordinal) + 1)];

    // A major category without subdivisions has the one minor category "All".
    private static string Minor(string category) => category.EndsWith(']') ? category + " All" : category;

    private static void WriteExtractions(StringBuilder xml, DemoJob job)
    {
        var text = job.Text;
        Json(xml, "all_requirements_normalized", text.Needs.ToDictionary(need => need, NormalizedId));
        Json(xml, "all_preferences_normalized", text.Pluses.ToDictionary(plus => plus, NormalizedId));
        Json(xml, "compensation", new[] { PayText.Range(job.Pay) });
        Json(xml, "benefits", text.Benefits);
        Json(xml, "work_schedule", new[] { text.Shift });
        Json(xml, "work_location_type", new[] { job.Role.Text.Optional("place") ?? "onsite" });
        Json(xml, "visa_status", new[] { "no_visa_information" });
    }

    // The one normalised id that the contract's example publishes; "0" is a requirement without one.
    private static string NormalizedId(string requirement) =>
        requirement.Contains("license", StringComparison.OrdinalIgnoreCase)
        && requirement.Contains("driv", StringComparison.OrdinalIgnoreCase) ? "101001" : "0";

    private static void Json<T>(StringBuilder xml, string name, T value) =>
        Element(xml, name, JsonSerializer.Serialize(value, PlainJson));

    private static void Element(StringBuilder xml, string name, string value) =>
        xml.Append("    <").Append(name).Append("><![CDATA[").Append(value).Append("]]></").Append(name).Append(">\n");

    private static void Bare(StringBuilder xml, string name, string value) =>
        xml.Append("    <").Append(name).Append('>').Append(value.Replace("&", "&amp;", StringComparison.Ordinal))
            .Append("</").Append(name).Append(">\n");

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
