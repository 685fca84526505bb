using System.Text.RegularExpressions;
using System.Xml.Linq;
using Placard.Publishing;
using Placard.Tests.Contract;

namespace Placard.Tests.Publishing;

/// <summary>The bytes of a feed, held against the contract's own example.</summary>
public sealed partial class FeedDocumentTests
{
    private const string AllOnDemand =
        """
        {"onDemandFields":["logo_url","talroo_apply","all_requirements_normalized","all_preferences_normalized",
         "compensation","benefits","work_schedule","work_location_type","visa_status"]}
        """;

    private static readonly DateTimeOffset Millennium = new(1999, 12, 31, 0, 0, 1, TimeSpan.FromHours(-5));

    // The seed's complete example: the same lines in the same order. Its comments are explanations, its ids and its
    // total are placeholders, and its click address leaves the token out.
    [Fact]
    public async Task TheContractsCompleteExampleComesOutLineByLine()
    {
        await using var workshop = await FeedWorkshop.Open(Millennium);
        var xml = await BuildTheExample(workshop);
        var expected = Golden.Read("exemplary/publisher-feed-seed.xml").Split('\n')
            .Where(line => !line.StartsWith("<!--", StringComparison.Ordinal));
        Assert.Equal(expected.Select(WithoutPlaceholders), xml.Split('\n').Select(WithoutPlaceholders));
    }

    [Fact]
    public async Task TheDocumentedFeedIsWhatWeWrite()
    {
        await using var workshop = await FeedWorkshop.Open(Millennium);
        var xml = await BuildTheExample(workshop);
        Golden.Matches("exemplary/publisher-feed.xml", Token().Replace(xml, "spl={token}"));
    }

    [Theory]
    [InlineData("exemplary/publisher-feed.xml")]
    [InlineData("exemplary/publisher-feed-none.json")]
    public void TheContractPageShowsTheGoldenFile(string file) => Assert.Contains(
        Golden.Read(file), File.ReadAllText(RepositoryRoot.At("docs", "contract", "publisher-feed.md")),
        StringComparison.Ordinal);

    [Fact]
    public async Task TheTokenOfAClickAddressSaysJobFeedPriceAndMoment()
    {
        await using var workshop = await FeedWorkshop.Open(Millennium);
        var part = FeedPart.Read(await BuildTheExample(workshop));
        Assert.True(workshop.Spl.TryOpen(part.Jobs[0].Spl, out var opened));
        Assert.Equal(new SplContents(10_000_000_001, 1000, 287, Millennium.ToUnixTimeMilliseconds()), opened);
    }

    // The key a publisher indexes by: it must not move with the build, only with the job's entering.
    [Fact]
    public async Task AJobKeepsItsReferenceNumberAcrossBuilds()
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001, at: DateTimeOffset.FromUnixTimeSeconds(0x67D060BC));
        var feed = await workshop.NewFeed();
        var first = FeedPart.Read(workshop.Part(await workshop.Build(feed)));
        workshop.Clock.Now += TimeSpan.FromHours(3);
        var second = FeedPart.Read(workshop.Part(await workshop.Build(feed)));
        Assert.Equal("10000000001-1000-67D060BC", first.Jobs[0].ReferenceNumber);
        Assert.Equal("10000000001-1000-67D060BC", second.Jobs[0].ReferenceNumber);
        Assert.NotEqual(first.Jobs[0].Spl, second.Jobs[0].Spl);
    }

    [Theory]
    [InlineData("Jersey City", "NJ", "Jersey%20City%2CNJ")]
    [InlineData("Coeur d'Alene", "ID", "Coeur%20d%27Alene%2CID")]
    [InlineData("Cañon City", "CO", "Ca%C3%B1on%20City%2CCO")]
    [InlineData("]]><b>&", "TX", "%5D%5D%3E%3Cb%3E%26%2CTX")]
    [InlineData("", "TX", "TX")]
    [InlineData("", "", "")]
    public async Task TheLocationOfAClickAddressIsEncoded(string city, string state, string expected)
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001, city: city, state: state);
        var part = FeedPart.Read(workshop.Part(await workshop.Build(await workshop.NewFeed())));
        Assert.EndsWith("&job_loc=" + expected, part.Jobs[0].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextThatEndsACDataSectionSurvives()
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001, title: "Clerk ]]> <b>Night</b> & more ]]>");
        var xml = workshop.Part(await workshop.Build(await workshop.NewFeed()));
        Assert.Equal("Clerk ]]> <b>Night</b> & more ]]>", FeedPart.Read(xml).Jobs[0].Title);
    }

    [Theory]
    [InlineData("""["talroo_apply"]""", "talroo_apply")]
    [InlineData("""["visa_status","logo_url"]""", "logo_url visa_status")]
    [InlineData("""["benefits"]""", "")]
    [InlineData("[]", "")]
    [InlineData("""["visa_status","talroo_apply","logo_url"]""", "logo_url talroo_apply visa_status")]
    public async Task AFeedHasOnlyTheOnDemandFieldsThatAreSwitchedOnAndTheJobHas(string switchedOn, string expected)
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001, onDemand: Fragments.OnDemand(
            "https://logo.example/1", true, [("visa_status", """["no_sponsorship"]""")]));
        var feed = await workshop.NewFeed($$"""{"onDemandFields":{{switchedOn}}}""");
        var job = FeedPart.Read(workshop.Part(await workshop.Build(feed))).Jobs[0].Element;
        var behind = job.Elements().SkipWhile(element => element.Name != "updated").Skip(1);
        Assert.Equal(expected, string.Join(' ', behind.Select(element => element.Name.LocalName)));
    }

    [Fact]
    public async Task AJobThatIsNotAppliedToHereSaysSo()
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001);
        workshop.Market.Add(10_000_000_002, onDemand: Fragments.OnDemand(null, false, [("benefits", "[]")]));
        workshop.Market.Add(10_000_000_003, onDemand: Fragments.OnDemand("https://logo.example/1", false, []));
        var feed = await workshop.NewFeed("""{"onDemandFields":["logo_url","talroo_apply","benefits"]}""");
        var jobs = FeedPart.Read(workshop.Part(await workshop.Build(feed))).Jobs;
        Assert.All(jobs, job => Assert.Equal("false", (string)job.Element.Element("talroo_apply")!));
        Assert.Equal("benefits", jobs[1].Element.Elements().Last().Name.LocalName);
        Assert.Equal("talroo_apply", jobs[2].Element.Elements().Last().Name.LocalName);
    }

    [Theory]
    [InlineData(1, "1", "0.01")]
    [InlineData(9, "9", "0.09")]
    [InlineData(10, "10", "0.10")]
    [InlineData(287, "287", "2.87")]
    [InlineData(100_005, "100005", "1000.05")]
    public async Task ThePriceStandsInCentsAndInDollars(long cents, string rankingValue, string cpc)
    {
        await using var workshop = await FeedWorkshop.Open();
        workshop.Market.Add(10_000_000_001, cpcCents: cents);
        var job = FeedPart.Read(workshop.Part(await workshop.Build(await workshop.NewFeed()))).Jobs[0].Element;
        Assert.Equal((rankingValue, cpc), ((string)job.Element("ranking_value")!, (string)job.Element("cpc")!));
    }

    // A long description is larger than a buffer, and buffers end anywhere.
    [Fact]
    public async Task NothingIsLostWhereBuffersEnd()
    {
        await using var workshop = await FeedWorkshop.Open();
        var random = new Random(20260131);
        for (var job = 0; job < 60; job++)
        {
            var title = new string((char)('a' + (job % 26)), random.Next(1, 40_000));
            workshop.Market.Add(10_000_000_001 + job, title: title);
        }
        var part = FeedPart.Read(workshop.Part(await workshop.Build(await workshop.NewFeed())));
        Assert.Equal(60, part.Total);
        Assert.Equal(
            workshop.Market.Texts.Values.Select(text => XElement.Parse(
                $"<job>{System.Text.Encoding.UTF8.GetString(text.Head)}</job>").Element("title")!.Value),
            part.Jobs.Select(job => job.Title));
    }

    private static async Task<string> BuildTheExample(FeedWorkshop workshop)
    {
        const long jobId = 10_000_000_001;
        workshop.Market.Add(jobId, cpcCents: 287, city: "Anytown", at: Millennium);
        workshop.Market.Texts[jobId] = new(
            Fragments.Head("Example Job Title", Millennium),
            Fragments.Body("Example Company", "Anytown", "TX", "00000", "This is an example job description.",
                ["[Example Category]"], ["[Example Category] Example Subcategory"]),
            Fragments.OnDemand("https://media.j2c.com/company-logos/12345-company-name-abc123", true,
            [
                ("all_requirements_normalized", """{"Valid driver's license":"101001","2+ years experience":"0"}"""),
                ("all_preferences_normalized", "{}"),
                ("compensation", """["$20-25/hour plus tips"]"""),
                ("benefits", """["Health insurance", "401k", "PTO"]"""),
                ("work_schedule", """["Full-time, weekends and holidays"]"""),
                ("work_location_type", """["onsite"]"""),
                ("visa_status", """["no_visa_information"]"""),
            ]));
        return workshop.Part(await workshop.Build(await workshop.NewFeed(AllOnDemand)));
    }

    private static string WithoutPlaceholders(string line) => Placeholders().Replace(line, "*");

    [GeneratedRegex("(?<=total=\")[0-9]+|(?<=<referencenumber>)[^<]+|(?<=<url><!\\[CDATA\\[).+(?=]]>)")]
    private static partial Regex Placeholders();

    [GeneratedRegex("spl=[A-Za-z0-9_-]{68}")]
    private static partial Regex Token();
}
