using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placard.Tests.Host;

/// <summary>What really goes over the wire is what the documents describe, field by field, in all its shapes.</summary>
public sealed class DocsShapesTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task ATokenIsDescribedInBothSpellings()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var token = (await Paths(scenario))["/v5/oauth2/token"]!["post"]!;
        var (id, secret) = await scenario.Exchange.OperatorCredentials();

        var asked = Fields(token["requestBody"]!["content"]![Form]!["schema"]!);
        Assert.Equal(["client_id", "client_secret", "grant_type", "scope"], asked);
        var credentials = $"client_id={id}&client_secret={secret}";
        var granted = await Ask(Form, $"grant_type=client_credentials&{credentials}");
        var refused = await Ask(Form, $"grant_type=password&{credentials}");
        var problem = await Ask("application/json", """{"grantType":"CLIENT_CREDENTIALS"}""");

        IsDescribed(token, "200", granted.Expect(200));
        Assert.NotNull(granted["access_token"]);
        IsDescribed(token, "default", refused.Expect(400));
        Assert.NotNull(refused["error_description"]);
        IsDescribed(token, "default", problem.ExpectProblem(401));

        async Task<Answer> Ask(string type, string body)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/v5/oauth2/token")
            {
                Content = new StringContent(body, new MediaTypeHeaderValue(type)),
            };
            return await scenario.Send(message);
        }
    }

    [Fact]
    public async Task AFeedIsDescribedWithEitherPricing()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var paths = await Paths(scenario);
        var publisher = await scenario.NewPublisher();
        var created = paths["/v5/publishers/{id}/feeds"]!["post"]!;
        var asked = created["requestBody"]!["content"]!["application/json"]!;
        var shown = paths["/v5/feeds/{id}"]!;
        var changes = shown["patch"]!["requestBody"]!["content"]!["application/json"]!;

        string[] either = ["cpcCents", "model", "sharePercent"];
        Assert.Equal(either, Fields(asked["schema"]!["properties"]!["pricing"]!));
        Assert.Equal(either, Fields(changes["schema"]!["properties"]!["pricing"]!));
        foreach (var (name, example) in asked["examples"]!.AsObject())
        {
            var feed = (await scenario.Operator.Post($"/v5/publishers/{publisher.Id}/feeds", example!["value"]!))
                .Expect(201);
            Assert.Equal(name == "flat" ? "FLAT" : "DYNAMIC", (string?)feed["pricing"]!["model"]);
            IsDescribed(created, "201", feed);
            IsDescribed(shown["get"]!, "200", (await scenario.Operator.Get($"/v5/feeds/{feed["id"]}")).Expect(200));
            foreach (var (_, change) in changes["examples"]!.AsObject())
            {
                var changed = await scenario.Operator.Patch($"/v5/feeds/{feed["id"]}", change!["value"]!);
                IsDescribed(shown["patch"]!, "200", changed.Expect(200));
            }
        }
        var listed = (await scenario.Operator.Get($"/v5/feeds?search=publisherId={publisher.Id}")).Expect(200);
        IsDescribed(paths["/v5/feeds"]!["get"]!, "200", listed);
    }

    [Fact]
    public async Task AJobIsDescribedWithEverythingThatCanBeFed()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml().Job("full",
            ("cpc", "1.25"), ("cpa", "15"), ("salary", "$30 per hour"), ("education", "Degree"),
            ("experience", "2 years"), ("email", "jobs@acme.example"), ("logo_url", "https://acme.example/logo.png"),
            ("country", "US"), ("remotetype", "onsite"), ("advertiser_id", "a-7"), ("campaign_id", "spring"),
            ("streetaddress", "1 Main St"), ("benefits", """["Dental","401k"]"""));
        await advertiser.Import(feed.ToString().Replace("</job>",
            """
            <talroo_apply><postUrl>https://acme.example/hire</postUrl><addressCollection>optional</addressCollection>
            <resume_required>true</resume_required></talroo_apply></job>
            """, StringComparison.Ordinal));
        var jobId = Assert.Single(await advertiser.Jobs())["jobId"];

        var job = (await scenario.Operator.Get($"/v5/jobs/{jobId}")).Expect(200);

        Assert.NotNull(job["apply"]!["postUrl"]);
        IsDescribed((await Paths(scenario))["/v5/jobs/{jobId}"]!["get"]!, "200", job);
    }

    [Theory]
    [InlineData("started")]
    [InlineData("completed")]
    [InlineData("completed-plain")]
    public async Task AnEventIsDescribedWithItsData(string golden)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var events = (await Paths(scenario))["/v5/events"]!["get"]!;
        var sent = JsonNode.Parse(Golden.Read($"applications/exemplary/{golden}.json"));

        var schema = Schema(events, "200", "application/json")["properties"]!["events"]!["items"]!;

        Assert.Empty(Undescribed(schema, sent, ""));
        var fields = schema["properties"]!["data"]!["properties"]!.AsObject().Select(field => field.Key);
        Assert.Contains("questionsAndAnswers", fields);
    }

    [Fact]
    public async Task AnAnswerToAQuestionMayBeAnything()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var one = (await Paths(scenario))["/v5/applications/{tlrApplicationId}"]!["get"]!;

        var fields = Schema(one, "200", "application/json")["properties"]!;
        Assert.Null(fields["questionsAndAnswers"]!["items"]!["properties"]!["answer"]!["type"]);
    }

    [Fact]
    public async Task PagesAreOfferedWhereThereArePages()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        var paths = await Paths(scenario);

        Assert.EndsWith("Of JSON only.", Sentence("/v5/clicks", "page"), StringComparison.Ordinal);
        Assert.EndsWith("Of JSON only.", Sentence("/v5/clicks", "size"), StringComparison.Ordinal);
        Assert.DoesNotContain("JSON", Sentence("/v5/jobs", "page"), StringComparison.Ordinal);
        string[] whole = ["/v5/applications.csv", "/v5/applications.xlsx", "/v5/applications/resumes.zip"];
        Assert.All(whole, path => Assert.Equal(["search", "sort"], Parameters(path).Select(Name).Order()));

        IEnumerable<JsonNode?> Parameters(string path) => paths[path]!["get"]!["parameters"]!.AsArray();
        string Sentence(string path, string name) =>
            (string)Parameters(path).Single(parameter => Name(parameter) == name)!["description"]!;
        static string Name(JsonNode? parameter) => (string)parameter!["name"]!;
    }

    private static async Task<JsonNode> Paths(Scenario scenario)
    {
        var document = (await scenario.Get("/openapi/v5.json")).Expect(200).Json;
        return document["paths"]!;
    }

    private static void IsDescribed(JsonNode operation, string status, Answer answer) =>
        Assert.Empty(Undescribed(Schema(operation, status, answer.MediaType), answer.Json, ""));

    private static JsonNode Schema(JsonNode operation, string status, string type) =>
        operation["responses"]![status]!["content"]![type]!["schema"]!;

    private static IEnumerable<string> Fields(JsonNode schema) =>
        schema["properties"]!.AsObject().Select(field => field.Key).Order();

    // What of the value the schema does not know, as paths; a schema without a type takes everything.
    private static IEnumerable<string> Undescribed(JsonNode schema, JsonNode? value, string at)
    {
        string[] types = schema["type"] switch
        {
            null => [],
            JsonArray several => [.. several.Select(type => (string)type!)],
            var one => [(string)one!],
        };
        if (types.Length == 0)
        {
            return [];
        }
        if (!types.Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && types.Contains("number")))
        {
            return [$"{at} is {TypeOf(value)}, not {string.Join(" or ", types)}"];
        }
        return value switch
        {
            JsonArray items => items.SelectMany(item => Undescribed(schema["items"]!, item, $"{at}[]")),
            JsonObject fields when schema["properties"] is JsonObject known => fields.SelectMany(
                field => known[field.Key] is { } described
                    ? Undescribed(described, field.Value, $"{at}.{field.Key}")
                    : [$"{at}.{field.Key}"]),
            _ => [],
        };
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.AsValue().TryGetValue<long>(out _) ? "integer" : "number",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
