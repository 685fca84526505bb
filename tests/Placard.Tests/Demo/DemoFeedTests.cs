using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Placard.Host.Demo.Corpus;
using Placard.Host.Demo.Corpus.Feeds;
using Placard.Host.Demo.Corpus.Trades;

namespace Placard.Tests.Demo;

public sealed partial class DemoFeedTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    private static readonly string[] Required =
        ["title", "date", "referencenumber", "url", "company", "city", "state", "description"];

    private static readonly Lazy<IReadOnlyList<XElement>> Jobs =
        new(() => [.. Tidy(Now).SelectMany(feed => feed.Jobs)]);

    [Fact]
    public void TwoWorldsOfOneSeedServeTheSameBytes()
    {
        var other = new DemoCorpus(seed: 1847);
        foreach (var (one, two) in DemoCorpus.Standard.Advertisers.Zip(other.Advertisers))
        {
            Assert.Equal(one.Feed(Now), two.Feed(Now));
            Assert.Equal(one.Feed(Now), one.Feed(Now.AddHours(9)));
        }
        Assert.NotEqual(new DemoCorpus(seed: 5).Advertisers[0].Feed(Now), other.Advertisers[0].Feed(Now));
    }

    [Fact]
    public void TomorrowSomeJobsAreNewAndMostAreUntouched()
    {
        foreach (var (today, tomorrow) in Tidy(Now).Zip(Tidy(Now.AddDays(1))))
        {
            var before = today.Jobs.Select(job => job.ToString()).ToHashSet(StringComparer.Ordinal);
            var kept = tomorrow.Jobs.Count(job => before.Contains(job.ToString()));
            Assert.InRange(kept, tomorrow.Jobs.Count * 85 / 100, tomorrow.Jobs.Count);
        }
        Assert.NotEqual(References(Tidy(Now)), References(Tidy(Now.AddDays(1))));
    }

    [Fact]
    public void ADozenAdvertisersOfferAboutTwoThousandJobs()
    {
        Assert.Equal(12, DemoCorpus.Standard.Advertisers.Count);
        Assert.InRange(Jobs.Value.Count + SloppyJobs(Now), 1_900, 2_100);
    }

    [Fact]
    public void EveryTidyJobHasWhatTheContractRequires()
    {
        foreach (var job in Jobs.Value)
        {
            foreach (var name in Required)
            {
                Assert.False(string.IsNullOrWhiteSpace(job.Element(name)?.Value), name);
            }
            Assert.DoesNotContain('{', job.Element("title")!.Value + job.Element("company")!.Value);
            Assert.True(Uri.TryCreate(job.Element("url")!.Value, UriKind.Absolute, out _));
        }
        foreach (var (_, jobs) in Tidy(Now)) Assert.Distinct(jobs.Select(job => job.Element("referencenumber")!.Value));
    }

    [Fact]
    public void JobsCoverTheCountryAndItsTrades()
    {
        var states = Jobs.Value.Select(job => job.Element("state")!.Value).ToHashSet(StringComparer.Ordinal);
        Assert.InRange(states.Count, 45, 51);
        var majors = Jobs.Value.SelectMany(job => job.Elements().Where(IsMajor))
            .Select(major => major.Value.Trim('[', ']')).ToHashSet(StringComparer.Ordinal);
        Assert.InRange(majors.Count, 35, 62);
    }

    [Fact]
    public void EveryCityStandsBesideItsOwnZip()
    {
        var known = Cities.All.Select(city => (city.Name, city.State, city.Zip)).ToHashSet();
        var placed = Jobs.Value.Where(job => job.Element("city")!.Value != "All Cities").ToList();
        Assert.All(placed, job => Assert.Contains(Place(job), known));
        Assert.InRange(Jobs.Value.Count - placed.Count, 1, 12);
    }

    [Fact]
    public void DescriptionsReadLikeAdverts()
    {
        var texts = Jobs.Value.Select(job => job.Element("description")!.Value).ToList();
        foreach (var text in texts)
        {
            Assert.InRange(Words(text), 120, 400);
            Assert.DoesNotContain("lorem", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('{', text);
        }
        Assert.InRange(texts.Distinct(StringComparer.Ordinal).Count(), texts.Count * 99 / 100, texts.Count);
    }

    [Fact]
    public void EveryTradeTextOffersEnoughToChooseFrom()
    {
        string[] names =
        [
            "halloran", "saintbrennan", "lantern", "copperskillet", "orchardmain", "northbay",
            "brightwell", "tessaly", "cedarridge", "keystoneharbor", "vantageridge", "sentryshine",
        ];
        foreach (var role in names.SelectMany(name => TradeReader.Read(name).Roles))
        {
            Assert.InRange(role.Text["title"].Count, 2, 9);
            Assert.InRange(role.Text["duty"].Count, 5, 12);
            Assert.InRange(role.Text["need"].Count, 3, 8);
            Assert.All(role.Categories.Concat(role.Variants.SelectMany(variant => variant.Categories)),
                category => Assert.StartsWith("[", category, StringComparison.Ordinal));
            Assert.All(role.Variants, variant => Assert.Contains(role.Text["title"],
                title => title.StartsWith(variant.TitleStart, StringComparison.Ordinal)));
            Assert.InRange(role.BidCents.Low, 10, role.BidCents.High);
        }
    }

    [Fact]
    public void EveryAddressIsReservedForExamples()
    {
        foreach (var advertiser in DemoCorpus.Standard.Advertisers)
        {
            foreach (Match address in Address().Matches(Text(advertiser, Now)))
            {
                Assert.EndsWith(".example", address.Groups["host"].Value, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void FeedsDifferInTheirHabits()
    {
        Assert.Contains(Jobs.Value, job => job.Element("zip") is not null);
        Assert.Contains(Jobs.Value, job => job.Element("postalcode") is not null);
        Assert.Contains(Jobs.Value, job => job.Element("cpc") is not null);
        Assert.Contains(Jobs.Value, job => job.Element("category") is not null);
        Assert.Contains(Jobs.Value, job => job.Element("date")!.Value.EndsWith("CST", StringComparison.Ordinal));
        Assert.Contains(Jobs.Value, job => job.Element("date")!.Value.EndsWith('Z'));
        Assert.Contains(Jobs.Value, job =>
            new Uri(job.Element("url")!.Value) is { Query.Length: > 0, Fragment.Length: > 0 });
        Assert.Contains(DemoCorpus.Standard.Advertisers, advertiser => advertiser.Gzipped);
        Assert.Contains(Tidy(Now), feed => feed.Document.Declaration!.Encoding == "ISO-8859-1");
    }

    [Fact]
    public void ExtractionsAreJson()
    {
        var extracted = Jobs.Value.Where(job => job.Element("work_schedule") is not null).ToList();
        Assert.NotEmpty(extracted);
        foreach (var job in extracted)
        {
            using var needs = JsonDocument.Parse(job.Element("all_requirements_normalized")!.Value);
            Assert.Equal(JsonValueKind.Object, needs.RootElement.ValueKind);
            using var benefits = JsonDocument.Parse(job.Element("benefits")!.Value);
            Assert.Equal(JsonValueKind.Array, benefits.RootElement.ValueKind);
        }
    }

    [Fact]
    public void OneFeedIsBrokenInEveryWayOnce()
    {
        var sloppy = Assert.Single(DemoCorpus.Standard.Advertisers, advertiser => advertiser.Sloppy);
        var text = Text(sloppy, Now);
        Assert.Throws<XmlException>(() => XDocument.Parse(text));
        var faults = Enumerable.Range(0, SloppyJobs(Now)).Select(SloppyFeed.FaultOf)
            .Where(fault => fault != SloppyFault.None);
        Assert.Equal(Enum.GetValues<SloppyFault>().Where(fault => fault != SloppyFault.None).Order(), faults.Order());
        Assert.Contains("Sentry & Shine", text, StringComparison.Ordinal);
        Assert.Contains("&nbsp;", text, StringComparison.Ordinal);
        Assert.Contains('\u000b', text);
        Assert.Contains("<date>as soon as possible</date>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void CampaignsStateTheirFiltersAsJson()
    {
        foreach (var advertiser in DemoCorpus.Standard.Advertisers)
        {
            Assert.Distinct(advertiser.Campaigns.Select(campaign => campaign.ApplyOrder));
            var segments = advertiser.Campaigns.SelectMany(campaign => campaign.Segments);
            var filters = advertiser.Campaigns.Select(campaign => campaign.JobFilters)
                .Concat(segments.Select(segment => segment.JobFilters));
            foreach (var filter in filters)
            {
                using var json = JsonDocument.Parse(filter);
                Assert.All(json.RootElement.EnumerateArray(), rule => Assert.True(
                    rule.TryGetProperty("field", out _) && rule.TryGetProperty("operator", out _)
                    && rule.TryGetProperty("value", out _)));
            }
        }
    }

    private static (string, string, string) Place(XElement job) => (
        job.Element("city")!.Value, job.Element("state")!.Value,
        (job.Element("zip") ?? job.Element("postalcode"))!.Value);

    private static bool IsMajor(XElement element) =>
        element.Name.LocalName == "category"
        || element.Name.LocalName.StartsWith("major_category", StringComparison.Ordinal);

    private static int Words(string html) => Tag().Replace(html, " ")
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));

    private static List<string> References(IEnumerable<(XDocument, IReadOnlyList<XElement> Jobs)> feeds) =>
        [.. feeds.SelectMany(feed => feed.Jobs).Select(job => job.Element("referencenumber")!.Value)];

    private static int SloppyJobs(DateTimeOffset now) =>
        Regex.Count(Text(DemoCorpus.Standard.Advertisers.Single(advertiser => advertiser.Sloppy), now), "<job>");

    private static List<(XDocument Document, IReadOnlyList<XElement> Jobs)> Tidy(DateTimeOffset now) =>
        [.. DemoCorpus.Standard.Advertisers.Where(advertiser => !advertiser.Sloppy).Select(advertiser =>
        {
            using var bytes = Unpacked(advertiser, now);
            using var reader = XmlReader.Create(bytes);
            var document = XDocument.Load(reader);
            Assert.Equal("source", document.Root!.Name.LocalName);
            return (document, (IReadOnlyList<XElement>)[.. document.Descendants("job")]);
        })];

    private static string Text(DemoAdvertiser advertiser, DateTimeOffset now)
    {
        using var bytes = Unpacked(advertiser, now);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static MemoryStream Unpacked(DemoAdvertiser advertiser, DateTimeOffset now)
    {
        var feed = advertiser.Feed(now);
        if (!advertiser.Gzipped) return new MemoryStream(feed);
        var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(feed), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        plain.Position = 0;
        return plain;
    }

    [GeneratedRegex("https?://(?<host>[^/?#<\\]\\s]+)")]
    private static partial Regex Address();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
