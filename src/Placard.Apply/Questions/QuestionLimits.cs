namespace Placard.Apply.Questions;

/// <summary>Ceilings of questions documents and answers (docs/contract/application-questions.md).</summary>
internal static class QuestionLimits
{
    /// <summary>Questions of a document, children of hierarchies included; information and page breaks are not
    /// counted.</summary>
    public const int Questions = 500;

    /// <summary>Entries of a document, whatever they are.</summary>
    public const int Entries = 1_000;

    /// <summary>Bytes of a document: 1 MiB.</summary>
    public const int DocumentBytes = 1 << 20;

    /// <summary>How deep a document's JSON may be nested; the dialect itself needs six.</summary>
    public const int Depth = 16;

    /// <summary>Levels of children below the root of a hierarchy.</summary>
    public const int Levels = 3;

    /// <summary>Choices of one question.</summary>
    public const int Options = 1_000;

    /// <summary>Characters of an id.</summary>
    public const int Id = 200;

    /// <summary>Characters of a choice's label or value.</summary>
    public const int Label = 1_000;

    /// <summary>Characters of a question's or information's text.</summary>
    public const int Text = 20_000;

    /// <summary>Faults that are listed one by one; the rest is counted.</summary>
    public const int Faults = 1_000;

    /// <summary>Characters of a text answer without an authored limit.</summary>
    public const int ShortText = 1_000;

    /// <summary>Characters of a textarea's answer, and the most an authored limit can allow.</summary>
    public const int LongText = 10_000;

    /// <summary>Characters of all answers of one application together.</summary>
    public const int AllAnswers = 250_000;
}
