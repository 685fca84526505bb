using System.Globalization;

namespace Placard.Apply.Questions;

/// <summary>
/// What one answer may be, as pure rules: the answer, or a sentence for the jobseeker. Neither where nothing was
/// entered.
/// </summary>
internal static class AnswerRules
{
    private const string NotOffered = "Please choose one of the answers shown.";

    /// <summary>The sentence for a required question without an answer.</summary>
    public static string Missing(QuestionType type) => type switch
    {
        QuestionType.Select => "Please choose an answer.",
        QuestionType.Multiselect => "Please choose at least one answer.",
        QuestionType.Date => "Please enter a date.",
        QuestionType.File => "Please attach a file.",
        _ => "Please answer this question.",
    };

    public static (TextAnswer? Answer, string? Fault) Choice(IReadOnlyList<QuestionOption> options, string entered)
    {
        if (entered.Length == 0)
        {
            return (null, null);
        }
        return options.Any(option => option.Value == entered)
            ? (new TextAnswer(entered), null)
            : (null, NotOffered);
    }

    /// <summary>The chosen values in the order of the options, each once.</summary>
    public static (ChoicesAnswer? Answer, string? Fault) Choices(
        IReadOnlyList<QuestionOption> options, IReadOnlyList<string> entered)
    {
        var chosen = entered.Where(value => value.Length > 0).ToHashSet(StringComparer.Ordinal);
        var known = options.Select(option => option.Value).Where(chosen.Contains).ToList();
        if (known.Count < chosen.Count)
        {
            return (null, NotOffered);
        }
        return (known.Count == 0 ? null : new ChoicesAnswer(known), null);
    }

    public static (TextAnswer? Answer, string? Fault) Date(Question question, string entered)
    {
        var text = entered.Trim();
        if (text.Length == 0)
        {
            return (null, null);
        }
        if (!QuestionNumbers.TryDate(text, out var date))
        {
            return (null, "Please enter a date as year-month-day, such as 2026-01-31.");
        }
        if (question.Min is { } min && QuestionNumbers.TryDate(min, out var first) && date < first)
        {
            return (null, $"The date must be {min} or later.");
        }
        if (question.Max is { } max && QuestionNumbers.TryDate(max, out var last) && date > last)
        {
            return (null, $"The date must be {max} or earlier.");
        }
        return (new TextAnswer(text), null);
    }

    public static (TextAnswer? Answer, string? Fault) Text(Question question, string entered)
    {
        // Browsers send a line's end as two characters and count it as one.
        var text = entered.ReplaceLineEndings("\n").Trim();
        if (text.Length == 0)
        {
            return (null, null);
        }
        var fault = FaultOf(question, text);
        return (fault == null ? new TextAnswer(text) : null, fault);
    }

    private static string? FaultOf(Question question, string text)
    {
        if (text.Length > question.MostCharacters)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Please use at most {question.MostCharacters} characters; this has {text.Length}.");
        }
        if (!IsPlain(text, lines: question.Type == QuestionType.Textarea))
        {
            return question.Type == QuestionType.Textarea
                ? "This holds characters that cannot be shown. Please type it again."
                : "This must be one line of ordinary characters.";
        }
        return question.Format == AnswerFormat.None ? null : NumberFault(question, text);
    }

    private static string? NumberFault(Question question, string text)
    {
        var isRight = question.Format switch
        {
            AnswerFormat.Integer => QuestionNumbers.IsInteger(text),
            AnswerFormat.Decimal => QuestionNumbers.IsDecimal(text),
            _ => QuestionNumbers.IsDigits(text),
        };
        if (!isRight)
        {
            return question.Format switch
            {
                AnswerFormat.Integer => "Please enter a whole number, such as 12.",
                AnswerFormat.Decimal => "Please enter a number, such as 3.5.",
                _ => "Please enter digits only, such as 0123.",
            };
        }
        if (question.Min is { } min && QuestionNumbers.Compare(text, min) < 0)
        {
            return $"Please enter {min} or more.";
        }
        if (question.Max is { } max && QuestionNumbers.Compare(text, max) > 0)
        {
            return $"Please enter {max} or less.";
        }
        return null;
    }

    /// <summary>Whether a text has no control characters and no half characters, tabs and lines aside.</summary>
    public static bool IsPlain(string text, bool lines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) && !(c == '\t' || (lines && c == '\n')))
            {
                return false;
            }
            if (char.IsSurrogate(c))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(c, text[i + 1]))
                {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
