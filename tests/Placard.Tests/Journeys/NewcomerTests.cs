using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Placard.Tests.Journeys;

/// <summary>
/// The commands of the README, run as a newcomer runs them: <c>./run</c>, and then the first things to try, with
/// nothing but what it printed.
/// </summary>
public sealed partial class NewcomerTests
{
    [Theory]
    [InlineData("serve", "--data")]
    [InlineData("demo", "./demo-data")]
    [InlineData("verify", "--data")]
    [InlineData("bench", "--list")]
    public async Task AVerbExplainsItself(string verb, string option)
    {
        var project = RepositoryRoot.At("src", "Placard.Host");
        var help = await Commands.Require(
            "dotnet", ["run", "-c", "Release", "--no-build", "--project", project, "--", verb, "--help"]);
        Assert.Contains(option, help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serv")]
    [InlineData("serv", "--help")]
    public async Task AVerbThatDoesNotExistIsRefused(params string[] words)
    {
        var finished = await ExchangeProgram.Run(words);

        Assert.Equal(2, finished.ExitCode);
        Assert.Equal(
            "'serv' is not a verb. There are: serve, demo, verify, bench.", finished.Output.Trim());
    }

    [Theory, OnBothEngines]
    public async Task RunShowsAWorkingExchange(string engine)
    {
        await using var demo = await RunningDemo.Start(engine);

        var part = FeedPart.Read(await demo.Http.GetStringAsync(demo.Printed(FeedAddress())));
        var job = part.Jobs[0];
        var status = await demo.Http.GetStringAsync(new Uri($"v2/job/{job.JobId}/status", UriKind.Relative));
        Assert.Contains("LIVE", status, StringComparison.Ordinal);
        var sid = await Click(demo, job.Url);
        var converted = await demo.Http.GetStringAsync(
            new Uri($"conversion2.php?tlr_sid={sid}&Link=true", UriKind.Relative));
        Assert.Contains("\"matched\":true", converted, StringComparison.Ordinal);
        using var hire = new StringContent(
            $$"""{"tlr_sid":"{{sid}}","event":"hired","event_time":"2026-11-01T10:00:00Z"}""",
            Encoding.UTF8, "application/json");
        using var hired = await demo.Http.PostAsync(new Uri("disposition/v1/events", UriKind.Relative), hire);
        Assert.Equal(HttpStatusCode.OK, hired.StatusCode);

        var row = await Explained(demo, sid);
        Assert.Equal("BILLABLE", (string?)row["verdict"]);
        Assert.InRange((long)row["chargedCents"]!, 1, 10_000);
        Assert.InRange((long)row["earnedMicros"]!, 1, 100_000_000);

        await Apply(demo);
        await LookAtHiringDay(demo, part);

        await demo.Interrupt();
        await demo.BooksAddUp();
    }

    [Fact]
    public async Task ADemoThatIsEndedWhileItIsMadeEndsAtOnceAndIsMadeAnew()
    {
        var folder = Directory.CreateTempSubdirectory("placard-demo-").FullName;
        string[] demo = ["demo", "--data", folder, "--urls", "http://127.0.0.1:0"];
        // Before anything is waited for, and in the middle of the work.
        foreach (var line in (string[])["First operator:", "Making the demo world"])
        {
            using var ended = new ExchangeProcess(demo, folder);
            await ended.Says(line);
            Assert.Equal(130, await ended.Terminate(TimeSpan.FromSeconds(25)));
            Assert.DoesNotContain(ended.Lines, printed => printed.Contains("   at ", StringComparison.Ordinal));
        }
        using var again = new ExchangeProcess(demo, folder);
        await again.Says("The demo exchange is ready");
        Assert.Equal(0, await again.Terminate(TimeSpan.FromSeconds(25)));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task LookAtHiringDay(RunningDemo demo, FeedPart part)
    {
        var day = Assert.Single(part.Jobs, job => job.Title.Contains("open hiring day", StringComparison.Ordinal));
        var sid = await Click(demo, day.Url);
        var page = await demo.Http.GetStringAsync(new Uri($"apply/{day.JobId}?tlr_sid={sid}", UriKind.Relative));
        Assert.Contains("When will you come?", page, StringComparison.Ordinal);
    }

    private static async Task<string> Click(RunningDemo demo, string url)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, url);
        ask.Headers.TryAddWithoutValidation("User-Agent", Visitor.Browser);
        using var click = await demo.Http.SendAsync(ask);
        Assert.Equal(HttpStatusCode.Redirect, click.StatusCode);
        return ClickIdIn().Match(click.Headers.Location!.OriginalString).Groups[1].Value;
    }

    // On a screen as narrow as a phone's, with the keyboard alone; the advertiser has both events within moments.
    private static async Task Apply(RunningDemo demo)
    {
        var found = await Browser.Run("apply.mjs", new JsonObject
        {
            ["url"] = demo.Printed(HostedJob()),
            ["width"] = 360,
            ["pages"] = new JsonArray(
                new JsonObject
                {
                    ["firstName"] = "Ada", ["lastName"] = "Byron", ["emailAddress"] = "ada@example.com",
                    ["phone"] = "(512) 555-0100", ["zipcode"] = "78758",
                },
                new JsonObject { ["work_eligibility"] = "yes", ["has_license"] = "0" },
                new JsonObject { ["availability"] = new JsonArray("night", "evening") }),
        });
        Assert.Equal("Thank you, your application was sent", (string?)found["end"]);
        Assert.Contains("More jobs like this", (string)found["text"]!, StringComparison.Ordinal);
        Assert.Empty(found["faults"]!.AsArray());
        var receiver = demo.Printed(Receiver());
        await Eventually.Holds(async () =>
        {
            var page = await demo.Http.GetStringAsync(receiver);
            return page.Contains("completed:v2", StringComparison.Ordinal)
                && page.Split("signature is valid").Length == 3;
        }, "the advertiser has both events, with valid signatures");
    }

    private static async Task<JsonNode> Explained(RunningDemo demo, string sid)
    {
        var login = OperatorLogin().Match(demo.Text);
        var pair = Encoding.UTF8.GetBytes($"{login.Groups["id"].Value}:{login.Groups["secret"].Value}");
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var ask = new HttpRequestMessage(HttpMethod.Post, "v5/oauth2/token") { Content = form };
        ask.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        using var token = await demo.Http.SendAsync(ask);
        var access = (string)JsonNode.Parse(await token.Content.ReadAsStringAsync())!["access_token"]!;
        using var look = new HttpRequestMessage(HttpMethod.Get, $"v5/clicks?search=tlrSid%3D{sid}");
        look.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        using var seen = await demo.Http.SendAsync(look);
        return Assert.Single(JsonNode.Parse(await seen.Content.ReadAsStringAsync())!["content"]!.AsArray())!;
    }

    [GeneratedRegex(@"Feed \d+\s+(\S+)")]
    private static partial Regex FeedAddress();

    [GeneratedRegex(@"Apply for a job\s+(\S+)")]
    private static partial Regex HostedJob();

    [GeneratedRegex(@"See it arrive\s+(\S+)")]
    private static partial Regex Receiver();

    [GeneratedRegex(@"tlr_sid=([0-9a-f-]{36})")]
    private static partial Regex ClickIdIn();

    [GeneratedRegex(@"[Oo]perator\s+client id (?<id>\S+)\s+secret (?<secret>\S+)")]
    private static partial Regex OperatorLogin();
}
