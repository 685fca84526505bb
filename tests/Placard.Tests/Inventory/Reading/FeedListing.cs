using System.Text;
using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

/// <summary>Reads a whole feed the way an import does and lists, in plain text, everything that came of it.</summary>
internal static class FeedListing
{
    public const string ImportTime = "2026-01-31T10:00:00Z";

    public static async Task<string> OfAsync(Stream feed, FeedCeilings? ceilings = null, int bufferBytes = 256 * 1024)
    {
        var stop = Xunit.TestContext.Current.CancellationToken;
        var listing = new StringBuilder();
        using var reader = new FeedReader(feed, ceilings, bufferBytes);
        JobParser? parser = null;
        while (await reader.ReadAsync(stop))
        {
            parser ??= ParserFor(reader);
            List(listing, reader.Current, parser.Parse(reader.Current));
        }
        foreach (var note in reader.Notes)
        {
            listing.AppendLine(CultureInfo.InvariantCulture, $"feed note {note.Kind}: {note.Message} [{note.Value}]");
        }
        var unknown = parser?.UnknownElements ?? new Dictionary<string, long>();
        foreach (var (name, count) in unknown.OrderBy(element => element.Key, StringComparer.Ordinal))
        {
            listing.AppendLine(CultureInfo.InvariantCulture, $"unknown <{name}> x{count}");
        }
        listing.AppendLine(Header(reader.Header));
        listing.AppendLine(CultureInfo.InvariantCulture, $"{reader.End.Status} at line {reader.End.Line}");
        listing.AppendLine(reader.End.Message);
        return listing.ToString().ReplaceLineEndings("\n");
    }

    public static Task<string> OfAsync(byte[] feed, FeedCeilings? ceilings = null) =>
        OfAsync(new MemoryStream(feed), ceilings);

    public static Task<string> OfAsync(string feed) => OfAsync(Encoding.UTF8.GetBytes(feed));

    public static JobParser ParserFor(FeedReader reader) => new(
        reader.Encoding,
        TimeZoneInfo.FindSystemTimeZoneById("America/New_York"),
        DateTimeOffset.Parse(ImportTime, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());

    private static string Header(FeedHeader header) =>
        $"header encoding={header.DeclaredEncoding} root={header.RootName} publisher={header.Publisher} "
        + $"publisherurl={header.PublisherUrl} lastBuildDate={header.LastBuildDate}";

    private static void List(StringBuilder listing, RawRecord record, ParsedJob parsed)
    {
        if (parsed.Rejection is { } rejection)
        {
            listing.Append(CultureInfo.InvariantCulture, $"rejected {rejection.Line}:{rejection.Column} ");
            listing.Append(CultureInfo.InvariantCulture, $"{rejection.Reason} ref={Shown(rejection.ReferenceNumber)} ");
            listing.AppendLine(CultureInfo.InvariantCulture, $"{rejection.Message} [{Shown(rejection.Value)}]");
        }
        if (parsed.Job is { } job)
        {
            listing.Append(CultureInfo.InvariantCulture, $"job {record.Line}:{record.Column} ");
            listing.AppendLine(job.ReferenceNumber);
            ListMembers(listing, job, "  ");
        }
        foreach (var note in parsed.Notes)
        {
            listing.AppendLine(CultureInfo.InvariantCulture,
                $"  note {note.Kind} <{note.Element}> {note.Message} [{Shown(note.Value)}]");
        }
    }

    private static void ListMembers(StringBuilder listing, object of, string indent)
    {
        foreach (var property in of.GetType().GetProperties().Where(p => p.Name != nameof(FedJob.ReferenceNumber)))
        {
            var value = property.GetValue(of);
            if (value is FedApply or FedExtractions)
            {
                listing.AppendLine(CultureInfo.InvariantCulture, $"{indent}{property.Name}:");
                ListMembers(listing, value, indent + "  ");
            }
            else if (Printed(property.Name, value) is { } text)
            {
                listing.AppendLine(CultureInfo.InvariantCulture, $"{indent}{property.Name}: {text}");
            }
        }
    }

    private static string? Printed(string name, object? value) => value switch
    {
        null => null,
        long at when name.EndsWith("AtMs", StringComparison.Ordinal) =>
            DateTimeOffset.FromUnixTimeMilliseconds(at)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
        IReadOnlyList<string> { Count: 0 } => null,
        IReadOnlyList<string> list => string.Join(" + ", list),
        _ => Shown(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>Characters that an editor would hide or change are written as their numbers.</summary>
    private static string? Shown(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isPlain = rune.Value is >= 0x20 and < 0x7F;
            var visible = isPlain || Rune.IsLetter(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);
            shown.Append(visible && rune.Value != 0xFFFD ? rune.ToString() : $"{{U+{rune.Value:X4}}}");
        }
        return shown.ToString();
    }
}
