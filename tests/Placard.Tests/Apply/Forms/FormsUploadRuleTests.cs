using System.Buffers.Binary;
using System.Text;
using Placard.Apply.Forms;

namespace Placard.Tests.Apply.Forms;

/// <summary>Files are judged by what they are; their names are made harmless.</summary>
public sealed class FormsUploadRuleTests
{
    public static TheoryData<string, byte[], string?> Files => new()
    {
        { "pdf", Samples.Pdf, "pdf" },
        { "pdf after a mark", [0xEF, 0xBB, 0xBF, .. Samples.Pdf], "pdf" },
        { "png", Samples.Png, "png" },
        { "gif", "GIF89a1234"u8.ToArray(), "gif" },
        { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10], "jpg" },
        { "tiff", "II*\0abcd"u8.ToArray(), "tiff" },
        { "rtf", "{\\rtf1 Hello}"u8.ToArray(), "rtf" },
        { "docx", Samples.Docx(), "docx" },
        {
            "docx of the web",
            Samples.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document2.xml", "<w/>"u8.ToArray())),
            "docx"
        },
        { "odt", Samples.Odt, "odt" },
        { "doc", Ole("WordDocument"), "doc" },
        { "text", "Dear all,\r\n\tI apply."u8.ToArray(), "txt" },
        { "Latin-1 text", [0x63, 0x61, 0x66, 0xE9], "txt" },
        { "UTF-16 text", [0xFF, 0xFE, 0x41, 0], "txt" },
        { "excel sheet of old", Ole("Workbook"), null },
        { "program", Samples.Program, null },
        { "linux program", [0x7F, .. "ELF"u8, 2, 1, 1], null },
        { "script", "#!/bin/sh\nrm -r /"u8.ToArray(), null },
        { "any zip", Samples.Zip(("a.txt", "a"u8.ToArray())), null },
        { "document with macros", Samples.Docx(("word/vbaProject.bin", [1, 2, 3])), null },
        { "bytes", [0, 1, 2, 3], null },
    };

    [Theory, MemberData(nameof(Files))]
    public void AFileIsWhatItsBytesAre(string what, byte[] content, string? ending) =>
        Assert.True(ending == MediaSniffer.KindOf(content)?.Ending, what);

    [Fact]
    public void ADocumentThatUnpacksToTooMuchIsNone()
    {
        var bomb = Samples.Docx(("word/media/a.bin", new byte[70 << 20]));

        Assert.True(bomb.Length < 100_000);
        Assert.Null(MediaSniffer.KindOf(bomb));
    }

    [Fact]
    public void ADocumentThatLiesAboutWhatItUnpacksToIsNone()
    {
        const uint claimed = 10;
        var honest = Samples.Docx(("word/media/a.bin", new byte[1 << 20]));
        var lying = honest.ToArray();
        // The size stands in the directory, and before the entry itself.
        BinaryPrimitives.WriteUInt32LittleEndian(
            lying.AsSpan(lying.AsSpan().LastIndexOf("PK\x01\x02"u8) + 24), claimed);
        BinaryPrimitives.WriteUInt32LittleEndian(
            lying.AsSpan(lying.AsSpan().LastIndexOf("PK\x03\x04"u8) + 22), claimed);

        Assert.Equal("docx", MediaSniffer.KindOf(honest)?.Ending);
        Assert.Null(MediaSniffer.KindOf(lying));
    }

    [Fact]
    public void ADocumentOfTooManyEntriesIsNone() => Assert.Null(MediaSniffer.KindOf(
        Samples.Docx([.. Enumerable.Range(0, 2_000).Select(number => ($"word/{number}", Array.Empty<byte>()))])));

    [Fact]
    public void ABrokenArchiveIsNoneAndThrowsNothing()
    {
        var whole = Samples.Docx();
        for (var length = 2; length < whole.Length; length++)
        {
            Assert.Null(MediaSniffer.KindOf(whole.AsSpan(0, length)));
        }
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0xFF;
            _ = MediaSniffer.KindOf(damaged);
        }
    }

    [Theory]
    [InlineData("cv.pdf", "cv.pdf")]
    [InlineData("CV.PDF", "CV.pdf")]
    [InlineData("C:\\Users\\Ada\\My CV.pdf", "My CV.pdf")]
    [InlineData("../../etc/passwd.pdf", "passwd.pdf")]
    [InlineData("photo.jpg", "photo.pdf")]
    [InlineData("cv", "cv.pdf")]
    [InlineData("", "file.pdf")]
    [InlineData("...", "file.pdf")]
    [InlineData(".pdf", "file.pdf")]
    [InlineData("a\u202Efdp.exe.pdf", "afdp.exe.pdf")]
    [InlineData("a\r\nb\0.pdf", "ab.pdf")]
    [InlineData("a<b>\"c\"|?*.pdf", "a_b__c____.pdf")]
    [InlineData("r\u00e9sum\u00e9 \u5c65\u6b74.pdf", "r\u00e9sum\u00e9 \u5c65\u6b74.pdf")]
    public void ANameIsMadeHarmless(string sent, string kept) =>
        Assert.Equal(kept, FileNames.Clean(sent, MediaKind.Pdf));

    [Fact]
    public void ALongNameIsCut() =>
        Assert.Equal(new string('x', 100) + ".pdf", FileNames.Clean(new string('x', 5_000) + ".pdf", MediaKind.Pdf));

    private static byte[] Ole(string stream) =>
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600], .. Encoding.Unicode.GetBytes(stream)];
}
