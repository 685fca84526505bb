using System.Security.Cryptography;
using System.Text;
using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>With a scanner configured no file is taken that it did not look at.</summary>
public sealed class FormsScanTests
{
    private const string Letter = """[{"id":"letter","type":"file","question":"A letter?"}]""";

    // Debian's clamd with one signature of ours: also inside a packed document, and large files in many pieces.
    [Theory, OnBothEngines]
    public async Task AVirusIsFoundByClamdWhereverItHidesAndNothingOfItIsKept(string engine)
    {
        await using var scanner = await ClamServer.Start();
        await using var exchange = await Exchange.Start(engine, $"--Placard:Clamd={scanner.Address}");
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.On(exchange), server, Letter);
        var virus = Encoding.ASCII.GetBytes($"Dear all, {ClamServer.Virus}");
        var page = await hosted.Open();
        foreach (var (name, content) in new[]
        {
            ("cv.txt", virus), ("cv.docx", Samples.Docx(("word/media/image1.bin", virus))),
        })
        {
            page = (await page.FillContact().Attach("resume", name, content).Send()).Expect(422);
            Assert.Contains("carries a virus", page.Messages["f-resume"], StringComparison.Ordinal);
            Assert.DoesNotContain("Attached", page.Html, StringComparison.Ordinal);
        }
        Assert.Empty(await hosted.Applications());

        var large = new byte[5 << 20];
        Samples.Pdf.CopyTo(large, 0);
        var questions = (await page.Attach("resume", "cv.pdf", large).Send()).Expect(200);
        var refused = (await questions.Attach("letter", "letter.txt", virus).Send()).Expect(422);
        Assert.Contains("carries a virus", refused.Messages["q0"], StringComparison.Ordinal);
        (await refused.Attach("letter", "letter.txt", "Dear all"u8.ToArray()).Send()).ExpectThanks();

        var data = (await hosted.Events())[1]["data"]!;
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(large)),
            (string?)data["applicant"]!["resume"]!["contentSha256"]);
        Assert.DoesNotContain(ClamServer.Virus, data.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhileClamdIsGoneApplicationsWithoutFilesGoOnAndFilesWaitForIt()
    {
        await using var scanner = await ClamServer.Start();
        await using var exchange = await Exchange.Start(
            StorageEngine.Sqlite, $"--Placard:Clamd={scanner.Address}");
        var hosted = await HostedJob.On(await Scenario.On(exchange));
        await scanner.Stop();

        var unseen = await (await hosted.Open()).FillContact("a@example.com")
            .Attach("resume", "cv.pdf", Samples.Pdf).Send();
        var without = await (await hosted.Open()).FillContact("b@example.com").Send();
        await scanner.Launch();
        var seen = await unseen.Attach("resume", "cv.pdf", Samples.Pdf).Send();

        Assert.Contains("cannot check", unseen.Expect(422).Messages["f-resume"], StringComparison.Ordinal);
        without.ExpectThanks();
        seen.ExpectThanks();
    }

    // A stand-in that speaks as clamd does, and once as nobody does.
    [Fact]
    public async Task FilesAreTakenOnlyWhenTheScannerFindsNothing()
    {
        using var scanner = new StandInScanner();
        await using var exchange = await Exchange.Start(
            StorageEngine.Sqlite, $"--Placard:Clamd=127.0.0.1:{scanner.Port}");
        var hosted = await HostedJob.On(await Scenario.On(exchange));

        var infected = await (await hosted.Open()).FillContact()
            .Attach("resume", "cv.txt", "virus inside"u8.ToArray()).Send();
        var clean = await (await hosted.Open()).FillContact()
            .Attach("resume", "cv.txt", "nothing inside"u8.ToArray()).Send();
        var puzzled = await (await hosted.Open()).FillContact()
            .Attach("resume", "cv.txt", "confusing"u8.ToArray()).Send();
        scanner.Dispose();
        var unseen = await (await hosted.Open()).FillContact("b@example.com")
            .Attach("resume", "cv.txt", "nothing inside"u8.ToArray()).Send();
        var without = await (await hosted.Open()).FillContact("c@example.com").Send();

        Assert.Contains("virus", infected.Expect(422).Messages["f-resume"], StringComparison.Ordinal);
        clean.ExpectThanks();
        Assert.Contains("cannot check", puzzled.Expect(422).Messages["f-resume"], StringComparison.Ordinal);
        Assert.Contains("cannot check", unseen.Expect(422).Messages["f-resume"], StringComparison.Ordinal);
        without.ExpectThanks();
    }
}
