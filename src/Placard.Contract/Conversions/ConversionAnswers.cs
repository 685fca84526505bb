namespace Placard.Contract.Conversions;

/// <summary>
/// What the conversion endpoints say (<c>docs/contract/conversions.md</c>). Every answer is a constant: nothing that a
/// caller sent is repeated.
/// </summary>
public static class ConversionAnswers
{
    private static readonly byte[] First = """{"status":"ok","matched":true,"duplicate":false}"""u8.ToArray();
    private static readonly byte[] Again = """{"status":"ok","matched":true,"duplicate":true}"""u8.ToArray();
    private static readonly byte[] Unmatched = """{"status":"ok","matched":false,"duplicate":false}"""u8.ToArray();
    private static readonly byte[] UnmatchedAgain = """{"status":"ok","matched":false,"duplicate":true}"""u8.ToArray();

    /// <summary>The body when the conversion is on disk.</summary>
    /// <param name="matched">The click is known.</param>
    /// <param name="duplicate">The click had this conversion event before: kept, not counted.</param>
    public static ReadOnlyMemory<byte> Recorded(bool matched, bool duplicate) => (matched, duplicate) switch
    {
        (true, false) => First,
        (true, true) => Again,
        (false, false) => Unmatched,
        (false, true) => UnmatchedAgain,
    };

    /// <summary>400: no <c>tlr_sid</c> was sent.</summary>
    public static ReadOnlyMemory<byte> Missing { get; } =
        """{"status":"error","message":"The parameter tlr_sid is missing."}"""u8.ToArray();

    /// <summary>400: what was sent is no click id.</summary>
    public static ReadOnlyMemory<byte> Unusable { get; } =
        """{"status":"error","message":"The parameter tlr_sid is not a UUID."}"""u8.ToArray();

    /// <summary>A transparent GIF of one pixel.</summary>
    public static ReadOnlyMemory<byte> Pixel { get; } = new byte[]
    {
        0x47, 0x49, 0x46, 0x38, 0x39, 0x61, // GIF89a
        0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, // one by one, two colours
        0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, // black, white
        0x21, 0xF9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, // the first colour is transparent
        0x2C, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, // the image, one by one
        0x02, 0x02, 0x44, 0x01, 0x00, // its one pixel, compressed
        0x3B,
    };
}
