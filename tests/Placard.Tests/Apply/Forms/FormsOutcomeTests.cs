using System.Text.Json.Nodes;

namespace Placard.Tests.Apply.Forms;

/// <summary>The advertiser tells what became of an application that was hosted here, by nothing but its id.</summary>
public sealed class FormsOutcomeTests
{
    [Theory, OnBothEngines]
    public async Task AHireByApplicationIdIsTheClicksHire(string engine)
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(engine));
        (await (await hosted.Open()).FillContact().Send()).ExpectThanks();
        var id = (string)Assert.Single(await hosted.Applications())["tlrApplicationId"]!;

        var now = await hosted.Scenario.Now();
        (await hosted.Scenario.SendDispositions(new JsonObject
        {
            ["tlr_application_id"] = id,
            // Whatever click comes along: the application knows its own.
            ["tlr_sid"] = new SomeIds(77_000 + engine.Length).Next(),
            ["event"] = "hired",
            ["event_time"] = now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        })).Expect(200);

        var client = await hosted.Advertiser.LogIn();
        var told = Assert.Single(await client.List("/v5/dispositions", $"tlrApplicationId={id}"));
        Assert.True((bool)told["matched"]!);
        var today = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var report = (await client.Get($"/v5/campaigns/{hosted.Campaign.Id}/report?from=2020-01-01&to={today}"))
            .Expect(200).Json;
        Assert.Equal(1, report.ToString().Split("\"hires\": 1").Length - 1);
    }
}
