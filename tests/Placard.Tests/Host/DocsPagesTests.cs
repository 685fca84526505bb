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
    public async Task AFieldThatMayBeMissingMayBeNull()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var described = (await scenario.Get("/openapi/v5.json")).Expect(200).Json;

        var feed = Schema(described, "/v5/feeds/{id}", "get", "200")["properties"]!;
        Assert.Equal("integer", (string?)feed["id"]!["type"]);
        Assert.Equal(["null", "string"], Types(feed["clickIdParameter"]!));
        Assert.Equal(
            ["array", "integer", "null", "string"], Types(feed["jobFilters"]!["items"]!["properties"]!["value"]!));
        var campaigns = Schema(described, "/v5/campaigns", "get", "200")["properties"]!["content"]!["items"]!;
        Assert.Equal(["integer", "null"], Types(campaigns["properties"]!["dailyBudgetCents"]!));
    }

    [Fact]
    public async Task BodiesThatAreNotJsonAreDescribed()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var paths = (await scenario.Get("/openapi/v5.json")).Expect(200).Json["paths"]!;

        Assert.Equal(
            ["application/json", "application/x-ndjson", "text/csv"],
            Keys(paths["/v5/clicks"]!["get"]!["responses"]!["200"]!["content"]!));
        Assert.Equal(["text/csv"], Keys(paths["/v5/applications.csv"]!["get"]!["responses"]!["200"]!["content"]!));
        Assert.Equal(
            ["application/gzip", "application/xml"],
            Keys(paths["/v5/sources/{id}/imports"]!["post"]!["requestBody"]!["content"]!));
        Assert.Equal(
            ["application/json", "application/x-www-form-urlencoded"],
            Keys(paths["/v5/oauth2/token"]!["post"]!["requestBody"]!["content"]!));
        // Every answer with a body says which.
        var all = paths.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(one => (path.Key, Answers: one.Value!["responses"]!)));
        Assert.All(all, one => Assert.True(
            one.Answers["204"] != null || (one.Answers["200"] ?? one.Answers["201"])!["content"] != null, one.Key));
    }

    [Fact]
    public async Task AProblemMayNameAnyField()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var document = (await scenario.Get("/openapi/v5.json")).Expect(200).Json;

        var problem = document["components"]!["responses"]!["Problem"]!["content"]!["application/problem+json"]!;
        var errors = problem["schema"]!["properties"]!["errors"]!;
        Assert.Null(errors["properties"]);
        Assert.Equal("string", (string?)errors["additionalProperties"]!["items"]!["type"]);
    }

    [Fact]
    public async Task WhoeverTriesTheExamplesIsNotRefused()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var paths = (await scenario.Get("/openapi/v5.json")).Expect(200).Json["paths"]!;

        var customer = await Made("/v5/customers");
        await Made("/v5/customers/{id}/app-clients", customer);
        await Made("/v5/customers/{id}/webhooks", customer);
        var pool = await Made("/v5/customers/{id}/pools", customer);
        await Made("/v5/pools/{id}/sources", pool);
        var campaign = await Made("/v5/pools/{id}/campaigns", pool);
        await Made("/v5/campaigns/{id}/scheduling/one-time-budgets", campaign);
        await Made("/v5/campaigns/{id}/segments", campaign);
        var publisher = await Made("/v5/publishers");
        await Made("/v5/publishers/{id}/app-clients", publisher);
        await Made("/v5/publishers/{id}/feeds", publisher);

        async Task<string> Made(string path, string? id = null)
        {
            var body = paths[path]!["post"]!["requestBody"]!["content"]!["application/json"]!;
            var example = body["example"] ?? body["examples"]!["usual"]!["value"]!;
            var answer = await scenario.Operator.Post(path.Replace("{id}", id, StringComparison.Ordinal), example);
            return answer.Expect(201)["id"]!.ToString();
        }
    }

    [Fact]
    public async Task PartnersAreToldWhatComesWhereItIsNotJson()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var paths = (await scenario.Get("/openapi/partner.json")).Expect(200).Json["paths"]!;

        Assert.Equal(["application/xml"], TypesOf("/download", "get"));
        Assert.Equal(["application/json", "image/gif"], TypesOf("/conversion2.php", "get"));
        Assert.Equal(["text/html"], TypesOf("/closed/{jobId}", "get"));
        Assert.Equal(["text/html"], TypesOf("/apply/{jobId}", "get"));
        Assert.Equal(["text/html"], TypesOf("/apply/a/{secret}", "get"));
        Assert.Equal(
            ["application/x-www-form-urlencoded", "multipart/form-data"],
            Keys(paths["/apply/{jobId}"]!["post"]!["requestBody"]!["content"]!));

        IEnumerable<string> TypesOf(string path, string method) =>
            Keys(paths[path]![method]!["responses"]!["200"]!["content"]!);
    }

    [Fact]
    public async Task EachSpellingOfAClickHasItsOwnParameters()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var paths = (await scenario.Get("/openapi/partner.json")).Expect(200).Json["paths"]!;

        string[] common = ["job_loc", "rdr", "referrer", "spl", "t1", "t2", "t3"];
        Assert.Equal(["id", .. common], Parameters(paths["/click.php"]!["get"]!, "query"));
        Assert.Equal(
            ((string[])["job_id", "pub_id", .. common]).Order(), Parameters(paths["/click"]!["get"]!, "query"));
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

    private static JsonNode Schema(JsonNode described, string path, string method, string status) =>
        described["paths"]![path]![method]!["responses"]![status]!["content"]!["application/json"]!["schema"]!;

    private static IEnumerable<string> Types(JsonNode schema) =>
        schema["type"]!.AsArray().Select(type => (string)type!).Order();

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(entry => entry.Key).Order();

    private static IEnumerable<string> PathParameters(string path) =>
        path.Split('{').Skip(1).Select(part => part[..part.IndexOf('}', StringComparison.Ordinal)]).Order();

    private static IEnumerable<string> Parameters(JsonNode operation, string place) =>
        (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == place)
            .Select(parameter => (string)parameter!["name"]!).Order();
}
