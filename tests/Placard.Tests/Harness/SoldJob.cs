namespace Placard.Tests.Harness;

/// <summary>
/// One advertised and published job with everybody around it, for tests of what happens after a click. The campaign
/// pays 50 cents a click, the publisher gets 60 percent of it.
/// </summary>
public sealed record SoldJob(
    Scenario Scenario, Advertiser Advertiser, Campaign Campaign, Publisher Publisher, PublisherFeed Feed, FeedJob Job)
{
    /// <summary>Sets it up with people of its own; <paramref name="campaign"/> are the campaign's settings.</summary>
    public static async Task<SoldJob> On(Scenario scenario, object? campaign = null)
    {
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(1));
        var launched = await advertiser.LaunchCampaign(campaign);
        var publisher = await scenario.NewPublisher();
        var feed = await publisher.NewFeed(Pricing.Share(60), advertiser);
        var part = await feed.BuildAndFetch();
        return new SoldJob(scenario, advertiser, launched, publisher, feed, Assert.Single(part.Jobs));
    }

    /// <summary>A jobseeker's click, which must land; its id.</summary>
    public async Task<string> Click(Visitor? visitor = null) => (await Scenario.Click(Job.Url, visitor)).Landed();
}
