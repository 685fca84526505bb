namespace Placard.Inventory.Reading;

/// <summary>
/// A job that was not taken. <paramref name="Line"/> and <paramref name="Column"/> are where its <c>&lt;job&gt;</c>
/// begins (both from 1); <paramref name="Reason"/> is one of <see cref="RejectionReasons"/>;
/// <paramref name="Value"/> is the offending text, cut to <see cref="FeedLimits.ShownValueLength"/>.
/// </summary>
internal sealed record FeedRejection(
    long Line, long Column, string? ReferenceNumber, string Reason, string Message, string? Value);

/// <summary>
/// Something repaired, replaced or left out while the job itself was taken. At most one per kind and element of a job:
/// the first is shown. <paramref name="Kind"/> is one of <see cref="NoteKinds"/>.
/// </summary>
internal sealed record FeedNote(
    long Line, long Column, string? ReferenceNumber, string Kind, string Element, string Message, string? Value);

/// <summary>Why a job was rejected. Closed: partners read these words.</summary>
internal static class RejectionReasons
{
    /// <summary>The next job (or the feed's end) begins before this one is closed.</summary>
    public const string Unclosed = "UNCLOSED";

    /// <summary>More than <see cref="FeedLimits.RecordBytes"/>.</summary>
    public const string TooLarge = "TOO_LARGE";

    /// <summary>An element whose end cannot be told with certainty.</summary>
    public const string Malformed = "MALFORMED";

    /// <summary>A required element is absent or blank.</summary>
    public const string Missing = "MISSING";

    /// <summary>The job's address is not an absolute http or https one.</summary>
    public const string Url = "URL";

    /// <summary>A required value is longer than its ceiling.</summary>
    public const string TooLong = "TOO_LONG";

    /// <summary>A price above <see cref="FeedLimits.CpcCents"/>: taken for a slip, never charged.</summary>
    public const string Cpc = "CPC";

    /// <summary>A job of the same reference number stands before it in the feed.</summary>
    public const string Duplicate = "DUPLICATE";

    /// <summary>Its state is none.</summary>
    public const string Place = "PLACE";
}

/// <summary>What was noted about a job that was taken. Closed: partners read these words.</summary>
internal static class NoteKinds
{
    /// <summary>An HTML entity that XML does not know was decoded.</summary>
    public const string Entity = "ENTITY";

    /// <summary>A bare <c>&amp;</c> was taken as itself.</summary>
    public const string Ampersand = "AMPERSAND";

    /// <summary>Characters that XML 1.0 forbids were removed.</summary>
    public const string Control = "CONTROL";

    /// <summary>The bytes are not in the encoding the feed declares.</summary>
    public const string Encoding = "ENCODING";

    /// <summary>Markup outside CDATA was kept as text (description) or removed (other elements).</summary>
    public const string Markup = "MARKUP";

    /// <summary>A broken or missing closing tag or CDATA end was supplied.</summary>
    public const string Closing = "CLOSING";

    /// <summary>The element came again; the first filled one was taken.</summary>
    public const string Duplicate = "DUPLICATE";

    /// <summary>A date that cannot be read: replaced by the import's time, or left out.</summary>
    public const string Date = "DATE";

    /// <summary>A price that cannot be used was left out.</summary>
    public const string Price = "PRICE";

    /// <summary>Coordinates that cannot be used were left out.</summary>
    public const string Coordinates = "COORDINATES";

    /// <summary>A category outside the taxonomy, or beyond the third, was left out.</summary>
    public const string Category = "CATEGORY";

    /// <summary>An extraction field that is not the documented JSON was left out.</summary>
    public const string Extraction = "EXTRACTION";

    /// <summary>Any other optional value that cannot be used was left out.</summary>
    public const string Dropped = "DROPPED";

    /// <summary>City, state or ZIP was mended, left out, or could not be vouched for.</summary>
    public const string Place = "PLACE";

    /// <summary>Of the whole feed: something stands after the root's end and was not read.</summary>
    public const string Trailing = "TRAILING";
}
