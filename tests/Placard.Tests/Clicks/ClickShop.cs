using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks;

/// <summary>
/// One advertiser, one campaign over all its jobs and one feed that carries them, fetched: everything a click needs.
/// Titles are words nobody else uses, so that on a shared exchange no other test's job is similar.
/// </summary>
internal sealed class ClickShop
{
    private static int words;

    private ClickShop(
        Scenario scenario, Advertiser advertiser, Campaign campaign, Publisher publisher, PublisherFeed feed,
        FeedPart part)
    {
        Scenario = scenario;
        Advertiser = advertiser;
        Campaign = campaign;
        Publisher = publisher;
        Feed = feed;
        Part = part;
    }

    public Scenario Scenario { get; }

    public Advertiser Advertiser { get; }

    public Campaign Campaign { get; }

    public Publisher Publisher { get; }

    public PublisherFeed Feed { get; }

    /// <summary>The feed as it was fetched when the shop opened.</summary>
    public FeedPart Part { get; }

    /// <summary>The first job of the feed.</summary>
    public FeedJob Job => Part.Jobs[0];

    /// <summary>Opens with 50 cents a click, 1,000 dollars a month and 60 percent unless told otherwise.</summary>
    public static async Task<ClickShop> Open(
        Scenario scenario, AdvertiserXml? jobs = null, object? campaign = null, Pricing? pricing = null,
        JsonObject? feed = null)
    {
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(jobs ?? Selling());
        var launched = await advertiser.LaunchCampaign(campaign);
        var publisher = await scenario.NewPublisher();
        var published = await publisher.NewFeed(pricing ?? Pricing.Share(60), advertiser, feed);
        return new ClickShop(scenario, advertiser, launched, publisher, published, await published.BuildAndFetch());
    }

    /// <summary>A feed of one job; fields replace the ordinary ones.</summary>
    public static AdvertiserXml Selling(params (string Name, string? Value)[] fields) =>
        new AdvertiserXml().Job("job-1", [("title", FreshTitle()), .. fields]);

    /// <summary>Two words that no other title has.</summary>
    public static string FreshTitle() => $"{FreshWord()} {FreshWord()}";

    /// <summary>The row of a click, as the operator or another client sees it.</summary>
    public async Task<JsonObject> RowOf(string tlrSid, PlatformApi? client = null) =>
        Assert.Single(await (client ?? Scenario.Operator).List("/v5/clicks", $"tlrSid={tlrSid}"));

    /// <summary>All clicks of this shop's feed, oldest first.</summary>
    public Task<IReadOnlyList<JsonObject>> Rows() => Scenario.Clicks($"feedId={Feed.Id}");

    private static string FreshWord()
    {
        var number = Interlocked.Increment(ref words);
        var letters = new char[8];
        for (var i = 0; i < letters.Length; i++, number /= 26)
        {
            letters[i] = (char)('a' + (number % 26));
        }
        return new string(letters);
    }
}
