using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Placard.Tests.Apply.Forms;

namespace Placard.Tests.Apply.Records;

/// <summary>An advertiser reads who applied; nobody else does.</summary>
public sealed class ApplicationListTests
{
    [Theory, OnBothEngines]
    public async Task TheAdvertiserReadsOneApplicationWhole(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        await using var server = await Inventory.Pulling.FeedServer.Start();
        var hosted = await HostedJob.Asking(scenario, server,
            """
            [{"id":"licence","type":"select","question":"A licence?","required":true,
              "options":[{"label":"Yes","value":"yes","correct":true},{"label":"No","value":"no"}]},
             {"id":"paper","type":"file","question":"Your certificate"},
             {"id":"rn","type":"hierarchical","question":"A nurse?","options":[{"label":"Yes","value":"1"}],
              "hierarchicalOptions":[{"id":"since","question":"Long?","options":[{"label":"Yes","value":"1"}]}]}]
            """);
        var form = (await hosted.Open()).FillContact("ada@example.com").Attach("resume", "my cv.pdf", Samples.Pdf);
        var questions = (await form.Send()).Expect(200).Fill("licence", "yes").Attach("paper", "c.png", Samples.Png);
        (await questions.Fill("rn", "1").Send()).ExpectThanks();
        var owner = await hosted.Advertiser.LogIn();

        var row = Assert.Single(await owner.List("/v5/applications", "outcome=VALID AND qualified=true"));
        Assert.Equal("Ada", (string?)row["applicant"]!["firstName"]);
        Assert.Equal("5125555555", (string?)row["applicant"]!["phone"]);
        var id = (string)row["tlrApplicationId"]!;
        var whole = (await owner.Get($"/v5/applications/{id}")).Expect(200);
        Assert.Equal("no-store", whole.Header("Cache-Control"));
        var answers = whole["questionsAndAnswers"]!.AsArray();
        Assert.Equal("yes", (string?)answers[0]!["answer"]);
        Assert.Equal("A licence?", (string?)answers[0]!["question"]!["question"]);
        Assert.Equal("c.png", (string?)answers[1]!["answer"]!["fileName"]);
        var told = (await hosted.Events())[1]["data"]!["questionsAndAnswers"]!["questionsAndAnswers"]!.AsArray();
        Assert.Equal("""{"rn":"1","since":null}""", told[2]!["answer"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(told[2], answers[2]), "an answer is read as it was told");
        var resume = whole["resume"]!;
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Samples.Pdf)), (string?)resume["contentSha256"]);
        var file = (await owner.Get((string)resume["url"]!)).Expect(200);
        Assert.Equal(Samples.Pdf, file.Body);
        Assert.Equal("application/pdf", file.MediaType);
        Assert.StartsWith("attachment", file.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Equal("nosniff", file.Header("X-Content-Type-Options"));
    }

    [Theory, OnBothEngines]
    public async Task AnotherCustomerFindsNothing(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var hosted = await HostedJob.On(scenario);
        var form = (await hosted.Open()).FillContact("ada@example.com").Attach("resume", "cv.pdf", Samples.Pdf);
        (await form.Send()).ExpectThanks();
        var id = (string)Assert.Single(await hosted.Applications())["tlrApplicationId"]!;
        var whole = (await scenario.Operator.Get($"/v5/applications/{id}")).Expect(200);
        var stranger = await (await scenario.NewAdvertiser()).LogIn();

        Assert.Empty(await stranger.List("/v5/applications"));
        Assert.Empty(await stranger.List("/v5/applications", $"tlrApplicationId={id}"));
        (await stranger.Get($"/v5/applications/{id}")).ExpectProblem(404);
        (await stranger.Get((string)whole["resume"]!["url"]!)).ExpectProblem(404);
        var table = (await stranger.Get("/v5/applications.csv")).Expect(200);
        Assert.DoesNotContain(id, table.Text, StringComparison.Ordinal);
        (await stranger.Get("/v5/applications/no-id")).ExpectProblem(404);
        var publisher = (await scenario.Operator.Post(
            $"/v5/publishers/{(await scenario.NewPublisher()).Id}/app-clients", new { name = "P" })).Expect(201);
        var client = await scenario.LogIn((string)publisher["id"]!, (string)publisher["secret"]!);
        (await client.Get("/v5/applications")).ExpectProblem(403);
    }

    [Theory, OnBothEngines]
    public async Task AForgedFileNumberOpensNothing(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var hosted = await HostedJob.On(scenario);
        (await (await hosted.Open()).FillContact("a@example.com").Attach("resume", "cv.pdf", Samples.Pdf).Send())
            .ExpectThanks();
        (await (await hosted.Open()).FillContact("b@example.com").Send()).ExpectThanks();
        var rows = await hosted.Applications();
        var first = (await scenario.Operator.Get($"/v5/applications/{rows[0]["tlrApplicationId"]}")).Expect(200);
        var fileId = (long)first["resume"]!["id"]!;

        (await scenario.Operator.Get($"/v5/applications/{rows[1]["tlrApplicationId"]}/files/{fileId}"))
            .ExpectProblem(404);
        Assert.Null((await scenario.Operator.Get($"/v5/applications/{rows[1]["tlrApplicationId"]}"))["resume"]);
    }
}
