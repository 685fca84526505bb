using System.Net;
using System.Text;

namespace Placard.Apply.Questions;

/// <summary>
/// Cuts a document into pages: where its author has breaks, and where a page would weigh more than a phone should have
/// to load. The same document is always cut alike: answers under way belong to pages.
/// </summary>
internal static class QuestionPages
{
    /// <summary>
    /// Bytes that the questions of a page may have as HTML, with a message beside each; with its frame, the stylesheet
    /// and the script a page stays below 50 kB. A single question may be heavier.
    /// </summary>
    private const int MostBytes = 36_000;

    // What stands around a question, with a message and its line in the summary, and around each of its options.
    private const int FieldBytes = 650;
    private const int FileBytes = 1_100;
    private const int ButtonBytes = 100;
    private const int InformationBytes = 60;

    private const int LeadCharacters = 60;

    /// <summary>
    /// The entries page by page, without the breaks. A break first, last or twice makes no empty page.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Question>> Of(IReadOnlyList<Question> questions)
    {
        var pages = new List<IReadOnlyList<Question>>();
        var page = new List<Question>();
        var weight = 0;
        foreach (var question in questions)
        {
            var isBreak = question.Type == QuestionType.Pagebreak;
            var more = isBreak ? 0 : BytesOf(question);
            if (page.Count > 0 && (isBreak || weight + more > MostBytes))
            {
                pages.Add(page);
                page = [];
                weight = 0;
            }
            if (!isBreak)
            {
                page.Add(question);
                weight += more;
            }
        }
        return page.Count == 0 ? pages : [.. pages, page];
    }

    /// <summary>A question on one line, cut where it is long: how a message elsewhere on the page names it.</summary>
    public static string LeadOf(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LeadCharacters)
        {
            return line;
        }
        var end = char.IsHighSurrogate(line[LeadCharacters - 1]) ? LeadCharacters - 1 : LeadCharacters;
        return line[..end].TrimEnd() + "\u2026";
    }

    private static int BytesOf(Question question) => question.Type switch
    {
        QuestionType.Information => InformationBytes + BytesOf(question.Text),
        QuestionType.File => FileBytes + BytesOf(question.Text) + BytesOf(LeadOf(question.Text))
            + (2 * BytesOf(question.Id)),
        _ => BytesOf(question.Id, question.Text, question.Options)
            + question.Children.Sum(child => BytesOf(child.Id, child.Text, child.Options)),
    };

    private static int BytesOf(string id, string text, IReadOnlyList<QuestionOption> options) =>
        FieldBytes + BytesOf(text) + BytesOf(LeadOf(text)) + (2 * BytesOf(id)) + options.Sum(option =>
            ButtonBytes + BytesOf(id) + BytesOf(option.Label) + BytesOf(option.Value));

    private static int BytesOf(string text) => Encoding.UTF8.GetByteCount(WebUtility.HtmlEncode(text));
}
