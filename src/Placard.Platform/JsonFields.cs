using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Placard.Kernel;

namespace Placard.Platform;

/// <summary>
/// A request's JSON object, read field by field. Each reader notes its fault and goes on, so that one answer lists
/// them all; fields nobody asked for are faults too. Finish with <see cref="Refused"/>.
/// </summary>
public sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<string>> errors = new(StringComparer.Ordinal);
    private readonly string path;

    private JsonFields(JsonElement root, string path)
    {
        this.path = path;
        foreach (var property in root.EnumerateObject())
        {
            if (!fields.TryAdd(property.Name, property.Value))
            {
                Fault(property.Name, "This field is given twice.");
            }
        }
    }

    /// <summary>Reads the body. An empty body counts as <c>{}</c>; anything but an object is refused.</summary>
    public static async Task<(JsonFields Fields, IResult? Refused)> Read(HttpContext context)
    {
        var request = context.Request;
        var typed = request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) ?? true;
        if (!typed && request.ContentLength is not 0)
        {
            return (Of(default), Refusal.Of(415, "Send the body as application/json."));
        }
        try
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
            if (buffer.Length == 0)
            {
                return (Of(default), null);
            }
            using var document = JsonDocument.Parse(buffer.ToArray());
            if (!IsUnicode(document.RootElement))
            {
                return (Of(default), Refusal.Of(
                    400, "The body has text that is not Unicode, such as half a surrogate pair."));
            }
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (Of(document.RootElement.Clone()), null)
                : (Of(default), Refusal.Of(400, "The body must be a JSON object."));
        }
        catch (JsonException fault)
        {
            return (Of(default), Refusal.Of(400,
                $"The body is not JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."));
        }
    }

    // JSON may spell half of a surrogate pair, or hold broken UTF-8 inside a string: the parser lets both pass and
    // throws when the text is read.
    private static bool IsUnicode(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(property =>
                    property.Name.Length >= 0 && IsUnicode(property.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsUnicode),
                JsonValueKind.String => element.GetString()!.Length >= 0,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The fields of an object; none for anything else.</summary>
    public static JsonFields Of(JsonElement root, string path = "") =>
        new(root.ValueKind == JsonValueKind.Object ? root : JsonDocument.Parse("{}").RootElement, path);

    /// <summary>Whether the field is there at all; an explicit null counts.</summary>
    public bool Has(string name)
    {
        asked.Add(name);
        return fields.ContainsKey(name);
    }

    /// <summary>The field as it came; undefined when it is missing.</summary>
    public JsonElement Raw(string name)
    {
        asked.Add(name);
        return fields.GetValueOrDefault(name);
    }

    /// <summary>Text, trimmed; null when missing or null and not required. Control characters are refused.</summary>
    public string? Text(string name, bool required = false, int max = 200, Regex? form = null, string? formText = null)
    {
        if (Value(name, required, JsonValueKind.String, "text") is not { } value)
        {
            return null;
        }
        var text = value.GetString()!.Trim();
        if (text.Length == 0 && required)
        {
            Fault(name, "This field must not be empty.");
        }
        else if (text.Length > max)
        {
            Fault(name, $"At most {max} characters are allowed; this has {text.Length}.");
        }
        else if (text.Any(char.IsControl) && !text.All(c => !char.IsControl(c) || c is '\n' or '\r' or '\t'))
        {
            Fault(name, "Control characters are not allowed.");
        }
        else if (form != null && !form.IsMatch(text))
        {
            Fault(name, formText ?? "This has not the expected form.");
        }
        return text;
    }

    /// <summary>A whole number within the range; null when missing or null and not required.</summary>
    public long? Whole(string name, long min, long max, bool required = false)
    {
        if (Value(name, required, JsonValueKind.Number, "a whole number") is not { } value)
        {
            return null;
        }
        if (!value.TryGetInt64(out var number))
        {
            Fault(name, "This must be a whole number.");
            return null;
        }
        if (number < min || number > max)
        {
            Fault(name, $"This must be between {min} and {max}.");
            return null;
        }
        return number;
    }

    /// <summary>True or false; null when missing or null.</summary>
    public bool? Flag(string name, bool required = false)
    {
        asked.Add(name);
        var value = fields.GetValueOrDefault(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Undefined or JsonValueKind.Null when !required:
                return null;
            default:
                Fault(name, "This must be true or false.");
                return null;
        }
    }

    /// <summary>One word of a closed list, in its exact spelling; null when missing or null and not required.</summary>
    public string? Word(string name, IReadOnlyCollection<string> words, bool required = false)
    {
        var text = Text(name, required, 100);
        if (text != null && !words.Contains(text, StringComparer.Ordinal) && !errors.ContainsKey(path + name))
        {
            Fault(name, $"This must be one of: {string.Join(", ", words)}.");
            return null;
        }
        return text;
    }

    /// <summary>A date <c>YYYY-MM-DD</c> that calendars can count with.</summary>
    public DateOnly? Date(string name, bool required = false)
    {
        var text = Text(name, required, 10);
        if (text == null)
        {
            return null;
        }
        if (!DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            Fault(name, "This must be a date, YYYY-MM-DD.");
            return null;
        }
        if (date < ExchangeCalendar.FirstDay || date > ExchangeCalendar.LastDay)
        {
            var (first, last) = (ExchangeCalendar.FirstDay, ExchangeCalendar.LastDay);
            Fault(name, string.Create(
                CultureInfo.InvariantCulture, $"This must be between {first:yyyy-MM-dd} and {last:yyyy-MM-dd}."));
            return null;
        }
        return date;
    }

    /// <summary>
    /// An absolute http or https address of at most 2,048 characters; null when it is missing, null or empty.
    /// </summary>
    public string? Address(string name, bool required = false, bool httpAllowed = true)
    {
        var text = Text(name, required, 2048);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0
            || !(uri.Scheme == Uri.UriSchemeHttps || (httpAllowed && uri.Scheme == Uri.UriSchemeHttp)))
        {
            Fault(name, $"This must be an absolute {(httpAllowed ? "http or https" : "https")} address.");
        }
        else if (WebHosts.InAscii(uri) == null)
        {
            Fault(name, "This host's name cannot be looked up.");
            // Null, so that nobody goes on to look at that host and adds a second reason.
            return null;
        }
        return text;
    }

    /// <summary>A list of texts; null when missing or null.</summary>
    public IReadOnlyList<string>? Texts(string name, int most = 100, int max = 200)
    {
        if (Value(name, false, JsonValueKind.Array, "a list of texts") is not { } value)
        {
            return null;
        }
        var texts = value.EnumerateArray().ToList();
        if (texts.Count > most
            || texts.Any(text => text.ValueKind != JsonValueKind.String || text.GetString()!.Length > max))
        {
            Fault(name, $"This must be a list of at most {most} texts of at most {max} characters.");
            return null;
        }
        return [.. texts.Select(text => text.GetString()!.Trim())];
    }

    /// <summary>Notes a fault of a field.</summary>
    public void Fault(string name, string text)
    {
        asked.Add(name);
        if (!errors.TryGetValue(path + name, out var texts))
        {
            errors[path + name] = texts = [];
        }
        texts.Add(text);
    }

    /// <summary>Takes over the faults of a part that was read with <see cref="Of"/> and a path.</summary>
    public void Adopt(JsonFields part)
    {
        part.NoteUnknown();
        foreach (var (field, texts) in part.errors)
        {
            foreach (var text in texts)
            {
                Fault(field[path.Length..], text);
            }
        }
    }

    /// <summary>The 422 that lists every fault, unknown fields included; null when there is none.</summary>
    public IResult? Refused()
    {
        NoteUnknown();
        return errors.Count == 0 ? null : Refusal.Invalid(errors.ToDictionary(StringComparer.Ordinal));
    }

    private void NoteUnknown()
    {
        foreach (var name in fields.Keys.Where(name => !asked.Contains(name)).ToList())
        {
            Fault(name, "This field is not known here.");
        }
    }

    private JsonElement? Value(string name, bool required, JsonValueKind kind, string what)
    {
        asked.Add(name);
        var value = fields.GetValueOrDefault(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            if (required)
            {
                Fault(name, "This field is required.");
            }
            return null;
        }
        if (value.ValueKind == kind)
        {
            return value;
        }
        Fault(name, $"This must be {what}.");
        return null;
    }
}
