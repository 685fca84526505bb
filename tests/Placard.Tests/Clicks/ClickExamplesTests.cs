using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks;

/// <summary>
/// The examples of the contract pages for clicks and job status, played against the real program. What differs from run
/// to run (ids, tokens, addresses) is written as in the seeds.
/// </summary>
public sealed class ClickExamplesTests
{
    private const string SeedJob = "14813142427";
    private const string SeedFeed = "1234";
    private const string SeedClick = "b2719d91-a7b4-4957-8f7b-6b1d8c9b1a26";
    private const string Board = "https%3A%2F%2Fwww.example.com%2Fjob-unavailable%2FyourJobId";

    public static TheoryData<string, string> Shown => [..
        from page in (string[])["clicks", "job-status"]
        from file in Directory.GetFiles(RepositoryRoot.At("tests", "golden", page, "exemplary"))
            .Order(StringComparer.Ordinal)
        select new TheoryDataRow<string, string>(page, Path.GetFileName(file))];

    [Theory, OnBothEngines]
    public async Task EveryExampleComesOutAsWritten(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        var shop = await ClickShop.Open(
            scenario,
            ClickShop.Selling(("title", "Night Nurse"), ("url", "https://acme.example/jobs/7?src=feed#apply")),
            feed: new JsonObject { ["clickIdParameter"] = "sub_id" });
        var url = new Uri(shop.Job.Url).PathAndQuery;
        var other = $"/click?job_id={shop.Job.JobId}&pub_id={shop.Feed.Id}&spl={shop.Job.Spl}";

        var tlrSid = await Click("live", url + "&t1=email_2026&sub_id=abc-1");
        await Click("other-spelling", other);
        await Rows(tlrSid!);
        await Status("by-id", "GET", $"/v2/job/{shop.Job.JobId}/status");
        await Status("by-id-unknown", "GET", "/v2/job/99999999999/status");
        await BySpl("by-spl", shop.Job.Spl, "DEF456...");

        await scenario.AdvanceClock(TimeSpan.FromHours(24));
        await BySpl("by-spl-stale", shop.Job.Spl);
        await Click("stale-with-rdr", url + "&rdr=" + Board);
        await shop.Campaign.Pause();
        await BySpl("by-spl-expired", shop.Job.Spl);
        await Click("expired-with-rdr", url + "&rdr=" + Board);
        await Click("expired", url);
        await Click("unknown", url.Replace($"id={shop.Job.JobId}", "id=99999999999", StringComparison.Ordinal));
        await Status("not-json", "POST", "/v2/job/status", "spls=ABC123...");
        await Status("no-list", "POST", "/v2/job/status", """{"spl":"ABC123..."}""");

        async Task<string?> Click(string example, string path)
        {
            var click = await scenario.Click(new Uri(exchange.Address, path).ToString());
            var headers = ((string[])["Location", "Cache-Control", "Set-Cookie", "Content-Type"])
                .Where(header => click.Answer.Header(header) is not null)
                .Select(header => $"{header}: {click.Answer.Header(header)}\n");
            var said = $"GET {path}\n\n{click.Answer.Status}\n{string.Concat(headers)}";
            Golden.Matches($"clicks/exemplary/{example}.txt", AsInTheSeeds(said, click.TlrSid));
            return click.TlrSid;
        }

        async Task Rows(string click)
        {
            var row = (await shop.RowOf(click)).ToJsonString(new JsonSerializerOptions { WriteIndented = true });
            Golden.Matches("clicks/exemplary/row.json", AsInTheSeeds(row + "\n", click));
            var csv = (await scenario.Operator.GetAs("text/csv", $"/v5/clicks?search=tlrSid%3D{click}")).Expect(200);
            Golden.Matches("clicks/exemplary/rows.csv", AsInTheSeeds(csv.Text, click));
        }

        Task BySpl(string example, params string[] spls) =>
            Status(example, "POST", "/v2/job/status", JsonSerializer.Serialize(new { spls }));

        async Task Status(string example, string method, string path, string? body = null)
        {
            using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            var answer = await scenario.Send(new HttpMethod(method), path, content);
            var asked = body is null ? $"{method} {path}\n" : $"{method} {path}\n{body}\n";
            Golden.Matches($"job-status/exemplary/{example}.txt", AsInTheSeeds(
                $"{asked}\n{answer.Status} {answer.MediaType}\n{answer.Text}\n", null));
        }

        string AsInTheSeeds(string text, string? click)
        {
            var plain = new StringBuilder(text).Replace(shop.Job.Spl, "ABC123...")
                .Replace(exchange.Address.ToString(), "https://www.jobs2careers.com/")
                .Replace($"{shop.Job.JobId}.{shop.Feed.Id}", $"{SeedJob}.{SeedFeed}")
                .Replace($"pub_id={shop.Feed.Id}", $"pub_id={SeedFeed}")
                .Replace($"feed={shop.Feed.Id}", $"feed={SeedFeed}")
                .Replace($"\"feedId\": {shop.Feed.Id}", $"\"feedId\": {SeedFeed}")
                .Replace($",,{shop.Feed.Id},", $",,{SeedFeed},")
                .Replace($".{shop.Feed.Id}&", $".{SeedFeed}&")
                .Replace(shop.Job.JobId.ToString(CultureInfo.InvariantCulture), SeedJob);
            return (click is null ? plain : plain.Replace(click, SeedClick)).ToString();
        }
    }

    [Theory, MemberData(nameof(Shown))]
    public void TheContractPageShowsTheExample(string page, string file)
    {
        var text = File.ReadAllText(RepositoryRoot.At("docs", "contract", page + ".md"));
        Assert.Contains("```\n" + Golden.Read($"{page}/exemplary/{file}") + "```", text.Replace(
            "```json\n", "```\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
