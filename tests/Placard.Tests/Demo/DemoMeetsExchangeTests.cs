using System.Net;
using System.Text.Json;
using Placard.Campaigns;
using Placard.Clicks.Judging;
using Placard.Host.Demo.Corpus;
using Placard.Host.Demo.Corpus.Traffic;
using Placard.Inventory.Places;
using Placard.Inventory.Reading;
using Placard.Platform;

namespace Placard.Tests.Demo;

/// <summary>The demo's words are put to the rooms' own rules: what it means to show is what they will see.</summary>
public sealed class DemoMeetsExchangeTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task TheImporterTakesEveryJobOfTheTidyFeedsAndNotesNothing()
    {
        foreach (var advertiser in DemoCorpus.Standard.Advertisers.Where(advertiser => !advertiser.Sloppy))
        {
            var read = await Read(advertiser);
            Assert.NotEmpty(read);
            Assert.All(read, job => Assert.Null(job.Rejection));
            Assert.Empty(read.SelectMany(job => job.Notes));
            Assert.All(read, job => Assert.InRange(job.Job!.DateAtMs, 0, s_now.ToUnixTimeMilliseconds()));
            Assert.All(read, job => Assert.NotEmpty(job.Job!.MajorCategories));
        }
    }

    [Fact]
    public async Task TheSloppyFeedLosesAFewJobsAndHasTheRestRepaired()
    {
        var read = await Read(DemoCorpus.Standard.Advertisers.Single(advertiser => advertiser.Sloppy));
        var reasons = read.Where(job => job.Rejection is not null).Select(job => job.Rejection!.Reason).ToList();
        Assert.InRange(reasons.Count, 6, 12);
        Assert.Contains(RejectionReasons.Missing, reasons);
        Assert.Contains(RejectionReasons.Url, reasons);
        var notes = read.SelectMany(job => job.Notes).Select(note => note.Kind).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string> { NoteKinds.Ampersand, NoteKinds.Control, NoteKinds.Date }, notes);
    }

    [Fact]
    public void EveryCityIsWhereThePostOfficeSaysItIs() => Assert.All(Cities.All, city =>
    {
        Assert.Equal(city.State, UsPlaces.Shipped.ByZip(city.Zip)?.State);
        Assert.NotNull(UsPlaces.Shipped.ByCity(city.Name, city.State));
    });

    [Fact]
    public void EveryFilterOfACampaignOrFeedIsOneThatTheApiTakes()
    {
        var campaigns = DemoCorpus.Standard.Advertisers.SelectMany(advertiser => advertiser.Campaigns).ToList();
        var filters = campaigns.Select(campaign => campaign.JobFilters)
            .Concat(campaigns.SelectMany(campaign => campaign.Segments).Select(segment => segment.JobFilters))
            .Concat(DemoCorpus.Standard.Feeds.Select(feed => feed.JobFilters));
        foreach (var filter in filters)
        {
            using var json = JsonDocument.Parse($$"""{"jobFilters": {{filter}}}""");
            var body = JsonFields.Of(json.RootElement);
            JobFilters.Parse(body, "jobFilters");
            Assert.Null(body.Refused());
        }
    }

    [Fact]
    public void PeopleAreAtHomeForeignersAbroadAndBotsAreBots() =>
        Assert.All(DemoCorpus.Standard.Traffic(s_now).Clicks, click =>
        {
            var country = IpCountries.Shipped.CountryOf(IPAddress.Parse(click.Visitor.Ip));
            Assert.Equal(click.Kind == ClickKind.Foreign, country != "US");
            Assert.Equal(click.Kind == ClickKind.Bot, BotList.Shipped.IsBot(click.Visitor.UserAgent));
        });

    private static async Task<List<ParsedJob>> Read(DemoAdvertiser advertiser)
    {
        var stop = TestContext.Current.CancellationToken;
        using var feed = new MemoryStream(advertiser.Feed(s_now));
        using var reader = new FeedReader(feed);
        JobParser? parser = null;
        var jobs = new List<ParsedJob>();
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        while (await reader.ReadAsync(stop))
        {
            parser ??= new JobParser(reader.Encoding, zone, s_now.ToUnixTimeMilliseconds());
            jobs.Add(parser.Parse(reader.Current));
        }
        Assert.True(reader.End.IsComplete, reader.End.Message);
        return jobs;
    }
}
