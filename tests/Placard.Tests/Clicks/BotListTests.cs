using Placard.Clicks.Judging;

namespace Placard.Tests.Clicks;

public sealed class BotListTests
{
    /// <summary>Sample agents of the published list that we take for people's, on purpose: apps on phones open
    /// addresses with this library.</summary>
    private static readonly string[] s_leftToPeople = ["okhttp/"];

    public static TheoryData<string> Browsers => [.. Agents("browsers.txt")];

    [Theory]
    [MemberData(nameof(Browsers))]
    public void APersonsBrowserIsNoBot(string agent) => Assert.False(BotList.Shipped.IsBot(agent));

    [Fact]
    public void PublishedCrawlersAreBots()
    {
        var samples = Agents("crawler-samples.txt");
        Assert.InRange(samples.Length, 90, 200);
        var missed = samples.Where(agent => !BotList.Shipped.IsBot(agent))
            .Where(agent => !s_leftToPeople.Any(left => agent.StartsWith(left, StringComparison.Ordinal)));
        Assert.Empty(missed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("curl/8.5.0")]
    [InlineData("Wget/1.21.4")]
    [InlineData("python-requests/2.32.3")]
    [InlineData("Python-urllib/3.12")]
    [InlineData("Python/3.12 aiohttp/3.9.5")]
    [InlineData("Go-http-client/2.0")]
    [InlineData("Java/17.0.9")]
    [InlineData("Apache-HttpClient/4.5.14 (Java/17.0.9)")]
    [InlineData("libwww-perl/6.72")]
    [InlineData("Scrapy/2.11.2 (+https://scrapy.org)")]
    [InlineData("node-fetch/1.0 (+https://github.com/bitinn/node-fetch)")]
    [InlineData("axios/1.7.2")]
    [InlineData("GuzzleHttp/7")]
    [InlineData("Ruby")]
    [InlineData("PostmanRuntime/7.39.0")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/138.0.0.0")]
    [InlineData("Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1")]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)")]
    [InlineData("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)")]
    [InlineData("Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)")]
    [InlineData("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)")]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")]
    [InlineData("WhatsApp/2.23.20.0")]
    [InlineData("SomeFeedReader/2.0 (unknown)")]
    [InlineData("Mozilla/5.0")]
    [InlineData("made-up-bot/0.1 (a new one)")]
    public void AProgramIsABot(string? agent)
    {
        Assert.True(BotList.Shipped.IsBot(agent));
        Assert.True(BotList.Shipped.IsBot(agent));
    }

    [Fact]
    public void AnEndlessAgentIsJudgedByItsBeginning()
    {
        var browser = Agents("browsers.txt")[0];
        Assert.False(BotList.Shipped.IsBot(browser + new string(' ', 60_000) + "Googlebot/2.1"));
        Assert.True(BotList.Shipped.IsBot("Googlebot/2.1 " + new string('x', 60_000)));
    }

    [Fact]
    public void AnswersStayTheSameWhenMoreAgentsComeThanAreRemembered()
    {
        var browser = Agents("browsers.txt")[0];
        var list = BotList.Read(new StringReader("crawler\n"), "ours.txt");
        Parallel.For(0, 20_000, i =>
        {
            Assert.False(list.IsBot($"{browser} {i}"));
            Assert.True(list.IsBot($"{browser} crawler {i}"));
        });
        Assert.False(list.IsBot(browser));
    }

    [Fact]
    public void ARememberedAgentCostsNoMemory()
    {
        var browser = Agents("browsers.txt")[0];
        var endless = browser + new string(' ', 1_000);
        _ = BotList.Shipped.IsBot(browser);
        _ = BotList.Shipped.IsBot(endless);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bots = 0;
        for (var i = 0; i < 1_000; i++)
        {
            bots += BotList.Shipped.IsBot(browser) ? 1 : 0;
            bots += BotList.Shipped.IsBot(endless) ? 1 : 0;
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, bots);
    }

    [Fact]
    public void AnOperatorsFileTakesTheListsPlace()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                path, "# ours\n\nEvil\\.Reader\n(?i)nosy\n^Only at the start\n(?<!no )Entry\n(?i)a{2,}h\n");
            var list = BotList.FromFile(path);
            Assert.True(list.IsBot("An Evil.Reader/1"));
            Assert.False(list.IsBot("An Evil-Reader/1"));
            Assert.False(list.IsBot("An evil.reader/1"));
            Assert.True(list.IsBot("x NOSY y"));
            Assert.True(list.IsBot("Only at the start, then"));
            Assert.False(list.IsBot("Not Only at the start"));
            Assert.True(list.IsBot("my Entry"));
            Assert.False(list.IsBot("no Entry"));
            Assert.True(list.IsBot("AAAH"));
            Assert.False(list.IsBot("curl/8.5.0"));
            Assert.True(list.IsBot(""));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AListMayBeEmpty()
    {
        var list = BotList.Read(new StringReader("# nobody\n"), "ours.txt");
        Assert.True(list.IsBot(null));
        Assert.False(list.IsBot("curl/8.5.0"));
    }

    [Theory]
    [InlineData("(unclosed")]
    [InlineData("(?i)[z-a]")]
    public void ALineThatIsNoExpressionIsNamed(string line)
    {
        var refused = Assert.Throws<InvalidDataException>(
            () => BotList.Read(new StringReader("fine\n" + line), "ours.txt"));
        Assert.StartsWith("ours.txt, line 2: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APatternThatNeverEndsDoesNotHoldAClickUp()
    {
        var list = BotList.Read(new StringReader("(?=x)(x+x+)+y\n"), "ours.txt");
        Assert.False(list.IsBot(new string('x', BotList.LongestAgent)));
    }

    private static string[] Agents(string file) =>
        [.. File.ReadLines(RepositoryRoot.At("tests", "Placard.Tests", "Clicks", "Data", file))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))];
}
