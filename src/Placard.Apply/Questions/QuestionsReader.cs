using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Placard.Apply.Questions;

/// <summary>
/// Reads a questions document and lists everything that is wrong with it: the one code behind the validation call and
/// behind documents that are fetched. What each check is for stands in docs/contract/application-questions.md.
/// </summary>
internal sealed class QuestionsReader
{
    private readonly QuestionFaults faults = new();
    private readonly QuestionIds ids;
    private readonly List<Question> questions = [];

    private QuestionsReader() => ids = new QuestionIds(faults);

    /// <summary>The entries; to be used only when there are no faults.</summary>
    public static IReadOnlyList<Question> Read(ReadOnlySpan<byte> utf8Json, out IReadOnlyList<QuestionFault> faults)
    {
        var reader = new QuestionsReader();
        if (reader.Parse(utf8Json) is { } root)
        {
            reader.ReadEntries(root);
        }
        faults = reader.faults.All;
        return reader.questions;
    }

    private JsonElement? Parse(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.Length > QuestionLimits.DocumentBytes)
        {
            faults.Add("$", string.Create(
                CultureInfo.InvariantCulture,
                $"At most {QuestionLimits.DocumentBytes} bytes are allowed; this has {utf8Json.Length}."));
            return null;
        }
        if (!Utf8.IsValid(utf8Json))
        {
            faults.Add("$", "The document is not UTF-8.");
            return null;
        }
        try
        {
            var json = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = QuestionLimits.Depth });
            var root = JsonElement.ParseValue(ref json);
            json.Read(); // Throws when something follows.
            return root;
        }
        catch (JsonException fault)
        {
            faults.Add("$", string.Create(
                CultureInfo.InvariantCulture,
                $"This is not JSON, or nested deeper than {QuestionLimits.Depth} levels: "
                + $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."));
            return null;
        }
    }

    private void ReadEntries(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            faults.Add("$", "The document must be an array of questions.");
            return;
        }
        if (root.GetArrayLength() > QuestionLimits.Entries)
        {
            faults.Add("$", string.Create(
                CultureInfo.InvariantCulture,
                $"At most {QuestionLimits.Entries} entries are allowed; this has {root.GetArrayLength()}."));
            return;
        }
        faults.NoteBrokenTexts(root, "$");
        ids.NoteAll(root);
        var index = 0;
        foreach (var entry in root.EnumerateArray())
        {
            ReadEntry(entry, QuestionFaults.Item("$", index++));
        }
        if (Count() is > QuestionLimits.Questions and var count)
        {
            faults.Add("$", string.Create(
                CultureInfo.InvariantCulture,
                $"At most {QuestionLimits.Questions} questions are allowed; this has {count}."));
        }
    }

    private int Count() => questions.Sum(question => question.IsAnswered ? 1 + question.Children.Count : 0);

    private void ReadEntry(JsonElement entry, string path)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "Each question must be an object.");
            return;
        }
        var keys = new QuestionKeys(entry, path, faults);
        var id = ids.Take(keys);
        if (TypeOf(keys) is not { } type)
        {
            return;
        }
        var hasOptions = type is QuestionType.Select or QuestionType.Multiselect or QuestionType.Hierarchical;
        var options = hasOptions ? QuestionOptions.Read(keys, faults) : [];
        var condition = ids.Condition(keys, id);
        var limits = new TextLimits(keys, type);
        var question = new Question
        {
            Id = id ?? "",
            Type = type,
            Text = TextOf(keys, type),
            Required = keys.Flag("required"),
            Options = options,
            Children = type == QuestionType.Hierarchical
                ? new HierarchyReader(keys, id, options, ids, faults).Read()
                : [],
            Condition = condition,
            Format = limits.Format,
            Limit = limits.Limit,
            Min = limits.Min,
            Max = limits.Max,
            Authored = entry,
        };
        ids.Know(question);
        questions.Add(question);
    }

    private static QuestionType? TypeOf(QuestionKeys keys)
    {
        if (keys.Text("type", QuestionLimits.Id) is not { } word)
        {
            return null;
        }
        if (QuestionWords.Types.TryGetValue(word, out var type))
        {
            return type;
        }
        keys.Fault("type", $"This must be one of: {string.Join(", ", QuestionWords.Types.Keys)}.");
        return null;
    }

    private static string TextOf(QuestionKeys keys, QuestionType type) => type switch
    {
        QuestionType.Pagebreak => "",
        QuestionType.Information => keys.Text("text", QuestionLimits.Text, lines: true) ?? "",
        _ => keys.Text("question", QuestionLimits.Text, lines: true) ?? "",
    };
}
