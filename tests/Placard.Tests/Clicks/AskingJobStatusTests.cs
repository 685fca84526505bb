using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Placard.Tests.Clicks;

/// <summary>Job status (seed 2), by job and by spl: always an answer, in the order of the question.</summary>
public sealed class AskingJobStatusTests
{
    [Theory, OnBothEngines]
    public async Task AJobsStatusFollowsItsLife(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        var feed = ClickShop.Selling(("cpc", "0.50"));
        var shop = await ClickShop.Open(scenario, feed, new { monthlyBudget = 0.99m });
        var (job, spl) = (shop.Job.JobId, shop.Job.Spl);

        async Task Is(string byJob, string bySpl) =>
            Assert.Equal((byJob, bySpl), (await scenario.StatusOf(job), (await scenario.Status(spl))[0]));

        await Is("LIVE", "LIVE");
        await shop.Campaign.Pause();
        await Is("EXPIRED", "EXPIRED");
        await shop.Campaign.Launch();
        await Is("LIVE", "LIVE");
        (await scenario.Click(shop.Job.Url)).Landed();
        await Is("EXPIRED", "EXPIRED");
        Assert.Equal("OUT_OF_BUDGET", (string?)(await shop.Campaign.Read())["status"]);
        await shop.Campaign.Change(new { monthlyBudget = 1m });
        await Is("LIVE", "LIVE");
        await scenario.AdvanceClock(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await Is("LIVE", "LIVE");
        await scenario.AdvanceClock(TimeSpan.FromSeconds(1));
        await Is("LIVE", "STALE");
        await shop.Advertiser.Import(ClickShop.Selling());
        await Is("LIVE", "STALE");
        await shop.Advertiser.Import(new AdvertiserXml().Job("another", ("title", ClickShop.FreshTitle())));
        await Is("EXPIRED", "EXPIRED");
        await shop.Advertiser.Import(feed);
        await Is("LIVE", "STALE");
        await shop.Campaign.Archive();
        await Is("EXPIRED", "EXPIRED");
    }

    [Theory, OnBothEngines]
    public async Task SplsAreAnsweredInOrderRepeatsIncluded(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var live = await ClickShop.Open(scenario);
        var paused = await ClickShop.Open(scenario);
        await paused.Campaign.Pause();
        string[] spls =
        [
            paused.Job.Spl, live.Job.Spl, "ABC123...", live.Job.Spl, "", paused.Job.Spl, "ü\"\\/<>&+ =😀", "\u0001",
            new('x', 4096), live.Job.Spl[..^1] + (live.Job.Spl[^1] == '_' ? '-' : '_'), live.Job.Spl + "=",
        ];
        var answer = (await Ask(scenario, JsonSerializer.Serialize(new { spls }))).Expect(200);
        Assert.Equal("application/json", answer.MediaType);
        var entries = answer.Json.AsArray().Select(entry => Assert.Single(entry!.AsObject())).ToList();
        Assert.Equal(spls, entries.Select(entry => entry.Key));
        Assert.Equal(
            ["EXPIRED", "LIVE", "UNKNOWN", "LIVE", "UNKNOWN", "EXPIRED", .. Enumerable.Repeat("UNKNOWN", 5)],
            entries.Select(entry => (string)entry.Value!));
        // Tokens come back letter by letter: clients look their answer up by them.
        Assert.Contains("\"ü\\\"\\\\/<>&+ =", answer.Text, StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task AThousandSplsAreAnsweredAndOneMoreIsRefused(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        var statuses = await shop.Scenario.Status([.. Enumerable.Repeat(shop.Job.Spl, 1_000)]);
        Assert.Equal(Enumerable.Repeat("LIVE", 1_000), statuses);
        Assert.Empty(await shop.Scenario.Status());
        var refused = await Ask(
            shop.Scenario, $$"""{"spls":[{{string.Join(',', Enumerable.Repeat("\"x\"", 1_001))}}]}""");
        Assert.Equal("""{"message":"At most 1000 spls are allowed."}""", refused.Expect(400).Text);
    }

    [Theory, OnBothEngines]
    public async Task ABodyThatIsNoQuestionIsRefusedInOneSentence(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        (string Body, string Message)[] cases =
        [
            ("", "The body is not JSON."), ("{", "The body is not JSON."), ("spls=a&spls=b", "The body is not JSON."),
            ("\u0000", "The body is not JSON."), ("{\"spls\":[\"a\"]} x", "The body is not JSON."),
            (string.Concat(Enumerable.Repeat("[", 10_000)), "The body is not JSON."),
            ("[]", Shape), ("null", Shape), ("\"spls\"", Shape), ("{}", Shape), ("{\"SPLS\":[]}", Shape),
            ("{\"spls\":null}", Shape), ("{\"spls\":\"a\"}", Shape), ("{\"spls\":{\"0\":\"a\"}}", Shape),
            ("{\"spls\":[1]}", Each), ("{\"spls\":[null]}", Each), ("{\"spls\":[[\"a\"]]}", Each),
            ("{\"\\ud800\":1,\"s\\udc00\":[]}", Shape), ("{\"spls\":[\"\\ud800\"]}", Each),
            ($"{{\"spls\":[\"{new string('x', 4097)}\"]}}", Each),
        ];
        foreach (var (body, message) in cases)
        {
            var answer = await Ask(scenario, body);
            Assert.True(answer.Status == 400 && (string?)answer["message"] == message, $"{body} got {answer}");
        }
        // Seed 2 names no other type, but what reads as JSON is read, whatever it is called.
        (await Ask(scenario, """{"spls":[]}""", "text/plain")).Expect(200);
        (await Ask(scenario, new string(' ', 1 << 20) + "{}")).Expect(413);
    }

    [Theory, OnBothEngines]
    public async Task TheNameMayBeEscapedAndOthersMayBeNoText(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        string[] bodies =
        [
            """{"\u0073p\u006Cs":["a"]}""",
            """{"spls":["a"],"\ud800":1,"spls\udc00":["b"],"sp\u0164s":["c"],"spls\u0073":2,"spls\n":3,"sp":4}""",
            """{"spls":["b"],"\uDBFF":{},"spls":["a"]}""",
        ];
        foreach (var body in bodies)
        {
            Assert.Equal("""[{"a":"UNKNOWN"}]""", (await Ask(scenario, body)).Expect(200).Text);
        }
    }

    [Theory, OnBothEngines]
    public async Task AnyJobIdGetsAnAnswer(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        (string Path, string Key)[] cases =
        [
            ("99999999996", "99999999996"), ("0", "0"), ("-5", "-5"), ("abc", "abc"), ("1.5", "1.5"),
            ("99999999999999999999999", "99999999999999999999999"), ("%20", " "), ("a%22b", "a\"b"), ("%C3%BC", "ü"),
            ("1%2F2", "1%2F2"), ("%FF", "%FF"),
        ];
        foreach (var (path, key) in cases)
        {
            var answer = (await scenario.Get($"/v2/job/{path}/status")).Expect(200);
            var (name, status) = Assert.Single(answer.Json.AsObject());
            Assert.Equal((key, "UNKNOWN"), (name, (string?)status));
        }
    }

    private const string Shape = "The body must be an object with an array of strings named spls.";

    private const string Each = "Each spl must be a string of at most 4096 characters.";

    private static async Task<Answer> Ask(Scenario scenario, string body, string type = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await scenario.Send(HttpMethod.Post, "/v2/job/status", content);
    }
}
