using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Dispositions;

/// <summary>
/// Requests and answers byte for byte, from files. <c>exemplary</c> holds the seed's examples, which the contract page
/// shows; <c>supplemental</c> the ugly cases, the seed's own error examples among them.
/// </summary>
public sealed class DispositionAnswersTests
{
    private const string Root = "disposition";

    public static TheoryData<string, string> Cases => [..
        from engine in (string[])[StorageEngine.Sqlite, StorageEngine.Postgres]
        where StorageEngine.Chosen(engine)
        from file in Directory.GetFiles(RepositoryRoot.At("tests", "golden", Root), "*.request.json",
            SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let name = Path.GetFileName(Path.GetDirectoryName(file)) + "/" + Path.GetFileName(file).Split('.')[0]
        select new TheoryDataRow<string, string>(engine, name)];

    [Theory, MemberData(nameof(Cases))]
    public async Task TheAnswerIsTheDocumentedOne(string engine, string name)
    {
        var scenario = await Scenario.OnShared(engine);

        var answer = await scenario.SendDispositions(Golden.Read($"{Root}/{name}.request.json"));

        Assert.Equal("application/json", answer.MediaType);
        JsonNode.Parse(answer.Body);
        Golden.Matches($"{Root}/{name}.response.txt", $"{answer.Status}\n{answer.Text}\n");
    }

    // The seed prints its answers with line breaks; what a partner's parser sees must be the same.
    [Theory]
    [InlineData("exemplary/single-event", 200, """{ "success": true }""")]
    [InlineData("exemplary/ten-events", 200, """{ "num_succeeded_events": 10 }""")]
    [InlineData("supplemental/seed-single-validation-error", 400, SingleError)]
    [InlineData("supplemental/seed-partial-failure", 400,
        $$"""{ "num_succeeded_events": 8, "failed_events": [ {{SingleError}} ] }""")]
    public void TheFilesSayWhatTheSeedSays(string name, int status, string seed)
    {
        var lines = Golden.Read($"{Root}/{name}.response.txt").Split('\n');

        Assert.Equal(status.ToString(CultureInfo.InvariantCulture), lines[0]);
        Assert.Equal(JsonNode.Parse(seed)!.ToJsonString(), lines[1]);
    }

    [Theory]
    [InlineData("exemplary/single-event.request.json", 0)]
    [InlineData("exemplary/single-event.response.txt", 1)]
    [InlineData("exemplary/multiple-events.request.json", 0)]
    [InlineData("exemplary/multiple-events.response.txt", 1)]
    [InlineData("supplemental/seed-single-validation-error.response.txt", 1)]
    [InlineData("supplemental/seed-partial-failure.response.txt", 1)]
    public void TheContractPageShowsTheFiles(string file, int fromLine)
    {
        var shown = string.Join('\n', Golden.Read($"{Root}/{file}").Split('\n').Skip(fromLine));

        var page = File.ReadAllText(RepositoryRoot.At("docs", "contract", "dispositions.md"));

        Assert.Contains(shown, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyOfMoreThanAMebibyteIsRefused()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        using var announced = new ByteArrayContent(new byte[(1 << 20) + 1]);
        using var unannounced = new StreamContent(new MemoryStream(new byte[(1 << 20) + 1]));
        unannounced.Headers.ContentLength = null;

        foreach (var body in (HttpContent[])[announced, unannounced])
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/disposition/v1/events") { Content = body };
            message.Headers.TransferEncodingChunked = body == unannounced;
            var answer = (await scenario.Send(message)).Expect(413);
            Assert.NotEmpty((string)answer["message"]!);
        }
    }

    [Fact]
    public async Task ABodyOfExactlyAMebibyteIsRead()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var body = "{}".PadRight(1 << 20);

        var answer = (await scenario.SendDispositions(body)).Expect(400);

        Assert.Equal("Validation failed", (string?)answer["message"]);
    }

    [Fact]
    public async Task ABodyThatDoesNotTellItsLengthIsReadWhole()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var json = Golden.Read($"{Root}/exemplary/single-event.request.json").PadLeft(300_000);
        using var body = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        body.Headers.ContentLength = null;
        using var message = new HttpRequestMessage(HttpMethod.Post, "/disposition/v1/events") { Content = body };
        message.Headers.TransferEncodingChunked = true;

        Assert.Equal("""{"success":true}""", (await scenario.Send(message)).Expect(200).Text);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task TheBodysTypeDoesNotMatter(string? type)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        using var body = new ByteArrayContent(
            Encoding.UTF8.GetBytes(Golden.Read($"{Root}/exemplary/single-event.request.json")));
        body.Headers.ContentType = type == null ? null : new(type);

        Assert.Equal("""{"success":true}""",
            (await scenario.Send(HttpMethod.Post, "/disposition/v1/events", body)).Expect(200).Text);
    }

    [Fact]
    public async Task OtherMethodsAreRefused()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        (await scenario.Get("/disposition/v1/events")).Expect(405);
        (await scenario.Send(HttpMethod.Put, "/disposition/v1/events")).Expect(405);
    }

    private const string SingleError =
        """
        { "message": "Validation failed", "tlr_sid": "9dc3d611-e014-4ddb-a87f-d36e3e10a813", "errors": [
            { "message": "This value should not be null.", "field": "event", "value": null } ] }
        """;
}
