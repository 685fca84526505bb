using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Placard.Host.Docs;

/// <summary>
/// Schemas read off examples: handlers read and write JSON by hand, so the example is the one thing that both the
/// document and a test can hold them to.
/// </summary>
internal static class ExampleSchema
{
    /// <summary>The content of a body by its media type: JSON, XML or plain text, as the example looks.</summary>
    public static Dictionary<string, OpenApiMediaType> ContentOf(string example, string json = "application/json")
    {
        if (Parse(example) is { } node)
        {
            return new() { [json] = new OpenApiMediaType { Schema = Of(node), Example = node } };
        }
        var mediaType = example.StartsWith('<') ? "application/xml" : "text/plain";
        return new()
        {
            [mediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create(example),
            },
        };
    }

    /// <summary>The example as JSON; null when it is something else.</summary>
    public static JsonNode? Parse(string example)
    {
        try
        {
            return JsonNode.Parse(example);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static OpenApiSchema Of(JsonNode? node) => node switch
    {
        JsonObject fields => new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = fields.ToDictionary(
                field => field.Key, field => (IOpenApiSchema)Of(field.Value), StringComparer.Ordinal),
        },
        JsonArray items => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = items.Count == 0 ? new OpenApiSchema() : Of(items[0]),
        },
        null => new OpenApiSchema(),
        _ => Scalar(node),
    };

    private static OpenApiSchema Scalar(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        JsonValueKind.Number when node.AsValue().TryGetValue<long>(out _) =>
            new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        JsonValueKind.Number => new OpenApiSchema { Type = JsonSchemaType.Number },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
