using System.Globalization;
using System.Text.Json;

namespace Placard.Apply.Questions;

/// <summary>Reads <c>options</c>.</summary>
internal static class QuestionOptions
{
    /// <summary>The good ones; faults are noted.</summary>
    public static IReadOnlyList<QuestionOption> Read(QuestionKeys keys, QuestionFaults faults)
    {
        if (keys.Value("options") is not { } list)
        {
            keys.Fault("options", "This key is needed.");
            return [];
        }
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            keys.Fault("options", "This must be an array of at least one option.");
            return [];
        }
        if (list.GetArrayLength() > QuestionLimits.Options)
        {
            keys.Fault("options", string.Create(
                CultureInfo.InvariantCulture,
                $"At most {QuestionLimits.Options} options are allowed; this has {list.GetArrayLength()}."));
            return [];
        }
        return ReadAll(list, keys.PathOf("options"), faults);
    }

    private static List<QuestionOption> ReadAll(JsonElement list, string path, QuestionFaults faults)
    {
        var options = new List<QuestionOption>();
        var values = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = QuestionFaults.Item(path, index++);
            if (item.ValueKind != JsonValueKind.Object)
            {
                faults.Add(at, "Each option must be an object with label and value.");
                continue;
            }
            var keys = new QuestionKeys(item, at, faults);
            var label = keys.Text("label", QuestionLimits.Label);
            var value = keys.Text("value", QuestionLimits.Label);
            var correct = keys.Flag("correct");
            if (value != null && !values.Add(value))
            {
                keys.Fault("value", "Another option of this question has this value.");
            }
            if (label != null && value != null)
            {
                options.Add(new QuestionOption(label, value, correct));
            }
        }
        return options;
    }
}
