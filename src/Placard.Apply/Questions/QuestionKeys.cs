using System.Globalization;
using System.Text.Json;

namespace Placard.Apply.Questions;

/// <summary>
/// The keys of one object of a document, read one by one; each reader notes its fault and goes on. Keys nobody asks for
/// are the advertiser's own: they mean nothing here and come back in the echo.
/// </summary>
internal sealed class QuestionKeys
{
    private readonly Dictionary<string, JsonElement> keys = new(StringComparer.Ordinal);
    private readonly QuestionFaults faults;

    /// <param name="element">An object.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="faults">Where its faults go.</param>
    public QuestionKeys(JsonElement element, string path, QuestionFaults faults)
    {
        this.faults = faults;
        Path = path;
        foreach (var property in element.EnumerateObject())
        {
            if (QuestionFaults.TryName(property, out var name) && !keys.TryAdd(name, property.Value))
            {
                Fault(name, "This key is given twice.");
            }
        }
    }

    /// <summary>
    /// The value of a key of an object, undefined where it is missing. Unlike the parser's own look-up this passes over
    /// keys that spell half of a character.
    /// </summary>
    public static JsonElement Last(JsonElement element, string key) => element.EnumerateObject()
        .LastOrDefault(property => QuestionFaults.TryName(property, out var name) && name == key).Value;

    public string Path { get; }

    public string PathOf(string key) => $"{Path}.{key}";

    public void Fault(string key, string message) => faults.Add(PathOf(key), message);

    /// <summary>The value; null where it is missing or JSON's null.</summary>
    public JsonElement? Value(string key) =>
        keys.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text that is needed and not blank; null after a fault.</summary>
    public string? Text(string key, int most, bool lines = false)
    {
        if (Value(key) is not { } value)
        {
            Fault(key, "This key is needed.");
            return null;
        }
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(key, "This must be a text.");
            return null;
        }
        if (!QuestionFaults.TryText(value, out var text))
        {
            return null; // Noted before.
        }
        var fault = FaultOf(text, most, lines);
        if (fault != null)
        {
            Fault(key, fault);
        }
        return fault == null ? text : null;
    }

    /// <summary>True or false; null where it is missing or null, and after a fault.</summary>
    public bool? Flag(string key)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }
        Fault(key, "This must be true, false or null.");
        return null;
    }

    /// <summary>A number, or a text that holds one, as text; null where it is missing, null or an empty text.</summary>
    public string? NumberText(string key)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetRawText();
        }
        if (value.ValueKind == JsonValueKind.String)
        {
            return QuestionFaults.TryText(value, out var text) && text.Trim() is { Length: > 0 } trimmed
                ? trimmed
                : null;
        }
        Fault(key, "This must be a text or a number.");
        return null;
    }

    private static string? FaultOf(string text, int most, bool lines)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "This must not be empty.";
        }
        if (text.Length > most)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"At most {most} characters are allowed; this has {text.Length}.");
        }
        return AnswerRules.IsPlain(lines ? text.ReplaceLineEndings("\n") : text, lines)
            ? null
            : "Control characters are not allowed.";
    }
}
