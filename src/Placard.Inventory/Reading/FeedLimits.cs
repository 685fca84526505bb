namespace Placard.Inventory.Reading;

/// <summary>Ceilings of an advertiser feed; all ours, the contract states none (advertiser-contract §3.1).</summary>
internal static class FeedLimits
{
    /// <summary>Bytes of one job between its tags. A larger one is rejected alone and never held whole.</summary>
    public const int RecordBytes = 2 * 1024 * 1024;

    /// <summary>Bytes that arrive, compressed or not.</summary>
    public const long FedBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes after decompression: room for two million jobs of the usual size.</summary>
    public const long DecompressedBytes = 16L * 1024 * 1024 * 1024;

    /// <summary>
    /// Decompressed bytes for each compressed one. Deflate cannot pass about 1,030; real feeds stay under 30, very
    /// repetitive ones under 100.
    /// </summary>
    public const int DecompressionRatio = 300;

    /// <summary>Decompressed bytes below which the ratio is not looked at: a tiny feed may be all repetition.</summary>
    public const long RatioGraceBytes = 16 * 1024 * 1024;

    public const int TitleLength = 500;
    public const int CompanyLength = 300;
    public const int ReferenceNumberLength = 200;
    public const int UrlLength = 2_048;

    /// <summary>UTF-8 bytes of a description.</summary>
    public const int DescriptionBytes = 256 * 1024;

    /// <summary>Any optional one-line value.</summary>
    public const int TextLength = 500;

    /// <summary>JSON text of one extraction field.</summary>
    public const int ExtractionLength = 32 * 1024;

    public const int EmailLength = 254;

    /// <summary>$1,000 a click. Above it a slip is likelier than a wish, so the job is rejected, not priced.</summary>
    public const long CpcCents = 100_000;

    /// <summary>$100,000 an application.</summary>
    public const long CpaCents = 10_000_000;

    /// <summary>Categories of each rank: <c>major_category0</c> to <c>major_category2</c>.</summary>
    public const int CategoriesEach = 3;

    /// <summary>Offending values are shown cut to this.</summary>
    public const int ShownValueLength = 200;

    /// <summary>Names of unknown elements that are counted; feeds with more have names that are data.</summary>
    public const int UnknownNames = 200;
}
