using System.Text.Json;
using Placard.Apply.Questions;

namespace Placard.Apply.Telling;

/// <summary>
/// Writes a question back as it was authored: only the authored keys, their values as they are, in the samples' order.
/// What is added: <c>correct</c> of every option (null when unset), and <c>required: null</c> of hierarchical children
/// that have none. Keys that are the advertiser's own come last.
/// </summary>
internal static class QuestionEcho
{
    private static readonly string[] Order =
    [
        "id", "type", "question", "text", "options", "hierarchicalOptions", "required", "format", "limit", "min", "max",
        "condition",
    ];

    private static readonly string[] OptionOrder = ["label", "value", "correct"];

    public static void Write(Utf8JsonWriter json, Question question)
    {
        var hasOptions = question.Options.Count > 0;
        json.WriteStartObject();
        foreach (var key in Order)
        {
            if (!question.Authored.TryGetProperty(key, out var value))
            {
                continue;
            }
            json.WritePropertyName(key);
            switch (key)
            {
                case "options" when hasOptions:
                    WriteOptions(json, value);
                    break;
                case "hierarchicalOptions" when question.Type == QuestionType.Hierarchical:
                    WriteChildren(json, value);
                    break;
                default:
                    value.WriteTo(json);
                    break;
            }
        }
        WriteOthers(json, question.Authored, Order);
        json.WriteEndObject();
    }

    private static void WriteChildren(Utf8JsonWriter json, JsonElement children)
    {
        json.WriteStartArray();
        foreach (var child in children.EnumerateArray())
        {
            WriteChild(json, child);
        }
        json.WriteEndArray();
    }

    private static void WriteChild(Utf8JsonWriter json, JsonElement child)
    {
        json.WriteStartObject();
        foreach (var key in Order)
        {
            if (child.TryGetProperty(key, out var value))
            {
                json.WritePropertyName(key);
                if (key == "options")
                {
                    WriteOptions(json, value);
                }
                else
                {
                    value.WriteTo(json);
                }
            }
            else if (key == "required")
            {
                json.WriteNull(key);
            }
        }
        WriteOthers(json, child, Order);
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, JsonElement options)
    {
        json.WriteStartArray();
        foreach (var option in options.EnumerateArray())
        {
            json.WriteStartObject();
            foreach (var key in OptionOrder)
            {
                json.WritePropertyName(key);
                if (option.TryGetProperty(key, out var value))
                {
                    value.WriteTo(json);
                }
                else
                {
                    json.WriteNullValue();
                }
            }
            WriteOthers(json, option, OptionOrder);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteOthers(Utf8JsonWriter json, JsonElement authored, string[] known)
    {
        foreach (var property in authored.EnumerateObject().Where(property => !known.Contains(property.Name)))
        {
            property.WriteTo(json);
        }
    }
}
