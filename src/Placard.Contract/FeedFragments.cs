using System.Buffers;
using System.Globalization;
using System.Text;

namespace Placard.Contract;

/// <summary>
/// The parts of a job in the publisher feed that are the same for every publisher (docs/contract/publisher-feed.md), as
/// UTF-8 that a build copies as it stands. Only characters that XML 1.0 allows; CDATA where the contract has it, split
/// at <c>]]&gt;</c>; every element ends with a line feed. Pure.
/// </summary>
public static class FeedFragments
{
    /// <summary>Categories of each rank: <c>major_category0</c> to <c>major_category2</c>.</summary>
    public const int CategoriesEach = 3;

    /// <summary>
    /// <c>title</c> and <c>date</c>: what stands before <c>referencenumber</c> and <c>url</c>.
    /// <paramref name="dateLocal"/> is the first publication on the exchange's wall clock.
    /// </summary>
    public static void Head(IBufferWriter<byte> to, string title, DateTimeOffset dateLocal)
    {
        var writer = FragmentWriter.OfThisThread();
        writer.CData("title"u8, title);
        writer.Plain("date"u8, Date(dateLocal));
        writer.CopyTo(to);
    }

    /// <summary>
    /// <c>company</c> to the last category: what stands between <c>url</c> and <c>ranking_value</c>. City, state and
    /// ZIP are always there, blank when unknown; categories only as many as the job has, at most three of each rank.
    /// <paramref name="description"/> is UTF-8.
    /// </summary>
    public static void Body(
        IBufferWriter<byte> to,
        string company,
        string city,
        string state,
        string zip,
        ReadOnlySpan<byte> description,
        IReadOnlyList<string> majorCategories,
        IReadOnlyList<string> minorCategories)
    {
        var writer = FragmentWriter.OfThisThread();
        writer.CData("company"u8, company);
        writer.Plain("city"u8, city);
        writer.Plain("state"u8, state);
        writer.Plain("zip"u8, zip);
        writer.CData("description"u8, description);
        Categories(writer, "major_category"u8, majorCategories);
        Categories(writer, "minor_category"u8, minorCategories);
        writer.CopyTo(to);
    }

    /// <summary>
    /// The fields on demand that the job has, one element a line and no line feed inside, so that a build can pick
    /// lines by <see cref="ElementOf"/>. <paramref name="extractions"/> are JSON texts in the contract's order of
    /// names; null when the job lacks one. There may be nothing to write: a job that is not hosted has no line
    /// <c>talroo_apply</c>, and the build writes <c>false</c> for it.
    /// </summary>
    public static void OnDemand(
        IBufferWriter<byte> to,
        string? logoUrl,
        bool talrooApply,
        IReadOnlyList<(string Element, string? Json)> extractions)
    {
        var writer = FragmentWriter.OfThisThread();
        if (!string.IsNullOrEmpty(logoUrl))
        {
            writer.CData("logo_url"u8, OneLine(logoUrl));
        }
        if (talrooApply)
        {
            writer.Plain("talroo_apply"u8, "true");
        }
        foreach (var (element, json) in extractions)
        {
            if (json != null)
            {
                writer.CData(Encoding.ASCII.GetBytes(element), OneLine(json));
            }
        }
        writer.CopyTo(to);
    }

    /// <summary>The element's name of a line of <see cref="OnDemand"/>; empty when it is none.</summary>
    public static ReadOnlySpan<byte> ElementOf(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)'>');
        return end > 1 && line[0] == (byte)'<' ? line[1..end] : [];
    }

    /// <summary>The description that <see cref="Body"/> was given; null for bytes it did not write.</summary>
    public static string? DescriptionOf(ReadOnlySpan<byte> body)
    {
        // A company may hold any text, even "<description>"; its CDATA's true end cannot occur inside it.
        var company = body.IndexOf("]]></company>"u8);
        var start = company < 0 ? -1 : body[company..].IndexOf("<description><![CDATA["u8);
        if (start < 0)
        {
            return null;
        }
        var text = body[(company + start + "<description><![CDATA[".Length)..];
        var end = text.IndexOf("]]></description>"u8);
        return end < 0
            ? null
            : Encoding.UTF8.GetString(text[..end]).Replace("]]]]><![CDATA[>", "]]>", StringComparison.Ordinal);
    }

    /// <summary>A time as <c>date</c> and <c>updated</c> have it: the exchange's wall clock, without a zone.</summary>
    public static string Date(DateTimeOffset local) =>
        local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Categories(FragmentWriter writer, ReadOnlySpan<byte> stem, IReadOnlyList<string> categories)
    {
        Span<byte> name = stackalloc byte[stem.Length + 1];
        stem.CopyTo(name);
        for (var i = 0; i < Math.Min(categories.Count, CategoriesEach); i++)
        {
            name[^1] = (byte)('0' + i);
            writer.Plain(name, categories[i]);
        }
    }

    // In JSON a raw line feed can only be space between tokens; in an address it is a slip.
    private static string OneLine(string text) =>
        text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : text.Replace('\r', ' ').Replace('\n', ' ');
}
