using System.Text;

namespace Placard.Tests.Apply.Questions;

/// <summary>An advertiser has its questions document checked before its jobs name it.</summary>
public sealed class QuestionsValidationTests
{
    private const string Path = "/v5/applications/questions/validate";

    [Theory, OnBothEngines]
    public async Task AGoodDocumentIsValid(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await (await scenario.NewAdvertiser()).LogIn();

        var answer = await advertiser.Post(Path, Golden.Read("applications/exemplary/questions.json"));

        Assert.Equal((200, "application/json"), (answer.Status, answer.MediaType));
        Assert.Equal("""{"valid":true}""", answer.Text);
    }

    [Fact]
    public async Task EveryFaultOfADocumentIsListed()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var answer = await scenario.Operator.Post(
            Path, Golden.Read("applications/exemplary/faulty-questions.json"));

        Assert.Equal((422, "application/json"), (answer.Status, answer.MediaType));
        Golden.Matches("applications/exemplary/faulty-questions-answer.json", answer.Text.Replace(
            "},{", "},\n{", StringComparison.Ordinal) + "\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("\"\\ud800\"")]
    public async Task WhatIsNoDocumentHasOneFault(string body)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var answer = (await scenario.Operator.Post(Path, body)).Expect(422);

        Assert.False((bool)answer["valid"]!);
        Assert.Equal("$", (string)answer["errors"]![0]!["path"]!);
    }

    [Fact]
    public async Task ADocumentThatIsTooLargeIsToldSoAndAnAbsurdOneIsNotRead()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var large = (await scenario.Operator.Post(Path, new string(' ', 2 << 20) + "[]")).Expect(422);
        var absurd = await scenario.Operator.Post(Path, new string(' ', 5 << 20));

        Assert.Equal("At most 1048576 bytes are allowed; this has 2097154.",
            (string)large["errors"]!.AsArray().Single()!["message"]!);
        Assert.Equal(413, absurd.Status);
    }

    [Fact]
    public async Task OnlyJsonFromAdvertisersIsChecked()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        using var form = new StringContent("[]", Encoding.UTF8, "application/x-www-form-urlencoded");
        var publisher = await (await scenario.NewPublisher()).LogIn();

        (await scenario.Operator.Send(HttpMethod.Post, Path, form)).ExpectProblem(415);
        (await publisher.Post(Path, "[]")).ExpectProblem(403);
        (await scenario.Send(HttpMethod.Post, Path, new StringContent("[]"))).ExpectProblem(401);
    }
}
