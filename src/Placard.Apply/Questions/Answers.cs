using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Placard.Apply.Questions;

/// <summary>One answer; there is none for what was left empty.</summary>
internal abstract record Answer;

/// <summary>A text, a date as <c>YYYY-MM-DD</c>, or a select's value.</summary>
internal sealed record TextAnswer(string Text) : Answer;

/// <summary>A multiselect's values, in the order of its options; never empty.</summary>
internal sealed record ChoicesAnswer(IReadOnlyList<string> Values) : Answer
{
    public bool Equals(ChoicesAnswer? other) => other != null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Count == 0 ? 0 : Values[0].GetHashCode(StringComparison.Ordinal);
}

/// <summary>A hierarchy's values by question id: the root and the children that were answered.</summary>
internal sealed record BranchAnswer(ImmutableSortedDictionary<string, string> Values) : Answer
{
    public bool Equals(BranchAnswer? other) => other != null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Count;
}

/// <summary>An uploaded file: a row of <c>application_files</c>.</summary>
internal sealed record FileAnswer(long FileId) : Answer;

/// <summary>What was answered so far, by question id. Never changes; each change makes another.</summary>
internal sealed class Answers
{
    private readonly ImmutableSortedDictionary<string, Answer> byId;

    private Answers(ImmutableSortedDictionary<string, Answer> byId) => this.byId = byId;

    /// <summary>Nothing was answered.</summary>
    public static Answers None { get; } =
        new(ImmutableSortedDictionary.Create<string, Answer>(StringComparer.Ordinal));

    /// <summary>How many questions have an answer.</summary>
    public int Count => byId.Count;

    /// <summary>The answer of a question of the document; null when it has none.</summary>
    public Answer? Of(string questionId) => byId.GetValueOrDefault(questionId);

    /// <summary>The files that answers refer to; others of the application are left over.</summary>
    public IEnumerable<long> FileIds => byId.Values.OfType<FileAnswer>().Select(file => file.FileId);

    /// <summary>All texts and values together, in characters.</summary>
    public int Characters => byId.Values.Sum(CharactersOf);

    /// <summary>With another answer, or without one for null.</summary>
    public Answers With(string questionId, Answer? answer) =>
        new(answer == null ? byId.Remove(questionId) : byId.SetItem(questionId, answer));

    /// <summary>
    /// Whether this question, or child of a hierarchy, was answered with the value; for a multiselect, with it among
    /// others.
    /// </summary>
    public bool Say(string id, string value) => byId.GetValueOrDefault(id) switch
    {
        TextAnswer answer => answer.Text == value,
        ChoicesAnswer answer => answer.Values.Contains(value, StringComparer.Ordinal),
        BranchAnswer answer => answer.Values.GetValueOrDefault(id) == value,
        FileAnswer => false,
        _ => byId.Values.OfType<BranchAnswer>().Any(branch => branch.Values.GetValueOrDefault(id) == value),
    };

    /// <summary>UTF-8 JSON for the (sealed) store.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (id, answer) in byId)
            {
                json.WritePropertyName(id);
                Write(json, answer);
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It did not.</exception>
    public static Answers FromJson(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json);
        var root = JsonElement.ParseValue(ref reader);
        var read = ImmutableSortedDictionary.CreateBuilder<string, Answer>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            read[property.Name] = Read(property.Value);
        }
        return new Answers(read.ToImmutable());
    }

    private static void Write(Utf8JsonWriter json, Answer answer)
    {
        switch (answer)
        {
            case TextAnswer text:
                json.WriteStringValue(text.Text);
                break;
            case ChoicesAnswer choices:
                json.WriteStartArray();
                foreach (var value in choices.Values)
                {
                    json.WriteStringValue(value);
                }
                json.WriteEndArray();
                break;
            case BranchAnswer branch:
                json.WriteStartObject();
                foreach (var (id, value) in branch.Values)
                {
                    json.WriteString(id, value);
                }
                json.WriteEndObject();
                break;
            case FileAnswer file:
                json.WriteNumberValue(file.FileId);
                break;
            default:
                throw new InvalidOperationException($"Nobody said how to keep a {answer.GetType().Name}.");
        }
    }

    private static Answer Read(JsonElement stored) => stored.ValueKind switch
    {
        JsonValueKind.String => new TextAnswer(stored.GetString()!),
        JsonValueKind.Array => new ChoicesAnswer([.. stored.EnumerateArray().Select(value => value.GetString()!)]),
        JsonValueKind.Object => new BranchAnswer(stored.EnumerateObject().ToImmutableSortedDictionary(
            value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal)),
        JsonValueKind.Number => new FileAnswer(stored.GetInt64()),
        _ => throw new JsonException($"An answer cannot be {stored.ValueKind}."),
    };

    private static int CharactersOf(Answer answer) => answer switch
    {
        TextAnswer text => text.Text.Length,
        ChoicesAnswer choices => choices.Values.Sum(value => value.Length),
        BranchAnswer branch => branch.Values.Sum(value => value.Value.Length),
        _ => 0,
    };
}
