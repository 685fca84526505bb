using System.Text;

namespace Placard.Apply.Forms;

/// <summary>
/// Tells what a file is by its bytes. Names and announced types are the sender's word and count for nothing here.
/// </summary>
internal static class MediaSniffer
{
    private const int PdfLookBytes = 1024;

    // A program that is also a valid document of some kind is a program.
    private static readonly byte[][] Programs =
    [
        "MZ"u8.ToArray(), [0x7F, .. "ELF"u8], "#!"u8.ToArray(), [0xCA, 0xFE, 0xBA, 0xBE], [0xFE, 0xED, 0xFA, 0xCE],
        [0xFE, 0xED, 0xFA, 0xCF], [0xCE, 0xFA, 0xED, 0xFE], [0xCF, 0xFA, 0xED, 0xFE], "\0asm"u8.ToArray(),
        "<?php"u8.ToArray(),
    ];

    private static readonly byte[] OleMagic = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly byte[] WordStream = Encoding.Unicode.GetBytes("WordDocument");

    /// <summary>The kind of file, or null when it is none that applications take.</summary>
    public static MediaKind? KindOf(ReadOnlySpan<byte> content)
    {
        foreach (var program in Programs)
        {
            if (content.StartsWith(program))
            {
                return null;
            }
        }
        return Picture(content) ?? Document(content);
    }

    private static MediaKind? Picture(ReadOnlySpan<byte> content) =>
        content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? MediaKind.Gif
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? MediaKind.Jpeg
        : content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? MediaKind.Png
        : content.StartsWith("II*\0"u8) || content.StartsWith("MM\0*"u8) ? MediaKind.Tiff
        : null;

    private static MediaKind? Document(ReadOnlySpan<byte> content) =>
        content.StartsWith("PK"u8) ? ZippedDocument.KindOf(content.ToArray())
        : content.StartsWith("{\\rtf"u8) ? MediaKind.Rtf
        : content.StartsWith(OleMagic) ? content.IndexOf(WordStream) >= 0 ? MediaKind.Doc : null
        : content[..Math.Min(content.Length, PdfLookBytes)].IndexOf("%PDF-"u8) >= 0 ? MediaKind.Pdf
        : IsText(content) ? MediaKind.Txt
        : null;

    // UTF-16 needs its mark; anything else is text when it has none of the characters that texts do not have.
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return content.Length % 2 == 0;
        }
        foreach (var octet in content)
        {
            if (octet < 0x20 && octet is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                return false;
            }
        }
        return true;
    }
}
