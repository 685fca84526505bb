using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Placard.Apply.Downloads;

/// <summary>
/// A workbook (ECMA-376) written straight into a stream: its few parts by hand, since a library would hold the whole
/// table in memory. Texts are inline strings, which a spreadsheet never takes for formulas. A sheet that is full is
/// followed by another.
/// </summary>
internal sealed class XlsxSheet : ISheet
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Rows of one sheet, as spreadsheets allow.</summary>
    private const int MostRows = 1_048_576;

    /// <summary>Characters of one cell, as spreadsheets allow.</summary>
    private const int MostCharacters = 32_767;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006/";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    private readonly ZipArchive archive;
    private readonly DateTimeOffset writtenAt;
    private readonly int mostRows;
    private readonly StringBuilder line = new(1024);
    private IReadOnlyList<Cell>? head;
    private StreamWriter? sheet;
    private int sheets;
    private int rows;

    private XlsxSheet(ZipArchive archive, DateTimeOffset writtenAt, int mostRows) =>
        (this.archive, this.writtenAt, this.mostRows) = (archive, writtenAt, mostRows);

    /// <summary>Begins a workbook; <paramref name="mostRows"/> is for tests.</summary>
    public static async Task<XlsxSheet> Begin(
        Stream to, DateTimeOffset writtenAt, CancellationToken stop, int mostRows = MostRows) => new(
            await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, stop)
                .ConfigureAwait(false), writtenAt, mostRows);

    public async ValueTask Row(IReadOnlyList<Cell> cells)
    {
        head ??= cells;
        if (sheet == null || rows == mostRows)
        {
            await NextSheet().ConfigureAwait(false);
            if (!ReferenceEquals(head, cells))
            {
                await Write(head).ConfigureAwait(false);
            }
        }
        await Write(cells).ConfigureAwait(false);
    }

    public async ValueTask Finish()
    {
        if (sheet == null)
        {
            await NextSheet().ConfigureAwait(false);
        }
        await EndSheet().ConfigureAwait(false);
        await Part("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>"
            + Numbered("<sheet name=\"Applications {0}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>") + "</sheets></workbook>")
            .ConfigureAwait(false);
        await Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Packages}relationships\">"
            + Numbered($"<Relationship Id=\"rId{{0}}\" Type=\"{Relations}/worksheet\" "
                + "Target=\"worksheets/sheet{0}.xml\"/>") + "</Relationships>").ConfigureAwait(false);
        await Part("_rels/.rels", $"<Relationships xmlns=\"{Packages}relationships\"><Relationship Id=\"rId1\" "
            + $"Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
            .ConfigureAwait(false);
        await Part("[Content_Types].xml", $"<Types xmlns=\"{Packages}content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{MediaType}.main+xml\"/>"
            + Numbered("<Override PartName=\"/xl/worksheets/sheet{0}.xml\" ContentType=\"application/vnd."
                + "openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>") + "</Types>").ConfigureAwait(false);
        await archive.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (sheet != null)
        {
            await sheet.DisposeAsync().ConfigureAwait(false);
        }
        await archive.DisposeAsync().ConfigureAwait(false);
    }

    private async Task NextSheet()
    {
        await EndSheet().ConfigureAwait(false);
        sheets++;
        rows = 0;
        sheet = await Open($"xl/worksheets/sheet{sheets}.xml").ConfigureAwait(false);
        await sheet.WriteAsync($"{Declaration}<worksheet xmlns=\"{Main}\"><sheetData>").ConfigureAwait(false);
    }

    private async Task EndSheet()
    {
        if (sheet != null)
        {
            await sheet.WriteAsync("</sheetData></worksheet>").ConfigureAwait(false);
            await sheet.DisposeAsync().ConfigureAwait(false);
            sheet = null;
        }
    }

    private async Task Write(IReadOnlyList<Cell> cells)
    {
        rows++;
        line.Clear().Append(CultureInfo.InvariantCulture, $"<row r=\"{rows}\">");
        foreach (var (column, cell) in cells.Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{rows}");
            if (cell.Number is { } number)
            {
                line.Append(CultureInfo.InvariantCulture, $"<c r=\"{place}\"><v>{number}</v></c>");
            }
            else if (!string.IsNullOrEmpty(cell.Text))
            {
                line.Append(CultureInfo.InvariantCulture, $"<c r=\"{place}\" t=\"inlineStr\"><is>")
                    .Append("<t xml:space=\"preserve\">").Append(Safe(cell.Text)).Append("</t></is></c>");
            }
        }
        await sheet!.WriteAsync(line.Append("</row>")).ConfigureAwait(false);
    }

    private async Task Part(string name, string xml)
    {
        var part = await Open(name).ConfigureAwait(false);
        await using (part.ConfigureAwait(false))
        {
            await part.WriteAsync(Declaration + xml).ConfigureAwait(false);
        }
    }

    private async Task<StreamWriter> Open(string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = writtenAt;
        return new StreamWriter(await entry.OpenAsync().ConfigureAwait(false), new UTF8Encoding(false), 32 << 10);
    }

    private string Numbered(string form) => string.Concat(Enumerable.Range(1, sheets)
        .Select(number => string.Format(CultureInfo.InvariantCulture, form, number)));

    private static string Letters(int column) =>
        column < 26 ? ((char)('A' + column)).ToString() : Letters((column / 26) - 1) + (char)('A' + (column % 26));

    // What XML 1.0 cannot hold is left out: a form's text may hold it, a workbook with it does not open.
    private static string Safe(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        var shown = text.Length > MostCharacters ? text[..MostCharacters] : text;
        for (var at = 0; at < shown.Length; at++)
        {
            var c = shown[at];
            if (char.IsHighSurrogate(c) && at + 1 < shown.Length && char.IsLowSurrogate(shown[at + 1]))
            {
                safe.Append(c).Append(shown[++at]);
            }
            else if (XmlConvert.IsXmlChar(c))
            {
                _ = c switch
                {
                    '&' => safe.Append("&amp;"),
                    '<' => safe.Append("&lt;"),
                    '>' => safe.Append("&gt;"),
                    '\r' => safe.Append("&#13;"),
                    _ => safe.Append(c),
                };
            }
        }
        return safe.ToString();
    }
}
