using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Placard.Host.Docs;

/// <summary>
/// Schemas read off examples: handlers read and write JSON by hand, so the example is the one thing that both the
/// document and a test can hold them to. A field without a value is null on the wire, so every field may be, but for
/// those that always have one.
/// </summary>
internal static class ExampleSchema
{
    private static readonly string[] NeverNull = ["id", "size", "number", "totalPages", "totalElements", "content"];

    /// <summary>
    /// The content of a body by its media type: JSON, XML or plain text, as the example looks. The fields of what is
    /// called <paramref name="map"/> may have any name.
    /// </summary>
    public static Dictionary<string, OpenApiMediaType> ContentOf(
        string example, string json = "application/json", string? map = null)
    {
        if (Parse(example) is { } node)
        {
            var schema = Of(node);
            if (map != null && schema.Properties?[map] is OpenApiSchema { Properties: { } named } open)
            {
                (open.AdditionalProperties, open.Properties) = (named.Values.First(), null);
            }
            return new() { [json] = new OpenApiMediaType { Schema = schema, Example = node } };
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

    /// <summary>Adds a JSON example under its name to those of its media type; its fields join the schema's.</summary>
    public static void Add(
        IDictionary<string, OpenApiMediaType> content, string name, string example, string mediaType)
    {
        var added = ContentOf(example, mediaType)[mediaType];
        if (!content.TryGetValue(mediaType, out var known))
        {
            content[mediaType] = added;
            return;
        }
        known.Schema = Either((OpenApiSchema)known.Schema!, (OpenApiSchema)added.Schema!);
        known.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal)
        {
            ["usual"] = new OpenApiExample { Value = known.Example },
        };
        // One or many: OpenAPI takes either.
        known.Example = null;
        known.Examples[name] = new OpenApiExample { Value = added.Example };
    }

    private static Dictionary<string, IOpenApiSchema> NoProperties { get; } = [];

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
                field => field.Key, field => (IOpenApiSchema)Field(field.Key, field.Value), StringComparer.Ordinal),
        },
        JsonArray items => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = items.Count == 0 ? new OpenApiSchema() : items.Select(Of).Aggregate(Either),
        },
        null => new OpenApiSchema(),
        _ => Scalar(node),
    };

    private static OpenApiSchema Field(string name, JsonNode? value)
    {
        var schema = Of(value);
        if (schema.Type is { } type && !NeverNull.Contains(name, StringComparer.Ordinal))
        {
            schema.Type = type | JsonSchemaType.Null;
        }
        return schema;
    }

    // Entries of one list may differ: a filter's value is a text, a number or a list.
    private static OpenApiSchema Either(OpenApiSchema one, OpenApiSchema other)
    {
        if (one.Type is not { } type || other.Type is not { } otherType)
        {
            return new OpenApiSchema();
        }
        var properties = new Dictionary<string, IOpenApiSchema>(one.Properties ?? NoProperties, StringComparer.Ordinal);
        foreach (var (name, schema) in other.Properties ?? NoProperties)
        {
            properties[name] = properties.TryGetValue(name, out var known)
                ? Either((OpenApiSchema)known, (OpenApiSchema)schema)
                : schema;
        }
        return new OpenApiSchema
        {
            Type = type | otherType,
            Format = one.Format == other.Format ? one.Format : null,
            Items = one.Items ?? other.Items,
            Properties = properties.Count == 0 ? null : properties,
        };
    }

    private static OpenApiSchema Scalar(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        JsonValueKind.Number when node.AsValue().TryGetValue<long>(out _) =>
            new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        JsonValueKind.Number => new OpenApiSchema { Type = JsonSchemaType.Number },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
