using System.Web;
using System.Xml.Linq;

namespace Placard.Tests.Harness;

/// <summary>One part of a publisher feed, read with an ordinary XML parser.</summary>
public sealed record FeedPart(int Total, string Date, IReadOnlyList<FeedJob> Jobs, string Xml)
{
    /// <summary>The job with this title; there must be exactly one.</summary>
    public FeedJob Titled(string title) => Assert.Single(Jobs, job => job.Title == title);

    /// <summary>Reads the XML of a part.</summary>
    public static FeedPart Read(string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        Assert.Equal("feed", root.Name.LocalName);
        return new FeedPart(
            (int)root.Attribute("total")!,
            (string)root.Attribute("date")!,
            [.. root.Elements("job").Select(job => new FeedJob(job))],
            xml);
    }
}

/// <summary>One job as a publisher reads it.</summary>
public sealed class FeedJob(XElement element)
{
    /// <summary>The element, for fields without a name here.</summary>
    public XElement Element { get; } = element;

    /// <summary>Title.</summary>
    public string Title => (string)Element.Element("title")!;

    /// <summary>The key a publisher indexes by.</summary>
    public string ReferenceNumber => (string)Element.Element("referencenumber")!;

    /// <summary>Click URL, unmodified.</summary>
    public string Url => (string)Element.Element("url")!;

    /// <summary>What a click earns, in cents.</summary>
    public int RankingValue => (int)Element.Element("ranking_value")!;

    /// <summary>The job, from the click URL's <c>id</c>.</summary>
    public long JobId => long.Parse(Query("id").Split('.')[0], CultureInfo.InvariantCulture);

    /// <summary>The sealed token of the click URL.</summary>
    public string Spl => Query("spl");

    private string Query(string name) => HttpUtility.ParseQueryString(new Uri(Url).Query)[name]!;
}
