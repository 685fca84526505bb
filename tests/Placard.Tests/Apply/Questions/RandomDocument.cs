using System.Text.Json.Nodes;
using Placard.Apply.Questions;

namespace Placard.Tests.Apply.Questions;

/// <summary>Questions documents of every type at random, all of them right, and careless answers to them.</summary>
internal static class RandomDocument
{
    private static readonly string[] Types =
    [
        "text", "textarea", "select", "multiselect", "date", "file", "hierarchical", "information", "pagebreak",
    ];

    private static readonly string[] Entered =
    [
        "", " ", "1", "2", "0", "x", "-3", "2.5", "2026-01-31", "0000-00-00", "line\r\nline", "\0", "😀", "\uD800",
        "999999",
    ];

    public static string Write(Random random)
    {
        var named = new List<(string Id, int Options)>();
        var document = new JsonArray();
        var count = random.Next(12);
        for (var i = 0; i < count; i++)
        {
            document.Add(Entry($"q {i}?", Types[random.Next(Types.Length)], named, random));
        }
        return document.ToJsonString();
    }

    public static PostedPage Post(IReadOnlyList<Question> page, Random random)
    {
        var files = page.Where(_ => random.Next(4) == 0)
            .ToDictionary(question => question.Id, _ => (long)random.Next(5));
        var values = page.SelectMany(question => question.Children.Select(child => child.Id).Prepend(question.Id))
            .Where(_ => random.Next(5) > 0)
            .ToDictionary(id => id, _ => Enumerable.Range(0, random.Next(1, 3))
                .Select(_ => Entered[random.Next(Entered.Length)]).ToList());
        return new PostedPage(id => values.TryGetValue(id, out var sent) ? sent : [], files);
    }

    private static JsonObject Entry(string id, string type, List<(string Id, int Options)> named, Random random)
    {
        var entry = new JsonObject { ["id"] = id, ["type"] = type };
        entry[type == "information" ? "text" : "question"] = "What about <b>this</b>?";
        if (random.Next(3) > 0)
        {
            entry["required"] = random.Next(3) switch { 0 => null, 1 => true, _ => false };
        }
        if (named.Count > 0 && random.Next(2) == 0)
        {
            entry["condition"] = Condition(named[random.Next(named.Count)], random);
        }
        if (type is "select" or "multiselect" or "hierarchical")
        {
            var options = random.Next(1, 4);
            entry["options"] = Options(options, random);
            if (type == "hierarchical")
            {
                entry["hierarchicalOptions"] = Children(id, options, named, random);
            }
            named.Add((id, options));
        }
        else if (type == "text" && random.Next(2) == 0)
        {
            entry["format"] = new[] { "integer", "decimal", "numeric_text" }[random.Next(3)];
            entry["min"] = random.Next(2) == 0 ? "1" : 1;
            entry["limit"] = random.Next(1, 9);
        }
        return entry;
    }

    private static JsonArray Children(
        string root, int options, List<(string Id, int Options)> named, Random random)
    {
        var above = new List<(string Id, int Options, int Level)> { (root, options, 0) };
        var children = new JsonArray();
        var count = random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            var parents = above.Where(parent => parent.Level < QuestionLimits.Levels).ToList();
            var (id, parentOptions, level) = parents[random.Next(parents.Count)];
            var mine = random.Next(1, 4);
            children.Add(new JsonObject
            {
                ["id"] = $"{root} {i}",
                ["question"] = "And this?",
                ["options"] = Options(mine, random),
                ["condition"] = Condition((id, parentOptions), random),
            });
            above.Add(($"{root} {i}", mine, level + 1));
            named.Add(($"{root} {i}", mine));
        }
        return children;
    }

    private static JsonArray Options(int count, Random random) =>
    [
        .. Enumerable.Range(0, count).Select(value =>
        {
            var option = new JsonObject
            {
                ["label"] = $"Number {value}",
                ["value"] = value.ToString(CultureInfo.InvariantCulture),
            };
            if (random.Next(3) == 0)
            {
                option["correct"] = random.Next(2) == 0;
            }
            return (JsonNode)option;
        }),
    ];

    private static JsonObject Condition((string Id, int Options) on, Random random) => new()
    {
        ["id"] = on.Id,
        ["value"] = random.Next(on.Options).ToString(CultureInfo.InvariantCulture),
    };
}
