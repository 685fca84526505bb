using System.Text.Json.Nodes;

namespace Placard.Tests.Host;

/// <summary>An integrator reads what the exchange offers, offline.</summary>
public sealed class DocsPagesTests
{
    [Theory]
    [InlineData("v5")]
    [InlineData("partner")]
    public async Task TheDocumentDescribesEveryOperationOnce(string document)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var described = (await scenario.Get($"/openapi/{document}.json")).Expect(200).Json.AsObject();

        var operations = described["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, Operation: operation.Value!)))
            .ToList();
        Assert.NotEmpty(operations);
        Assert.All(operations, entry =>
        {
            Assert.False(string.IsNullOrEmpty((string?)entry.Operation["summary"]), entry.Key);
            Assert.Equal(document == "v5", entry.Key.StartsWith("/v5/", StringComparison.Ordinal));
            Assert.Equal(PathParameters(entry.Key), Parameters(entry.Operation, "path"));
            Assert.DoesNotContain('.', (string)Assert.Single(entry.Operation["tags"]!.AsArray())!);
        });
        var ids = operations.Select(entry => (string)entry.Operation["operationId"]!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("v5", "/v5/clicks", "get")]
    [InlineData("v5", "/v5/app-clients/{id}", "delete")]
    [InlineData("partner", "/click.php", "get")]
    [InlineData("partner", "/v2/job/status", "post")]
    [InlineData("partner", "/download", "get")]
    public async Task EveryKindOfRouteIsDescribed(string document, string path, string method)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var described = (await scenario.Get($"/openapi/{document}.json")).Expect(200).Json;

        Assert.NotNull(described["paths"]![path]?[method]);
    }

    [Fact]
    public async Task AListShowsItsParametersAndEnvelope()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var described = (await scenario.Get("/openapi/v5.json")).Expect(200).Json;

        var list = described["paths"]!["/v5/customers"]!["get"]!;
        Assert.Equal(["page", "search", "size", "sort"], Parameters(list, "query"));
        var schema = list["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
        Assert.Equal("integer", (string?)schema["properties"]!["content"]!["items"]!["properties"]!["id"]!["type"]);
    }

    [Fact]
    public async Task ThePageNeedsNothingFromOutside()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var moved = (await scenario.Get("/docs")).Expect(301);
        Assert.Equal("docs/index.html", moved.Location);
        var page = (await scenario.Get("/docs/index.html")).Expect(200);

        Assert.DoesNotContain("://", page.Text, StringComparison.Ordinal);
        Assert.Contains("""<meta name="viewport" content="width=device-width""", page.Text, StringComparison.Ordinal);
        var script = (await scenario.Get("/docs/index.js")).Expect(200);
        Assert.Contains("/openapi/v5.json", script.Text, StringComparison.Ordinal);
        Assert.Contains("/openapi/partner.json", script.Text, StringComparison.Ordinal);
        (await scenario.Get("/docs/swagger-ui-bundle.js")).Expect(200);
        (await scenario.Get("/docs/swagger-ui.css")).Expect(200);
    }

    [Fact]
    public async Task TheBareAddressLeadsToThePage()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        Assert.Equal("docs/index.html", (await scenario.Get("/")).Expect(302).Location);
    }

    [Fact]
    public async Task ADocumentThatIsNotThereIsRefusedAsEverythingElse()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var answer = (await scenario.Get("/openapi/x.json")).Expect(404);

        Assert.Equal("""{"message":"There is nothing at this address."}""", answer.Text);
    }

    private static IEnumerable<string> PathParameters(string path) =>
        path.Split('{').Skip(1).Select(part => part[..part.IndexOf('}', StringComparison.Ordinal)]).Order();

    private static IEnumerable<string> Parameters(JsonNode operation, string place) =>
        (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == place)
            .Select(parameter => (string)parameter!["name"]!).Order();
}
