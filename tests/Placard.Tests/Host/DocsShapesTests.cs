using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placard.Tests.Host;

/// <summary>What really goes over the wire is what the documents describe, field by field, in all its shapes.</summary>
public sealed class DocsShapesTests
{
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

    private static async Task<JsonNode> Paths(Scenario scenario)
    {
        var document = (await scenario.Get("/openapi/v5.json")).Expect(200).Json;
        return document["paths"]!;
    }

    private static void IsDescribed(JsonNode operation, string status, Answer answer) =>
        Assert.Empty(Undescribed(Schema(operation, status, answer.MediaType), answer.Json, ""));

    private static JsonNode Schema(JsonNode operation, string status, string type) =>
        operation["responses"]![status]!["content"]![type]!["schema"]!;

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
