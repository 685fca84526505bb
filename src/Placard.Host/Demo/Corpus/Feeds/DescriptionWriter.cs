using System.Text;
using Placard.Host.Demo.Corpus.Trades;

namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>Writes a job's text as the HTML that its employer's system would produce.</summary>
internal static class DescriptionWriter
{
    public static string Html(JobText text)
    {
        var html = new StringBuilder(2_048);
        foreach (var block in text.Layout) WriteBlock(html, text, block);
        return html.ToString().TrimEnd();
    }

    private static void WriteBlock(StringBuilder html, JobText text, string block)
    {
        if (Items(text, block) is { } items)
        {
            if (items.Count == 0) return;
            WriteHeading(html, text, block);
            WriteItems(html, items, text.Markup);
        }
        else
        {
            WriteHeading(html, text, block);
            WriteParagraph(html, Sentence(text, block), text.Markup);
        }
    }

    private static IReadOnlyList<string>? Items(JobText text, string block) => block switch
    {
        "duties" => text.Duties,
        "needs" => text.Needs,
        "plus" => text.Pluses,
        "benefits" => text.Benefits,
        _ => null,
    };

    private static string Sentence(JobText text, string block) => block switch
    {
        "lead" => text.Lead,
        "pay" => text.PayLine,
        "shift" => text.Shift,
        "local" => text.Local,
        "about" => text.About,
        "closing" => text.Closing,
        "equal" => text.Equal,
        _ => throw new InvalidOperationException($"Demo text: no block is called '{block}'."),
    };

    private static void WriteHeading(StringBuilder html, JobText text, string block)
    {
        if (!text.Headings.TryGetValue(block, out var heading)) return;
        html.Append(text.Markup == MarkupStyle.Break ? "<strong>" : "<p><strong>").Append(Escaped(heading));
        html.Append(text.Markup == MarkupStyle.Break ? "</strong><br />\n" : "</strong></p>\n");
    }

    private static void WriteParagraph(StringBuilder html, string sentence, MarkupStyle markup)
    {
        if (markup == MarkupStyle.Break) html.Append(Escaped(sentence)).Append("<br /><br />\n");
        else html.Append("<p>").Append(Escaped(sentence)).Append("</p>\n");
    }

    private static void WriteItems(StringBuilder html, IReadOnlyList<string> items, MarkupStyle markup)
    {
        switch (markup)
        {
            case MarkupStyle.List:
                html.Append("<ul>");
                foreach (var item in items) html.Append("<li>").Append(Escaped(item)).Append("</li>");
                html.Append("</ul>\n");
                break;
            case MarkupStyle.Break:
                foreach (var item in items) html.Append("- ").Append(Escaped(item)).Append("<br />\n");
                html.Append("<br />\n");
                break;
            case MarkupStyle.Prose:
                html.Append("<p>").Append(Escaped(Sentence(items))).Append("</p>\n");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(markup));
        }
    }

    // "Own a service", "Write tests" becomes "Own a service; write tests."; "SQL" stays as it is.
    private static string Sentence(IReadOnlyList<string> items) => items[0]
        + string.Concat(items.Skip(1).Select(item => "; " + (char.IsLower(item[1]) ? Lowered(item) : item))) + ".";

    private static string Lowered(string item) => char.ToLowerInvariant(item[0]) + item[1..];

    // Our texts hold no angle brackets; an ampersand in a name is all there is to escape.
    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal);
}
