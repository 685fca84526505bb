using System.Runtime.CompilerServices;
using System.Text;

namespace Placard.Apply.Questions;

/// <summary>
/// A fault of a document. <paramref name="Path"/> leads to it, e.g. <c>[3].options[0].value</c>; <c>$</c> is the
/// document as a whole.
/// </summary>
internal sealed record QuestionFault(string Path, string Message);

/// <summary>An advertiser's questions, checked: whoever holds one need not check again. Never changes.</summary>
internal sealed class QuestionsDocument
{
    // One request asks the same row for its questions several times; the text itself is the key.
    private static readonly ConditionalWeakTable<string, QuestionsDocument> Restored = [];

    private readonly Dictionary<string, Question> byId;

    private QuestionsDocument(string json, IReadOnlyList<Question> questions)
    {
        Json = json;
        Questions = questions;
        Pages = QuestionPages.Of(questions);
        byId = questions.ToDictionary(question => question.Id, StringComparer.Ordinal);
    }

    /// <summary>No questions at all.</summary>
    public static QuestionsDocument Empty { get; } = new("[]", []);

    /// <summary>The document as it was authored.</summary>
    public string Json { get; }

    /// <summary>Every entry in order, page breaks included.</summary>
    public IReadOnlyList<Question> Questions { get; }

    /// <summary>The entries page by page, without the breaks; no page is empty. None without questions.</summary>
    public IReadOnlyList<IReadOnlyList<Question>> Pages { get; }

    /// <summary>The entry of this id, children of hierarchies aside; null when there is none.</summary>
    public Question? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>
    /// Reads a document of UTF-8 JSON. False: <paramref name="faults"/> lists everything that is wrong with it, and
    /// <paramref name="document"/> is empty. Never throws, whatever the bytes are.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8Json, out QuestionsDocument document, out IReadOnlyList<QuestionFault> faults)
    {
        var plain = utf8Json.StartsWith(Encoding.UTF8.Preamble) ? utf8Json[Encoding.UTF8.Preamble.Length..] : utf8Json;
        var questions = QuestionsReader.Read(plain, out faults);
        document = faults.Count == 0 ? new QuestionsDocument(Encoding.UTF8.GetString(plain), questions) : Empty;
        return faults.Count == 0;
    }

    /// <summary>Reads what <see cref="Json"/> gave, from the store.</summary>
    /// <exception cref="InvalidDataException">It is no document: the store was changed by another hand.</exception>
    public static QuestionsDocument Restore(string? json) =>
        json == null ? Empty : Restored.GetValue(json, Reread);

    private static QuestionsDocument Reread(string json) =>
        TryRead(Encoding.UTF8.GetBytes(json), out var document, out var faults)
            ? document
            : throw new InvalidDataException($"Stored questions are damaged: {faults[0].Path} {faults[0].Message}");
}
