namespace Placard.Apply.Questions;

/// <summary>
/// Reads <c>format</c>, <c>limit</c>, <c>min</c> and <c>max</c>. They mean something for texts and dates only; at other
/// types they are the advertiser's own keys.
/// </summary>
internal sealed class TextLimits
{
    public TextLimits(QuestionKeys keys, QuestionType type)
    {
        if (type is QuestionType.Text)
        {
            Format = FormatOf(keys);
        }
        if (type is QuestionType.Text or QuestionType.Textarea)
        {
            Limit = LimitOf(keys);
        }
        if (Format != AnswerFormat.None)
        {
            Range(keys, text => QuestionNumbers.IsDecimal(text), "a number", (min, max) =>
                QuestionNumbers.Compare(min, max) > 0);
        }
        else if (type == QuestionType.Date)
        {
            // A date that is written as YYYY-MM-DD sorts as its text does.
            Range(keys, text => QuestionNumbers.TryDate(text, out _), "a date as YYYY-MM-DD", (min, max) =>
                string.CompareOrdinal(min, max) > 0);
        }
    }

    public AnswerFormat Format { get; }

    public int? Limit { get; }

    public string? Min { get; private set; }

    public string? Max { get; private set; }

    private static AnswerFormat FormatOf(QuestionKeys keys)
    {
        if (keys.Value("format") == null)
        {
            return AnswerFormat.None;
        }
        if (keys.Text("format", QuestionLimits.Id) is not { } word)
        {
            return AnswerFormat.None;
        }
        if (!QuestionWords.Formats.TryGetValue(word, out var format))
        {
            keys.Fault("format", $"This must be one of: {string.Join(", ", QuestionWords.Formats.Keys)}.");
        }
        return format;
    }

    private static int? LimitOf(QuestionKeys keys)
    {
        if (keys.NumberText("limit") is not { } text)
        {
            return null;
        }
        if (!QuestionNumbers.IsDigits(text) || QuestionNumbers.Compare(text, "0") <= 0)
        {
            keys.Fault("limit", "This must be a whole number above 0.");
            return null;
        }
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var limit)
            ? limit
            : int.MaxValue;
    }

    private void Range(QuestionKeys keys, Func<string, bool> isGood, string what, Func<string, string, bool> isMore)
    {
        Min = Bound(keys, "min", isGood, what);
        Max = Bound(keys, "max", isGood, what);
        if (Min != null && Max != null && isMore(Min, Max))
        {
            keys.Fault("max", "This must not be less than min.");
        }
    }

    private static string? Bound(QuestionKeys keys, string key, Func<string, bool> isGood, string what)
    {
        if (keys.NumberText(key) is not { } text)
        {
            return null;
        }
        if (isGood(text))
        {
            return text;
        }
        keys.Fault(key, $"This must be {what}.");
        return null;
    }
}
