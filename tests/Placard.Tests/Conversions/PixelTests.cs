namespace Placard.Tests.Conversions;

/// <summary>An advertiser puts the pixel on its thank-you page. Whatever happens, the page must not break.</summary>
public sealed class PixelTests
{
    [Theory, OnBothEngines]
    public async Task ThePixelCountsTheClickNamedInItsAddress(string engine)
    {
        var sold = await SoldJob.On(await Scenario.OnShared(engine));
        var tlrSid = await sold.Click();

        AssertPixel(await sold.Scenario.Convert(tlrSid, 1, link: false));

        Assert.True((bool)(await TheOnlyConversion(sold.Scenario, tlrSid))["matched"]!);
    }

    [Theory, OnBothEngines]
    public async Task ThePixelFindsTheVisitorsClickByItsCookie(string engine)
    {
        var sold = await SoldJob.On(await Scenario.OnShared(engine));
        var click = await sold.Scenario.Click(sold.Job.Url);
        var tlrSid = click.Landed();
        var cookie = click.Answer.Header("Set-Cookie")!.Split(';')[0];

        AssertPixel(await Fetch(sold.Scenario, "/conversion.php", cookie));
        AssertPixel(await Fetch(sold.Scenario, "/conversion2.php?tlr_sid=%7Bunfilled%7D", cookie));

        var rows = await sold.Scenario.Operator.List("/v5/conversions", $"tlrSid={tlrSid}", "event,asc");
        Assert.Equal([1, 2], rows.Select(row => (int)row["event"]!));
    }

    [Theory, OnBothEngines]
    public async Task TheAddressWinsOverTheCookie(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var ids = new SomeIds(500 + engine.Length);
        var (named, kept) = (ids.Next(), ids.Next());

        AssertPixel(await Fetch(scenario, $"/conversion3.php?tlr_sid={named}", $"tlr_sid={kept}"));

        Assert.Equal(3, (int)(await TheOnlyConversion(scenario, named))["event"]!);
        Assert.Empty(await scenario.Operator.List("/v5/conversions", $"tlrSid={kept}"));
    }

    // A server that calls without an id has made a mistake; a cookie is no excuse for it.
    [Fact]
    public async Task AnApiCallDoesNotLookIntoCookies()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        (await Fetch(scenario, "/conversion.php?Link=true", $"tlr_sid={new SomeIds(600).Next()}")).Expect(400);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?tlr_sid=")]
    [InlineData("?tlr_sid=garbage")]
    [InlineData("?Link=false")]
    [InlineData("?Link=1&tlr_sid=%00")]
    public async Task APixelWithoutAUsableIdIsStillAPixel(string query)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        AssertPixel(await Fetch(scenario, $"/conversion2.php{query}", "tlr_sid=rubbish; other=1"));
    }

    // Bytes that are no UTF-8, as some old program left them on the advertiser's domain.
    [Fact]
    public async Task AMangledCookieOfAnotherProgramBreaksNoPixel()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var tlrSid = new SomeIds(700).Next();

        AssertPixel(await Fetch(scenario, "/conversion3.php", $"tlr_sid={tlrSid}; other=M\u00fcller\u00ff"));

        Assert.Equal(3, (int)(await TheOnlyConversion(scenario, tlrSid))["event"]!);
    }

    private static void AssertPixel(Answer answer)
    {
        answer.Expect(200);
        Assert.Equal("image/gif", answer.MediaType);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("GIF89a"u8, answer.Body.AsSpan(0, 6));
        Assert.Equal<byte>([1, 0, 1, 0], answer.Body.AsSpan(6, 4).ToArray());
        Assert.Equal(0x3B, answer.Body[^1]);
    }

    private static async Task<Answer> Fetch(Scenario scenario, string path, string cookie)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, path);
        message.Headers.Add("Cookie", cookie);
        return await scenario.Send(message);
    }

    private static async Task<System.Text.Json.Nodes.JsonObject> TheOnlyConversion(Scenario scenario, string tlrSid) =>
        Assert.Single(await scenario.Operator.List("/v5/conversions", $"tlrSid={tlrSid}"));
}
