namespace Placard.Apply.Questions;

/// <summary>The words of the questions dialect, in their exact spelling.</summary>
internal static class QuestionWords
{
    /// <summary>The types, in the order of the contract.</summary>
    public static IReadOnlyDictionary<string, QuestionType> Types { get; } =
        new Dictionary<string, QuestionType>(StringComparer.Ordinal)
        {
            ["text"] = QuestionType.Text,
            ["textarea"] = QuestionType.Textarea,
            ["select"] = QuestionType.Select,
            ["multiselect"] = QuestionType.Multiselect,
            ["date"] = QuestionType.Date,
            ["file"] = QuestionType.File,
            ["hierarchical"] = QuestionType.Hierarchical,
            ["information"] = QuestionType.Information,
            ["pagebreak"] = QuestionType.Pagebreak,
        };

    /// <summary>The formats of a text.</summary>
    public static IReadOnlyDictionary<string, AnswerFormat> Formats { get; } =
        new Dictionary<string, AnswerFormat>(StringComparer.Ordinal)
        {
            ["integer"] = AnswerFormat.Integer,
            ["decimal"] = AnswerFormat.Decimal,
            ["numeric_text"] = AnswerFormat.NumericText,
        };
}
