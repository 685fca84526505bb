namespace Placard.Inventory.Reading;

/// <summary>How the reading of a whole feed ended.</summary>
internal enum FeedStatus
{
    /// <summary>The root's closing tag was read.</summary>
    Complete,

    /// <summary>The bytes ended first. Jobs read before that are good; absent ones are not known to be gone.</summary>
    Truncated,

    /// <summary>No byte, or white space only.</summary>
    Empty,

    /// <summary>The document does not begin as XML does.</summary>
    NotXml,

    /// <summary>XML (or a web page) whose root is not <c>source</c>.</summary>
    WrongRoot,

    /// <summary>It holds a document type or entity declaration. Refused: such a feed can be a weapon.</summary>
    Dtd,

    /// <summary>A ceiling of <see cref="FeedLimits"/> was passed.</summary>
    TooLarge,

    /// <summary>The gzip wrapping is damaged.</summary>
    BrokenCompression,
}

/// <summary>The outcome; <paramref name="Message"/> is plain English for the advertiser, empty when complete.</summary>
internal sealed record FeedEnd(FeedStatus Status, string Message, long Line)
{
    public bool IsComplete => Status == FeedStatus.Complete;
}

/// <summary>What the feed says about itself before its first job; absent parts are null.</summary>
internal sealed class FeedHeader
{
    /// <summary>As written in the XML declaration.</summary>
    public string? DeclaredEncoding { get; set; }
    public string? RootName { get; set; }
    public string? Publisher { get; set; }
    public string? PublisherUrl { get; set; }
    public string? LastBuildDate { get; set; }
}

/// <summary>
/// One job's bytes, from <c>&lt;job</c> to the end of <c>&lt;/job&gt;</c>, UTF-8 or Windows-1252. The memory belongs to
/// the reader and is overwritten by its next read. When <see cref="Rejection"/> is set there are no bytes.
/// </summary>
internal readonly record struct RawRecord(
    ReadOnlyMemory<byte> Bytes, long Line, long Column, FeedRejection? Rejection);
