using System.Text.Json.Nodes;

namespace Placard.Tests.Journeys;

/// <summary>The whole way of one job: advertised, published, clicked, paid, converted, filled and explained.</summary>
public sealed class OneDayInTheExchangeTests
{
    [Theory, OnBothEngines]
    public async Task AJobIsAdvertisedPublishedClickedAndFilled(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(new AdvertiserXml()
            .Job("nurse-1", ("title", "Night Nurse"), ("url", "https://acme.example/jobs/nurse?src=feed#top"))
            .Job("welder-1", ("title", "Welder")));
        var campaign = await advertiser.LaunchCampaign(new { talrooBasicCpc = 50, monthlyBudget = 100 });
        var feed = await scenario.NewPublisherFeed(Pricing.Share(60), advertiser);

        var part = await feed.BuildAndFetch();
        Assert.Equal(2, part.Total);
        var nurse = part.Titled("Night Nurse");
        Assert.Equal(30, nurse.RankingValue);
        Assert.Equal(["LIVE"], await scenario.Status(nurse.Spl));
        Assert.Equal("LIVE", await scenario.StatusOf(nurse.JobId));

        var click = await scenario.Click(nurse.Url);
        var tlrSid = click.Landed();
        Assert.Equal($"https://acme.example/jobs/nurse?src=feed&tlr_sid={tlrSid}#top", click.Location);

        var converted = (await scenario.Convert(tlrSid)).Expect(200);
        Assert.Equal("""{"status":"ok","matched":true,"duplicate":false}""", converted.Text);
        var hired = new JsonObject
        {
            ["tlr_sid"] = tlrSid,
            ["event"] = "hired",
            ["event_time"] = (await scenario.Now()).ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture),
        };
        (await scenario.SendDispositions(hired)).Expect(200);

        var row = await TheOnlyRow(scenario, "/v5/clicks", tlrSid);
        Assert.Equal("BILLABLE", (string?)row["verdict"]);
        Assert.Equal(50, (long)row["chargedCents"]!);
        Assert.Equal(300_000, (long)row["earnedMicros"]!);
        Assert.Equal(nurse.JobId, (long)row["jobId"]!);
        Assert.Equal(feed.Id, (long)row["feedId"]!);
        Assert.Equal(campaign.Id, (long)row["campaignId"]!);
        Assert.True((bool)(await TheOnlyRow(scenario, "/v5/conversions", tlrSid))["matched"]!);
        Assert.Equal("hired", (string?)(await TheOnlyRow(scenario, "/v5/dispositions", tlrSid))["event"]);

        var read = await campaign.Read();
        Assert.Equal(50, (long)read["spentCents"]!);
        Assert.Equal(9_950, (long)read["remainingCents"]!);
        await exchange.BooksAddUp();
    }

    // Lists are filled in sorted batches by a second step, soon after the answer.
    private static async Task<JsonObject> TheOnlyRow(Scenario scenario, string list, string tlrSid)
    {
        IReadOnlyList<JsonObject> rows = [];
        await Eventually.Holds(
            async () => (rows = await scenario.Operator.List(list, $"tlrSid={tlrSid}")).Count > 0,
            $"{list} shows {tlrSid}");
        return Assert.Single(rows);
    }
}
