using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Placard.Tests.Events;

/// <summary>
/// The examples of <c>docs/contract/webhooks.md</c>, asked and answered for real. What is random is written as dots;
/// everything else is as it comes over the wire.
/// </summary>
public sealed partial class WebhookExamplesTests
{
    private const string Folder = "webhooks/exemplary";

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Theory, OnBothEngines]
    public async Task TheExamplesAreWhatTheExchangeSays(string engine)
    {
        await using var receiver = await Receiver.Start();
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        var customer = await scenario.NewCustomer();
        var url = receiver.Address + "/hooks/placard";
        var hook = new { url, eventTypes = Hooks.Both, secret = "top secret text" };

        var made = await scenario.Operator.Post($"/v5/customers/{customer}/webhooks", hook);
        Show("webhook.json", made.Expect(201).Text);
        var started = await scenario.Operator.Post(
            "/v5/webhooks/1/test", new { type = "platform:JobApplication:started:v1" });
        Assert.Equal("DELIVERED", (string?)started.Expect(200)["status"]);
        receiver.AnswerWith(503, "try later");
        Show("delivery.json", (await scenario.Operator.Post("/v5/webhooks/1/test")).Expect(200).Text);
        Show("started.json", receiver.Posts[0].Text);
        Show("completed.json", receiver.Posts[1].Text);
        Golden.Matches($"{Folder}/headers.txt", Headers(receiver.Posts[1]));

        void Show(string file, string json)
        {
            var pretty = JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Pretty);
            Golden.Matches($"{Folder}/{file}", Random().Replace(pretty, "…") + "\n");
        }
    }

    [Fact]
    public void ThePageShowsTheExamples()
    {
        var page = File.ReadAllText(RepositoryRoot.At("docs", "contract", "webhooks.md"));
        var examples = Directory.GetFiles(RepositoryRoot.At("tests", "golden", "webhooks", "exemplary"));

        Assert.NotEmpty(examples);
        Assert.All(examples, file => Assert.Contains(
            $"\n{File.ReadAllText(file)}```", page, StringComparison.Ordinal));
    }

    private static string Headers(Received post)
    {
        var text = new StringBuilder();
        foreach (var name in new[]
        {
            "Content-Type", "User-Agent", "x-talroo-signature", "webhook-id", "webhook-timestamp", "webhook-signature",
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {post.Headers[name]}\n");
        }
        return Random().Replace(text.ToString(), "…");
    }

    // Signatures, ids, ports, and the receiver's own pace. Signatures first: one may begin with thirteen digits.
    [GeneratedRegex(
        @"(?<=v1=)[0-9a-f]{64}|(?<=v1,)\S+|[0-9A-HJKMNP-TV-Z]{13}|(?<=(request|correlation)Id"": "")[0-9a-f-]{36}"
        + @"|(?<=127\.0\.0\.1:)\d+|(?<=""durationMs"": )\d+|(?<=""initiator"": "")\w+")]
    private static partial Regex Random();
}
