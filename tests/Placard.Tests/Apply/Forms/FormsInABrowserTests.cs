using System.Text.Json.Nodes;
using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>
/// A real browser applies by keyboard alone, on a phone's width and a desk's; nothing breaks a rule of accessibility,
/// nothing to tap is lower than a thumb, and without script it goes as well.
/// </summary>
public sealed class FormsInABrowserTests
{
    private const string Questions =
        """
        [{"id":"note","type":"information","text":"Three minutes."},
         {"id":"employer","type":"text","question":"Where did you work before?","required":true},
         {"id":"gpa","type":"text","question":"Your GPA?","format":"decimal","min":"0","max":"4"},
         {"id":"about","type":"textarea","question":"Your ideal workplace:"},
         {"id":"licence","type":"select","question":"May you work here?","required":true,"options":[
           {"label":"No","value":"no"},{"label":"Yes","value":"yes","correct":true}]},
         {"id":"city","type":"select","question":"Which city?","options":[
           {"label":"Aa","value":"Aa"},{"label":"Bb","value":"Bb"},{"label":"Cc","value":"Cc"},
           {"label":"Dd","value":"Dd"},{"label":"Ee","value":"Ee"},{"label":"Ff","value":"Ff"}]},
         {"id":"shifts","type":"multiselect","question":"Which shifts?","options":[
           {"label":"Morning","value":"am"},{"label":"Night","value":"pm"}]},
         {"id":"letter","type":"file","question":"A letter, if you like."},
         {"id":"rn","type":"hierarchical","question":"Are you a nurse?","options":[
             {"label":"No","value":"0"},{"label":"Yes","value":"1"}],
           "hierarchicalOptions":[{"id":"since","question":"For long?","required":true,"options":[
             {"label":"No","value":"0"},{"label":"Yes","value":"1"}],"condition":{"id":"rn","value":"1"}}]},
         {"id":"thanks","type":"information","text":"A nurse, how good!","condition":{"id":"rn","value":"1"}},
         {"id":"addEventListener","type":"text","question":"Anything else?"}]
        """;

    [Theory]
    [InlineData(360, true)]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    public async Task SomebodyAppliesByKeyboardAlone(int width, bool javaScript)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(
            await Scenario.OnShared(StorageEngine.Sqlite), server, Questions,
            "<addressCollection>required</addressCollection>");
        var page = new Uri(hosted.Scenario.Exchange.Address, await hosted.Land());
        var questions = new JsonObject
        {
            ["employer"] = "Looms", ["gpa"] = "3.5", ["about"] = "Quiet", ["licence"] = "yes",
            ["city"] = "Cc", ["shifts"] = new JsonArray("am", "pm"), ["rn"] = "1",
        };
        // With script the question that hangs on the last answer is there at once, without it when the page was sent.
        var hanging = javaScript ? questions : [];
        hanging["since"] = "0";

        var asked = new JsonObject
        {
            ["url"] = page.ToString(),
            ["width"] = width,
            ["javaScript"] = javaScript,
            ["pages"] = new JsonArray(
                new JsonObject
                {
                    ["firstName"] = "Ada", ["lastName"] = "Lovelace", ["emailAddress"] = $"ada{width}@example.com",
                    ["phone"] = "512-555-5555", ["zipcode"] = "78701", ["address"] = "1 Main St",
                },
                questions),
        };
        if (!javaScript)
        {
            asked["pages"]!.AsArray().Add((JsonNode)hanging);
        }

        var seen = await Browser.Run("apply.mjs", asked);

        Assert.Equal("", string.Join('\n', seen["faults"]!.AsArray().Select(fault => (string)fault!)));
        Assert.Equal("Thank you, your application was sent", (string?)seen["end"]);
        Assert.Equal(javaScript ? 5 : 7, (int)seen["pages"]!);
        var data = (await hosted.Events())[1]["data"]!;
        Assert.Equal("Austin", (string?)data["applicant"]!["city"]);
        var answers = data["questionsAndAnswers"]!["questionsAndAnswers"]!.AsArray()
            .ToDictionary(entry => (string)entry!["question"]!["id"]!, entry => entry!["answer"]?.ToJsonString());
        Assert.Equal(
            ("\"Looms\"", "\"3.5\"", "\"yes\"", "\"Cc\"", """["am","pm"]"""),
            (answers["employer"], answers["gpa"], answers["licence"], answers["city"], answers["shifts"]));
        Assert.Equal("""{"rn":"1","since":"0"}""", answers["rn"]);
    }
}
