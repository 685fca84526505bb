namespace Placard.Apply.Forms;

/// <summary>A kind of file that applications take; what it is called and sent as is ours, not the browser's.</summary>
internal sealed record MediaKind(string MediaType, string Ending, params string[] OtherEndings)
{
    public static readonly MediaKind Pdf = new("application/pdf", "pdf");
    public static readonly MediaKind Doc = new("application/msword", "doc");
    public static readonly MediaKind Docx = new(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");
    public static readonly MediaKind Odt = new("application/vnd.oasis.opendocument.text", "odt");
    public static readonly MediaKind Rtf = new("application/rtf", "rtf");
    public static readonly MediaKind Txt = new("text/plain", "txt");
    public static readonly MediaKind Gif = new("image/gif", "gif");
    public static readonly MediaKind Jpeg = new("image/jpeg", "jpg", "jpeg", "jpe", "jfif", "jif");
    public static readonly MediaKind Png = new("image/png", "png");
    public static readonly MediaKind Tiff = new("image/tiff", "tiff", "tif");

    /// <summary>All of them.</summary>
    public static readonly MediaKind[] All = [Pdf, Doc, Docx, Odt, Rtf, Txt, Gif, Jpeg, Png, Tiff];

    /// <summary>The value of a file field's <c>accept</c>.</summary>
    public static readonly string Accept = string.Join(',', All.SelectMany(kind => kind.Endings).Select(e => "." + e));

    /// <summary>The kinds as a jobseeker reads them.</summary>
    public const string InWords = "PDF, Word (doc, docx), RTF, ODT, TXT or a picture (JPG, PNG, GIF, TIFF)";

    public IEnumerable<string> Endings => [Ending, .. OtherEndings];

    public bool IsCalled(string ending) =>
        Endings.Any(known => known.Equals(ending, StringComparison.OrdinalIgnoreCase));
}
