using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Placard.Apply.Downloads;
using Placard.Tests.Apply.Forms;

namespace Placard.Tests.Apply.Downloads;

/// <summary>An advertiser takes applications away as files that its programs open, and that do it no harm.</summary>
public sealed class DownloadTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace InBook = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    [Theory, OnBothEngines]
    public async Task TablesHoldEveryRowAndNoFormula(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var hosted = await HostedJob.On(scenario);
        (await (await hosted.Open()).FillContact("a@example.com", "=HYPERLINK(\"http://evil\")").Send()).ExpectThanks();
        (await (await hosted.Open()).FillContact("b@example.com", "Zoë, \"Z\"").Send()).ExpectThanks();
        var owner = await hosted.Advertiser.LogIn();

        var csv = (await owner.Get("/v5/applications.csv?sort=startedAt,asc")).Expect(200);
        var lines = csv.Text.Split("\r\n");
        Assert.Equal("text/csv", csv.MediaType);
        Assert.Contains("applications.csv", csv.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.StartsWith("tlrApplicationId,kind,status,", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"Zoë, \"\"Z\"\"\"", lines[2], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);

        var xlsx = (await owner.Get("/v5/applications.xlsx?sort=startedAt,asc&search=kind=APPLICATION")).Expect(200);
        var rows = Sheet(xlsx.Body, 1);
        Assert.Equal(3, rows.Count);
        Assert.Contains("=HYPERLINK(\"http://evil\")", rows[1]);
        Assert.Contains("Zoë, \"Z\"", rows[2]);
        (await owner.Get("/v5/applications.csv?search=nonsense")).ExpectProblem(422);
        (await owner.Get("/v5/applications.xlsx?sort=nonsense")).ExpectProblem(422);
    }

    [Theory, OnBothEngines]
    public async Task ResumesComeUnderSafeNamesThatDiffer(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var hosted = await HostedJob.On(scenario);
        foreach (var (mail, name) in new[] { ("a@example.com", "../../etc"), ("b@example.com", "../../etc") })
        {
            (await (await hosted.Open()).FillContact(mail, name).Attach("resume", "cv.pdf", Samples.Pdf).Send())
                .ExpectThanks();
        }
        (await (await hosted.Open()).FillContact("c@example.com").Send()).ExpectThanks();
        var owner = await hosted.Advertiser.LogIn();

        var zip = (await owner.Get("/v5/applications/resumes.zip")).Expect(200);

        Assert.Equal("application/zip", zip.MediaType);
        using var archive = new ZipArchive(new MemoryStream(zip.Body));
        Assert.Equal(2, archive.Entries.Select(entry => entry.FullName).Distinct().Count());
        foreach (var entry in archive.Entries)
        {
            Assert.Matches("^Lovelace-etc-[0-9a-f-]{36}\\.pdf$", entry.FullName);
            using var content = new MemoryStream();
            await using var stream = entry.Open();
            await stream.CopyToAsync(content);
            Assert.Equal(Samples.Pdf, content.ToArray());
        }
    }

    [Fact]
    public async Task AWorkbookHoldsWhatItWasGivenOnAsManySheetsAsItTakes()
    {
        using var file = new MemoryStream();
        var writtenAt = DateTimeOffset.UnixEpoch.AddYears(57);
        await using (var sheet = await XlsxSheet.Begin(file, writtenAt, default, mostRows: 3))
        {
            await sheet.Row(["name", "number"]);
            await sheet.Row(["a\u0001b <&> \ud800 😀\r\nc", 42]);
            await sheet.Row([default, 10_000_000_042]);
            await sheet.Row([new string('x', 40_000), default]);
            await sheet.Finish();
        }

        var first = Sheet(file.ToArray(), 1);
        var second = Sheet(file.ToArray(), 2);

        Assert.Equal(["ab <&>  😀\r\nc", "42"], first[1]);
        Assert.Equal(["10000000042"], first[2]);
        Assert.Equal(["name", "number"], second[0]);
        Assert.Equal(32_767, Assert.Single(second[1]).Length);
        using var archive = new ZipArchive(file);
        var types = XDocument.Load(archive.GetEntry("[Content_Types].xml")!.Open()).Root!;
        Assert.Equal(
            ["/xl/workbook.xml", "/xl/worksheets/sheet1.xml", "/xl/worksheets/sheet2.xml"],
            types.Elements().Select(part => (string?)part.Attribute("PartName")).OfType<string>());
        Assert.Equal(["rels"], types.Elements().Select(part => (string?)part.Attribute("Extension")).OfType<string>());
        var book = XDocument.Load(archive.GetEntry("xl/workbook.xml")!.Open());
        Assert.Equal(2, book.Descendants(Main + "sheet").Count());
        Assert.Equal(27 * 26, Letters().Count());
    }

    // References go A to Z, then AA: a spreadsheet refuses a row whose cells are called anything else.
    private static IEnumerable<string> Letters() =>
        Enumerable.Range(0, 27).SelectMany(front => Enumerable.Range(0, 26).Select(back =>
            (front == 0 ? "" : ((char)('A' + front - 1)).ToString()) + (char)('A' + back)));

    private static List<List<string>> Sheet(byte[] file, int number)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using var text = new StreamReader(SheetOf(archive, number).Open(), Encoding.UTF8);
        var sheet = XDocument.Parse(text.ReadToEnd(), LoadOptions.PreserveWhitespace);
        var names = Letters().ToList();
        foreach (var (index, row) in sheet.Descendants(Main + "row").Index())
        {
            var places = row.Elements(Main + "c").Select(cell => (string)cell.Attribute("r")!).ToList();
            Assert.All(places, place => Assert.Contains(place.TrimEnd("0123456789".ToCharArray()), names));
            Assert.All(places, place => Assert.EndsWith($"{index + 1}", place, StringComparison.Ordinal));
        }
        return
        [
            .. sheet.Descendants(Main + "row").Select(row => row.Elements(Main + "c").Select(cell =>
                (string?)cell.Element(Main + "v") ?? (string)cell.Descendants(Main + "t").Single()).ToList()),
        ];
    }

    // As a spreadsheet program finds it: the package's relations name the book, the book's relations its sheets.
    private static ZipArchiveEntry SheetOf(ZipArchive archive, int number)
    {
        var book = Assert.Single(Relations(archive, "_rels/.rels", "officeDocument")).Value;
        var sheet = XDocument.Load(archive.GetEntry(book)!.Open()).Descendants(Main + "sheet").ElementAt(number - 1);
        var sheets = Relations(archive, "xl/_rels/workbook.xml.rels", "worksheet");
        return archive.GetEntry("xl/" + sheets[(string)sheet.Attribute(InBook + "id")!])!;
    }

    private static Dictionary<string, string> Relations(ZipArchive archive, string part, string kind) =>
        XDocument.Load(archive.GetEntry(part)!.Open()).Root!.Elements()
            .Where(relation => (string?)relation.Attribute("Type") == $"{InBook.NamespaceName}/{kind}")
            .ToDictionary(
                relation => (string)relation.Attribute("Id")!, relation => (string)relation.Attribute("Target")!);
}
