using System.Globalization;
using System.Text.Json;

namespace Placard.Apply.Questions;

/// <summary>
/// Reads <c>hierarchicalOptions</c>: children in a flat list that hang on the root or on an earlier child by their
/// conditions, at most <see cref="QuestionLimits.Levels"/> levels deep. A child without a condition is asked whenever
/// the root was answered.
/// </summary>
internal sealed class HierarchyReader(
    QuestionKeys root,
    string? rootId,
    IReadOnlyList<QuestionOption> rootOptions,
    QuestionIds ids,
    QuestionFaults faults)
{
    private readonly Dictionary<string, IReadOnlyList<QuestionOption>> earlier = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> levels = new(StringComparer.Ordinal);

    /// <summary>The good children; faults are noted.</summary>
    public IReadOnlyList<ChildQuestion> Read()
    {
        if (root.Value("hierarchicalOptions") is not { } list)
        {
            root.Fault("hierarchicalOptions", "This key is needed.");
            return [];
        }
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > QuestionLimits.Questions)
        {
            root.Fault("hierarchicalOptions", string.Create(
                CultureInfo.InvariantCulture,
                $"This must be an array of 1 to {QuestionLimits.Questions} child questions."));
            return [];
        }
        if (rootId != null)
        {
            earlier[rootId] = rootOptions;
        }
        var children = new List<ChildQuestion>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (ReadChild(item, QuestionFaults.Item(root.PathOf("hierarchicalOptions"), index++)) is { } child)
            {
                children.Add(child);
            }
        }
        return children;
    }

    private ChildQuestion? ReadChild(JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "Each child must be an object.");
            return null;
        }
        var keys = new QuestionKeys(item, path, faults);
        var id = ids.Take(keys);
        CheckShape(keys);
        var options = QuestionOptions.Read(keys, faults);
        var condition = ids.Condition(keys, id, earlier);
        var child = new ChildQuestion(
            id ?? "", keys.Text("question", QuestionLimits.Text, lines: true) ?? "", options, keys.Flag("required"),
            condition, LevelOf(keys, condition))
        {
            Authored = item,
        };
        if (id != null)
        {
            earlier[id] = options;
            levels[id] = child.Level;
        }
        return child;
    }

    private static void CheckShape(QuestionKeys keys)
    {
        if (keys.Value("type") is { } type && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("select"u8)))
        {
            keys.Fault("type", "A child is answered by one of its options and has no type, or select.");
        }
        if (keys.Value("hierarchicalOptions") != null)
        {
            keys.Fault("hierarchicalOptions", "Children stand in one flat list below the root.");
        }
    }

    private int LevelOf(QuestionKeys keys, QuestionCondition? condition)
    {
        var level = condition == null ? 1 : levels.GetValueOrDefault(condition.Id) + 1;
        if (level > QuestionLimits.Levels)
        {
            keys.Fault("condition", string.Create(
                CultureInfo.InvariantCulture,
                $"Children may stand at most {QuestionLimits.Levels} levels below the root."));
        }
        return level;
    }
}
