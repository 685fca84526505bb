using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

/// <summary>
/// Where every XML reader says the same, so do we: random well-formed feeds full of markup that misleads give the jobs
/// and texts that <see cref="XDocument"/> finds in them.
/// </summary>
public sealed class WellFormedFeedTests
{
    private static readonly string[] Texts =
    [
        "plain", " ", "a &amp; b", "&lt;b&gt;", "&#x1F600;", "é\U0001F600", "]", "\"'", "x\ny", "<![CDATA[]]>",
        "<![CDATA[]]]>", "<![CDATA[&amp; & <b>]]>", "<![CDATA[</job><job>]]>", "<![CDATA[a]]]]><![CDATA[>b]]>",
        "<![CDATA[<!-- ]]>", "<![CDATA[</title></description></company>]]>", "<![CDATA[</source>]]>", "<!---->",
        "<!-- </job><job> -->", "<!-- <![CDATA[ -->", "<?render y?>",
    ];

    private static readonly string[] Between =
        ["", "\n", "\r\n\t", "<!-- <job> -->", "<!-- </source> -->", "<!-- <![CDATA[ ' \" -->", "<?render y?>"];

    private static readonly string[] Attributes =
        ["", "", "", " a='b'", " a=\"b>c\"", " a = '&lt;/job>'", " a=\"'\" b='\"'", " a='/'", " a=\"]]>-->\""];

    private static readonly string[] Unknown =
    [
        "<x/>", "<x>text</x>", "<titles><title>not ours</title></titles>", "<source>Acme</source>", "<jobs>3</jobs>",
        "<job>text</job>", "<job/>", "<y:x xmlns:y='urn:y'>text</y:x>", "<x><x/><x>deep</x></x>",
        "<related><job><title>Other</title><source>Acme</source><jobs>1</jobs></job></related>",
    ];

    [Fact]
    public void AWellFormedFeedIsReadAsEveryReaderWould()
    {
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var feed = Feed(random);
            var bytes = Encoding.UTF8.GetBytes(feed);
            var read = ReadAsync(new TornStream(bytes, 50, seed), 1 + random.Next(400)).GetAwaiter().GetResult();
            Assert.True(Meant(feed) == read, $"{feed}\n--- is meant as\n{Meant(feed)}--- and was read as\n{read}");
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), property);
    }

    private static string Meant(string feed)
    {
        var root = XDocument.Parse(feed, LoadOptions.PreserveWhitespace).Root!;
        var jobs = (root.Element("jobs") ?? root).Elements("job");
        return string.Concat(jobs.Select(job =>
            $"{Line(job, "referencenumber")}|{Line(job, "title")}|{Line(job, "company")}|"
            + $"{job.Element("description")!.Value.Trim()}\n"));
    }

    private static string Line(XElement job, string name) =>
        string.Join(' ', job.Element(name)!.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<string> ReadAsync(Stream feed, int window)
    {
        var listing = new StringBuilder();
        using var reader = new FeedReader(feed, null, window);
        JobParser? parser = null;
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            parser ??= FeedListing.ParserFor(reader);
            var (job, rejection, _) = parser.Parse(reader.Current);
            var line = job == null
                ? $"rejected: {rejection!.Message}"
                : $"{job.ReferenceNumber}|{job.Title}|{job.Company}|{job.Description}";
            listing.Append(line).Append('\n');
        }
        return reader.End.IsComplete ? listing.ToString() : listing.Append(reader.End.Message).ToString();
    }

    private static string Feed(Random random)
    {
        var isWrapped = random.Next(3) == 0;
        var feed = new StringBuilder($"{OneOf(Between)}<source{OneOf(Attributes)}>{OneOf(Between)}");
        feed.Append(isWrapped ? "<jobs>" : $"<publisher>{Text()}</publisher>");
        for (var number = random.Next(4); number > 0; number--)
        {
            feed.Append(OneOf(Between)).Append(Job(number));
        }
        return feed.Append(OneOf(Between)).Append(isWrapped ? "</jobs >" : "").Append("</source\n>").ToString();

        string Job(int number)
        {
            string[] elements =
            [
                $"<title{OneOf(Attributes)}>T{Text()}</title>", "<date>2021-03-05</date>", "<state>TX</state>",
                $"<referencenumber>r{number}</referencenumber>", $"<url>https://acme.example/{number}</url>",
                $"<company>C{Text()}</company >", $"<description{OneOf(Attributes)}>D{Text()}</description>",
                OneOf(Unknown), OneOf(Unknown),
            ];
            random.Shuffle(elements);
            return $"<job{OneOf(Attributes)}>{string.Join(OneOf(Between), elements)}</job >";
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => OneOf(Texts)));

        string OneOf(string[] some) => some[random.Next(some.Length)];
    }
}
