using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>However many files an application may have, together they stay small enough for one event.</summary>
public sealed class UploadsTogetherTests
{
    private const string Questions =
        """
        [{"id":"one","type":"file","question":"One?"},{"id":"two","type":"file","question":"Two?"},
         {"id":"why","type":"text","question":"Why?","required":true}]
        """;

    private static readonly string[] Settings =
        ["--Placard:Apply:FileBytes=65536", "--Placard:Apply:ApplicationBytes=150000"];

    [Theory, OnBothEngines]
    public async Task WhatGoesBeyondTheCeilingIsRefusedBesideItsField(string engine)
    {
        await using var exchange = await Exchange.Start(engine, Settings);
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.On(exchange), server, Questions);
        var page = (await (await hosted.Open()).FillContact().Attach("resume", "cv.pdf", Pdf(60_000)).Send())
            .Expect(200);

        var refused = (await page.Attach("one", "one.pdf", Pdf(60_000)).Attach("two", "two.pdf", Pdf(60_000))
            .Fill("why", "so").Send()).Expect(422);
        // What takes another's place is not counted beside it, and what is taken away not at all.
        var again = (await refused.Attach("one", "new.pdf", Pdf(65_000)).Attach("two", "two.pdf", Pdf(60_000)).Send())
            .Expect(422);
        var end = await again.Fill("__remove", "one").Attach("two", "two.pdf", Pdf(60_000)).Send();

        foreach (var told in (JobForm[])[refused, again])
        {
            var message = Assert.Single(told.Messages);
            Assert.Contains("146 KB together", message.Value, StringComparison.Ordinal);
            Assert.Contains($"<a href=\"#{message.Key}\">", told.Html, StringComparison.Ordinal);
        }
        Assert.Contains("one.pdf", refused.Html, StringComparison.Ordinal);
        Assert.Contains("new.pdf", again.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("two.pdf", again.Html, StringComparison.Ordinal);
        end.ExpectThanks();
        Assert.Equal(["resume 60000", "two 60000"], await FilesOf(hosted));
    }

    [Theory, OnBothEngines]
    public async Task AResumeOfAnotherTabIsRefusedWhereItWouldBeTooMuch(string engine)
    {
        await using var exchange = await Exchange.Start(engine, Settings);
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.On(exchange), server, Questions);
        var landing = await hosted.Land();
        var first = await JobForm.Open(hosted.Scenario, landing);
        var second = await JobForm.Open(hosted.Scenario, landing);
        var page = (await first.FillContact().Send()).Expect(200);
        (await page.Attach("one", "one.pdf", Pdf(60_000)).Attach("two", "two.pdf", Pdf(60_000)).Send()).Expect(422);

        var refused = (await second.FillContact().Attach("resume", "cv.pdf", Pdf(60_000)).Send()).Expect(422);
        var smaller = (await refused.Attach("resume", "cv.pdf", Pdf(20_000)).Send()).Expect(200);

        Assert.Contains("together", Assert.Single(refused.Messages).Value, StringComparison.Ordinal);
        Assert.Equal("Lovelace", refused.ValueOf("lastName"));
        (await smaller.Fill("why", "so").Send()).ExpectThanks();
        Assert.Equal(["one 60000", "resume 20000", "two 60000"], await FilesOf(hosted));
    }

    private static byte[] Pdf(int bytes) => [.. Samples.Pdf, .. new byte[bytes - Samples.Pdf.Length]];

    private static async Task<IEnumerable<string>> FilesOf(HostedJob hosted)
    {
        var id = Assert.Single(await hosted.Applications())["tlrApplicationId"];
        var whole = (await hosted.Scenario.Operator.Get($"/v5/applications/{id}")).Expect(200);
        return whole["files"]!.AsArray().Select(file => $"{file!["field"]} {file["size"]}").Order();
    }
}
