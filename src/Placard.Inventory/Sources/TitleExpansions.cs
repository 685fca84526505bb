using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Placard.Platform;

namespace Placard.Inventory.Sources;

/// <summary>
/// A source's rule to advertise one fed job under further titles: <c>[{"title": …, "titles": […]}]</c>. Titles match
/// whole, in any case. Our own option: the partner contract names title expansions but no rule for them.
/// </summary>
internal sealed class TitleExpansions
{
    public const int MostRules = 200;
    public const int MostTitlesEach = 10;
    private const int TitleLength = 500;

    private readonly FrozenDictionary<string, string[]> titlesByTitle;

    private TitleExpansions(IEnumerable<KeyValuePair<string, string[]>> rules) =>
        titlesByTitle = rules.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The further titles of a job of this title; mostly none.</summary>
    public IReadOnlyList<string> Of(string title) =>
        titlesByTitle.Count == 0 ? [] : titlesByTitle.GetValueOrDefault(title.Trim(), []);

    /// <summary>Reads what <see cref="Read"/> stored.</summary>
    public static TitleExpansions Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new TitleExpansions(document.RootElement.EnumerateArray().Select(rule => KeyValuePair.Create(
            rule.GetProperty("title").GetString()!,
            rule.GetProperty("titles").EnumerateArray().Select(title => title.GetString()!).ToArray())).ToList());
    }

    /// <summary>The field as JSON to store, every fault noted; <c>[]</c> when it is missing or null.</summary>
    public static string Read(JsonFields fields)
    {
        const string name = "titleExpansions";
        var value = fields.Raw(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return "[]";
        }
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostRules)
        {
            fields.Fault(name, $"This must be a list of at most {MostRules} objects {{title, titles}}.");
            return "[]";
        }
        var rules = new JsonArray();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (element, index) in value.EnumerateArray().Select((element, index) => (element, index)))
        {
            rules.Add(ReadRule(fields, element, $"{name}[{index}].", seen));
        }
        return rules.ToJsonString(Wire.Options);
    }

    private static JsonNode? ReadRule(JsonFields fields, JsonElement element, string path, HashSet<string> seen)
    {
        var rule = JsonFields.Of(element, path);
        var title = rule.Text("title", required: true, max: TitleLength);
        var titles = rule.Texts("titles", MostTitlesEach, TitleLength);
        if (titles == null || titles.Count == 0 || titles.Any(one => one.Length == 0 || one.Any(char.IsControl)))
        {
            rule.Fault("titles", $"This must be a list of 1 to {MostTitlesEach} titles.");
        }
        // Each would be one more job under a title that is advertised already.
        else if (titles.Append(title ?? "").Distinct(StringComparer.OrdinalIgnoreCase).Count() <= titles.Count)
        {
            rule.Fault("titles", "No title may stand here twice, nor the one that is expanded.");
        }
        if (title != null && !seen.Add(title))
        {
            rule.Fault("title", "There is a rule for this title already.");
        }
        fields.Adopt(rule);
        return titles == null ? null : new JsonObject
        {
            ["title"] = title,
            ["titles"] = new JsonArray([.. titles.Select(one => (JsonNode)one)]),
        };
    }
}
