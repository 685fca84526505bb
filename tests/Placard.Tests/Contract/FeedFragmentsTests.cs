using System.Text;
using System.Xml;
using System.Xml.Linq;
using Placard.Contract;

namespace Placard.Tests.Contract;

/// <summary>What a publisher's XML reader makes of the stored parts of a job.</summary>
public sealed class FeedFragmentsTests
{
    private static readonly string[] Nasty =
    [
        "plain", "", "a & b < c > d \" '", "]]>", "x]]]]>>y]]", "<![CDATA[nested]]>", "tab\tand\nline",
        "control \u0001\u0008\u000B\u001F", "not characters \uFFFE\uFFFF", "half a pair \uD83D", "\uDE00 other half",
        "whole pair 😀", "Crème brûlée — ünïcode", "</description>", "]]></description><company>", "&amp;&nbsp;&#0;",
    ];

    [Fact]
    public void AnyTextComesOutAsXmlAllowsIt()
    {
        foreach (var text in Nasty)
        {
            var body = Fragments.Body(text, text, text, text, text, [text], [text, text]);
            var head = Fragments.Head(text, DateTimeOffset.UnixEpoch);
            var job = Parse(head, body);

            Assert.All(job.Elements().Where(element => element.Name != "date"), element =>
                Assert.Equal(Legal(text), element.Value));
            Assert.Equal(Legal(text), FeedFragments.DescriptionOf(body));
        }
    }

    [Fact]
    public void LineEndsBecomeLineFeeds()
    {
        var body = Fragments.Body("c", "", "", "", "a\r\nb\rc\r", [], []);

        Assert.Equal("a\nb\nc\n", FeedFragments.DescriptionOf(body));
        Assert.DoesNotContain((byte)'\r', body);
    }

    [Fact]
    public void ElementsStandInTheContractsOrder()
    {
        var head = Fragments.Head("Nurse", new DateTimeOffset(2024, 1, 15, 12, 0, 0, TimeSpan.FromHours(-5)));
        var body = Fragments.Body(
            "Acme", "Austin", "TX", "78701", "<b>Care</b>",
            ["[Sales]", "[Government]", "[Legal]", "[Fourth]"], ["[Sales] X"]);

        Assert.Equal(
            "<title><![CDATA[Nurse]]></title>\n<date>2024-01-15 12:00:00</date>\n", Encoding.UTF8.GetString(head));
        Assert.Equal(
            """
            <company><![CDATA[Acme]]></company>
            <city>Austin</city>
            <state>TX</state>
            <zip>78701</zip>
            <description><![CDATA[<b>Care</b>]]></description>
            <major_category0>[Sales]</major_category0>
            <major_category1>[Government]</major_category1>
            <major_category2>[Legal]</major_category2>
            <minor_category0>[Sales] X</minor_category0>

            """, Encoding.UTF8.GetString(body));
    }

    [Fact]
    public void FieldsOnDemandStandOneToALine()
    {
        var bytes = Fragments.OnDemand(
            "https://acme.example/a\nb.png", talrooApply: true,
            [("compensation", "[\n \"$20\"\n]"), ("benefits", null), ("visa_status", "[\"]]>\"]")]);

        var lines = Encoding.UTF8.GetString(bytes!).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["logo_url", "talroo_apply", "compensation", "visa_status"],
            lines.Select(line => Encoding.UTF8.GetString(FeedFragments.ElementOf(Encoding.UTF8.GetBytes(line)))));
        var job = Parse(bytes!);
        Assert.Equal("[\"]]>\"]", (string)job.Element("visa_status")!);
        Assert.Equal("true", (string)job.Element("talroo_apply")!);
        Assert.Null(Fragments.OnDemand(null, false, []));
    }

    // A long text full of section ends must not take quadratic time.
    [Fact]
    public void ALongTextOfNothingButSectionEndsIsWritten()
    {
        var text = string.Concat(Enumerable.Repeat("]]>&<", 50_000));

        var body = Fragments.Body("c", text, "", "", text, [], []);

        Assert.Equal(text, FeedFragments.DescriptionOf(body));
    }

    private static XElement Parse(params byte[][] fragments)
    {
        var xml = $"<job>{string.Concat(fragments.Select(Encoding.UTF8.GetString))}</job>";
        using var reader = XmlReader.Create(
            new StringReader(xml),
            new XmlReaderSettings { CheckCharacters = true, DtdProcessing = DtdProcessing.Prohibit });
        return XElement.Load(reader);
    }

    private static string Legal(string text) => string.Concat(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        .EnumerateRunes().Where(rune => rune.Value is 9 or 10 or 13 or >= 0x20 and not (0xFFFE or 0xFFFF)));
}
