using System.Text;
using System.Text.Json.Nodes;
using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>A jobseeker applies, page by page, with a browser that runs no script.</summary>
public sealed class FormsJourneyTests
{
    private const string EveryType =
        """
        [
          {"id":"open","type":"pagebreak"},
          {"id":"hello","type":"information","text":"Please take <b>five</b> minutes."},
          {"id":"employer","type":"text","question":"Where did you work before?","required":true,"limit":100},
          {"id":"hours","type":"text","question":"Hours a week?","format":"integer","min":"0","max":"80"},
          {"id":"gpa","type":"text","question":"Your GPA?","format":"decimal","required":true},
          {"id":"about","type":"textarea","question":"Your ideal workplace:"},
          {"id":"licence","type":"select","question":"May you work here?","required":true,"options":[
            {"label":"No","value":"no"},{"label":"Yes","value":"yes","correct":true}]},
          {"id":"since","type":"date","question":"Since when?","required":true,
            "condition":{"id":"licence","value":"yes"}},
          {"id":"break","type":"pagebreak"},
          {"id":"shifts","type":"multiselect","question":"Which shifts?","options":[
            {"label":"Morning","value":"0"},{"label":"Noon","value":"1"},{"label":"Night","value":"2"}]},
          {"id":"state_born","type":"select","question":"Where were you born?","options":[
            {"label":"A","value":"a"},{"label":"B","value":"b"},{"label":"C","value":"c"},{"label":"D","value":"d"},
            {"label":"E","value":"e"},{"label":"F","value":"f"}]},
          {"id":"letter","type":"file","question":"A letter, please.","required":true},
          {"id":"rn","type":"hierarchical","question":"Are you a nurse?","required":true,"options":[
              {"label":"No","value":"0"},{"label":"Yes","value":"1"}],
            "hierarchicalOptions":[
              {"id":"school","question":"In nursing school?","options":[
                {"label":"No","value":"0"},{"label":"Yes","value":"1"}],"condition":{"id":"rn","value":"0"}},
              {"id":"graduation","question":"When do you graduate?","required":true,"options":[
                {"label":"Soon","value":"0"},{"label":"Later","value":"1"}],"condition":{"id":"school","value":"1"}}]},
          {"id":"close","type":"pagebreak"}
        ]
        """;

    private const string MoreToAnswer = "Because of your answers there is more to answer on this page.";

    [Theory, OnBothEngines]
    public async Task JobseekerAnswersEveryTypeOfQuestionAndBothEventsTellIt(string engine)
    {
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, EveryType);
        var contact = (await hosted.Open()).Expect(200);
        Assert.Contains(hosted.Job.Title, contact.Html, StringComparison.Ordinal);
        Assert.Contains("Acme Logistics, Austin, TX", contact.Html, StringComparison.Ordinal);
        Assert.Equal(
            ["firstName", "lastName", "emailAddress", "phone", "zipcode", "city", "state", "resume"], contact.Names);

        var first = (await contact.FillContact().Attach("resume", "cv.pdf", Samples.Pdf).Send()).Expect(200);
        Assert.Contains("Step 2 of 3", first.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;five&lt;/b&gt;", first.Html, StringComparison.Ordinal);
        Assert.Equal(["employer", "hours", "gpa", "about", "licence"], first.Names);
        var more = (await first.Fill("employer", "Looms & Co").Fill("gpa", "3.5").Fill("about", "Quiet\n\nand warm")
            .Fill("licence", "yes").Send()).Expect(200);
        Assert.Contains("since", more.Names);
        Assert.Contains(MoreToAnswer, more.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(MoreToAnswer, first.Html, StringComparison.Ordinal);
        var wrong = (await more.Fill("since", "tomorrow").Send()).Expect(422);
        Assert.DoesNotContain(MoreToAnswer, wrong.Html, StringComparison.Ordinal);
        Assert.Equal(("Looms & Co", "yes"), (more.ValueOf("employer"), more.ValueOf("licence")));

        var second = (await more.Fill("since", "2020-01-01").Send()).Expect(200);
        Assert.Equal(["shifts", "state_born", "letter", "rn"], second.Names);
        var nurse = (await second.Fill("shifts", "0", "2").Attach("letter", "my letter.txt", "Dear all"u8.ToArray())
            .Fill("rn", "0").Send()).Expect(200);
        var student = (await nurse.Fill("school", "1").Send()).Expect(200);
        Assert.Contains("my letter.txt", student.Html, StringComparison.Ordinal);
        Assert.Contains("graduation", student.Names);
        (await student.Fill("graduation", "1").Send()).ExpectThanks();

        await Tell(hosted);
    }

    private static async Task Tell(HostedJob hosted)
    {
        var row = Assert.Single(await hosted.Applications());
        Assert.Equal(("COMPLETED", "VALID"), ((string?)row["status"], (string?)row["outcome"]));
        var events = await hosted.Events();
        Assert.Equal(
            ["platform:JobApplication:started:v1", "platform:JobApplication:completed:v2"],
            events.Select(made => (string)made["type"]!));
        var started = events[0]["data"]!;
        Assert.Equal("cv.pdf", (string?)started["applicant"]!["resume"]!["fileName"]);
        var data = events[1]["data"]!;
        Assert.Equal((string?)row["tlrApplicationId"], (string?)data["tlrApplicationId"]);
        Assert.Equal((string?)row["tlrSid"], (string?)data["tlrSid"]);
        Assert.True((bool)data["qualified"]!);
        var applicant = data["applicant"]!;
        Assert.Equal(
            ("Austin", "TX", "5125555555", "Ada.Lovelace@example.com"),
            ((string?)applicant["city"], (string?)applicant["state"], (string?)applicant["phone"],
                (string?)applicant["emailAddress"]));
        Assert.Equal(Convert.ToBase64String(Samples.Pdf), (string?)applicant["resume"]!["data"]);
        var answers = data["questionsAndAnswers"]!["questionsAndAnswers"]!.AsArray()
            .ToDictionary(entry => (string)entry!["question"]!["id"]!, entry => entry!["answer"]);
        Assert.Equal("Looms & Co", (string?)answers["employer"]);
        Assert.Null(answers["hours"]);
        Assert.Equal("Quiet\n\nand warm", ((string?)answers["about"])!.ReplaceLineEndings("\n"));
        Assert.Equal("2020-01-01", (string?)answers["since"]);
        Assert.Equal("""["0","2"]""", answers["shifts"]!.ToJsonString());
        Assert.Equal(
            "Dear all", Encoding.UTF8.GetString(Convert.FromBase64String((string)answers["letter"]!["data"]!)));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"rn":"0","school":"1","graduation":"1"}"""), answers["rn"]));
    }

    [Theory, OnBothEngines]
    public async Task AJobWithoutQuestionsIsAppliedForOnOnePage(string engine)
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(engine));

        (await (await hosted.Open()).FillContact().Send()).ExpectThanks();

        Assert.Equal(["started", "completed"], await hosted.Told());
        var data = (await hosted.Events())[1]["data"]!;
        Assert.Null(data["applicant"]!["resume"]);
        Assert.Null(data["applicant"]!["address"]);
        Assert.Null(data["redirectUrl"]);
    }

    [Theory, OnBothEngines]
    public async Task QualifiedApplicantsAreSentOnAndOthersAreThanked(string engine)
    {
        const string questions =
            """
            [{"id":"ok","type":"select","question":"Licence?","required":true,"options":[
              {"label":"No","value":"no"},{"label":"Yes","value":"yes","correct":true}]}]
            """;
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.OnShared(engine), server, questions, campaign: new JsonObject
        {
            ["talrooApplyRedir"] = true, ["applicationLinkOverride"] = "https://b\u00fccher.example/n\u00e4chste?x=1",
        });

        var page = await (await hosted.Open()).FillContact("a@example.com").Send();
        var sentOn = await page.Fill("ok", "yes").Post();
        var other = await (await hosted.Open()).FillContact("b@example.com").Send();
        var thanked = await other.Fill("ok", "no").Send();

        Assert.Equal("https://xn--bcher-kva.example/n%C3%A4chste?x=1", sentOn.Expect(303).Location);
        Assert.Contains("form-action 'self' https: http:", page.Page.Header("Content-Security-Policy"));
        thanked.ExpectThanks();
        var told = (await hosted.Events()).Where(made => (bool)made["data"]!["completed"]!).ToList();
        Assert.Equal(
            [(true, "https://xn--bcher-kva.example/n%C3%A4chste?x=1"), (false, null)],
            told.Select(made => ((bool)made["data"]!["qualified"]!, (string?)made["data"]!["redirectUrl"])));
    }
}
