using System.Text.Json;

namespace Placard.Apply.Questions;

/// <summary>
/// The ids of a document: each once, fit to name a form's field, and conditions only on what was asked before. So
/// there are no circles, and one pass in order decides what is due.
/// </summary>
internal sealed class QuestionIds(QuestionFaults faults)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<QuestionOption>> known = new(StringComparer.Ordinal);

    /// <summary>Notes every id, so that a condition that looks ahead can be told from a wrong one.</summary>
    public void NoteAll(JsonElement root)
    {
        foreach (var entry in Objects(root))
        {
            Note(entry);
            foreach (var child in Objects(QuestionKeys.Last(entry, "hierarchicalOptions")))
            {
                Note(child);
            }
        }
    }

    /// <summary>The id of a question or child; null after a fault.</summary>
    public string? Take(QuestionKeys keys)
    {
        if (keys.Text("id", QuestionLimits.Id) is not { } id)
        {
            return null;
        }
        if (FaultOf(id) is { } fault)
        {
            keys.Fault("id", fault);
            return null;
        }
        if (!taken.Add(id))
        {
            keys.Fault("id", "Another question has this id.");
            return null;
        }
        return id;
    }

    /// <summary>From here on conditions may name this question and its children.</summary>
    public void Know(Question question)
    {
        known.TryAdd(question.Id, question.Options);
        foreach (var child in question.Children)
        {
            known.TryAdd(child.Id, child.Options);
        }
    }

    /// <summary>A top-level question's condition; null where there is none, and after a fault.</summary>
    public QuestionCondition? Condition(QuestionKeys keys, string? id) => Condition(keys, id, known);

    /// <summary>
    /// A condition on one of <paramref name="earlier"/>; null where there is none, and after a fault.
    /// </summary>
    public QuestionCondition? Condition(
        QuestionKeys keys, string? id, IReadOnlyDictionary<string, IReadOnlyList<QuestionOption>> earlier)
    {
        if (keys.Value("condition") is not { } value)
        {
            return null;
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            keys.Fault("condition", "This must be an object with id and value.");
            return null;
        }
        var inner = new QuestionKeys(value, keys.PathOf("condition"), faults);
        var named = inner.Text("id", QuestionLimits.Id);
        var wanted = inner.Text("value", QuestionLimits.Label);
        if (named == null || wanted == null)
        {
            return null;
        }
        if (!earlier.TryGetValue(named, out var options))
        {
            inner.Fault("id", Unknown(named, id));
            return null;
        }
        return CanBe(inner, options, wanted) ? new QuestionCondition(named, wanted) : null;
    }

    private static bool CanBe(QuestionKeys condition, IReadOnlyList<QuestionOption> options, string wanted)
    {
        if (options.Count == 0)
        {
            condition.Fault("id", "A condition must name a question with options: select, multiselect, hierarchical.");
            return false;
        }
        if (options.All(option => option.Value != wanted))
        {
            condition.Fault("value", "The question that is named has no option with this value.");
            return false;
        }
        return true;
    }

    private string Unknown(string named, string? id)
    {
        if (named == id)
        {
            return "A question cannot depend on itself.";
        }
        return all.Contains(named)
            ? "A condition can only look back: the question it names must stand before this one, and for a child in "
                + "the same hierarchy."
            : "There is no question with this id.";
    }

    private static string? FaultOf(string id)
    {
        if (id.Trim().Length != id.Length)
        {
            return "An id must not begin or end with a blank.";
        }
        if (id.AsSpan().ContainsAny('"', '\\', '\t'))
        {
            return "An id names a form's field and must not hold quotes, backslashes or tabs.";
        }
        return id.StartsWith("__", StringComparison.Ordinal)
            || id.Equals("_charset_", StringComparison.OrdinalIgnoreCase)
            || id.Equals("isindex", StringComparison.OrdinalIgnoreCase)
            ? "This id has a meaning of its own in forms; ids must not begin with two underscores either."
            : null;
    }

    private void Note(JsonElement entry)
    {
        var id = QuestionKeys.Last(entry, "id");
        if (id.ValueKind == JsonValueKind.String && QuestionFaults.TryText(id, out var text))
        {
            all.Add(text);
        }
    }

    private static IEnumerable<JsonElement> Objects(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
        : [];
}
