using System.Text.Json;

namespace Placard.Apply.Questions;

/// <summary>The nine types of a questions document.</summary>
internal enum QuestionType
{
    Text,
    Textarea,
    Select,
    Multiselect,
    Date,
    File,
    Hierarchical,

    /// <summary>A text to be read; nothing is answered.</summary>
    Information,

    /// <summary>What follows stands on the next page.</summary>
    Pagebreak,
}

/// <summary>What a text answer must look like.</summary>
internal enum AnswerFormat
{
    None,

    /// <summary>A whole number, perhaps negative.</summary>
    Integer,

    /// <summary>A number with or without a decimal point.</summary>
    Decimal,

    /// <summary>Digits only; leading zeros count.</summary>
    NumericText,
}

/// <summary>
/// One choice. <paramref name="Correct"/> true marks an answer that qualifies; null when it was not authored.
/// </summary>
internal sealed record QuestionOption(string Label, string Value, bool? Correct);

/// <summary>The question is asked only when question <paramref name="Id"/> was answered with this value.</summary>
internal sealed record QuestionCondition(string Id, string Value);

/// <summary>
/// A question below a hierarchical one, answered by one of its options. <paramref name="Level"/> is 1 for those that
/// hang on the root, at most <see cref="QuestionLimits.Levels"/>.
/// </summary>
internal sealed record ChildQuestion(
    string Id,
    string Text,
    IReadOnlyList<QuestionOption> Options,
    bool? Required,
    QuestionCondition? Condition,
    int Level)
{
    /// <summary>The child as it was authored, for the echo.</summary>
    public required JsonElement Authored { get; init; }
}

/// <summary>One entry of a questions document.</summary>
internal sealed record Question
{
    /// <summary>Also the name of its form field.</summary>
    public required string Id { get; init; }

    public required QuestionType Type { get; init; }

    /// <summary>What is shown: <c>question</c>, or <c>text</c> of an information; empty for a page break.</summary>
    public required string Text { get; init; }

    /// <summary>Null when it was not authored, which means no.</summary>
    public bool? Required { get; init; }

    /// <summary>Choices of a select, a multiselect or the root of a hierarchy; otherwise none.</summary>
    public IReadOnlyList<QuestionOption> Options { get; init; } = [];

    /// <summary>The questions below a hierarchical one, in order; each looks back only.</summary>
    public IReadOnlyList<ChildQuestion> Children { get; init; } = [];

    public QuestionCondition? Condition { get; init; }

    public AnswerFormat Format { get; init; }

    /// <summary>The most characters of a text as authored; null: the exchange's own ceiling.</summary>
    public int? Limit { get; init; }

    /// <summary>The smallest number, or the first date, as text.</summary>
    public string? Min { get; init; }

    /// <summary>The largest number, or the last date, as text.</summary>
    public string? Max { get; init; }

    /// <summary>The question as it was authored, for the echo.</summary>
    public required JsonElement Authored { get; init; }

    /// <summary>False for what is only shown.</summary>
    public bool IsAnswered => Type is not (QuestionType.Information or QuestionType.Pagebreak);

    /// <summary>The most characters its text may have: the authored limit under the exchange's ceiling.</summary>
    public int MostCharacters => Math.Min(
        Limit ?? int.MaxValue,
        Type == QuestionType.Textarea || Limit != null ? QuestionLimits.LongText : QuestionLimits.ShortText);
}
