using System.Text.Json.Nodes;

namespace Placard.Tests.Apply.Hiring;

/// <summary>
/// A real browser answers a hiring event by keyboard alone; no page of it breaks a rule of accessibility.
/// </summary>
public sealed class RsvpInABrowserTests
{
    [Theory]
    [InlineData(360, "9AM", "10:30AM")]
    [InlineData(1280, "9AM", "5PM")]
    public async Task SomebodyAnswersByKeyboardAlone(int width, string opens, string closes)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var first = DateOnly.FromDateTime((await scenario.Now()).UtcDateTime).AddDays(10);
        var day = await OpenDay.On(scenario, new JsonObject
        {
            ["eventTimes"] = $"{Placard.Campaigns.TimeFrame.DayText(first)}, {opens} - {closes}",
        });
        var page = new Uri(scenario.Exchange.Address, await day.Hosted.Land());

        var seen = await Browser.Run("apply.mjs", new JsonObject
        {
            ["url"] = page.ToString(),
            ["width"] = width,
            ["pages"] = new JsonArray(new JsonObject
            {
                // City and state are left to the ZIP: typed, they would race with the script that fills them in.
                ["firstName"] = "Ada", ["lastName"] = "Lovelace", ["emailAddress"] = OpenDay.FreshMail(),
                ["phone"] = "512-555-5555", ["zipcode"] = "78701", ["event_slot"] = null,
            }),
        });

        Assert.Equal("", string.Join('\n', seen["faults"]!.AsArray().Select(fault => fault!.ToJsonString())));
        Assert.Contains("You are expected", (string)seen["text"]!, StringComparison.Ordinal);
        Assert.Single(await day.Hosted.Events());
    }
}
