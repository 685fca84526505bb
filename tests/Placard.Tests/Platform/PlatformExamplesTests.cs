using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Placard.Tests.Platform;

/// <summary>
/// The examples of <c>docs/contract/platform-api.md</c>, asked and answered for real. What is random is written as
/// dots; everything else is as it comes over the wire.
/// </summary>
public sealed partial class PlatformExamplesTests
{
    private const string Folder = "platform-api/exemplary";

    [Theory, OnBothEngines]
    public async Task TheExamplesAreWhatTheExchangeSays(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        var api = scenario.Operator;
        var (id, secret) = await exchange.OperatorCredentials();

        await Show("create-customer", "POST", "/v5/customers", """{"name":"Acme Hospitals"}""");
        await Show("app-client", "POST", "/v5/customers/1/app-clients",
            """{"name":"Nightly sync","accessTokenExpirySeconds":600,"scopes":["platform:read"]}""");
        await ShowToken("token", "application/json",
            """{"grantType":"CLIENT_CREDENTIALS","scopes":["platform:read"]}""");
        await ShowToken("token-form", "application/x-www-form-urlencoded",
            "grant_type=client_credentials&scope=platform:read");
        await api.Post("/v5/customers", new { name = "Best Burgers" });
        await api.Post("/v5/customers", new { name = "Acme Logistics" });
        await Show("list", "GET", "/v5/customers?search=name~%22acme%22%20AND%20id%3E1&sort=name,desc&size=2");
        await Show("search-fault", "GET", "/v5/customers?search=name~%22acme%22%20AND%20colour=red");
        await Show("invalid", "POST", "/v5/customers", """{"name":"","phone":"555"}""");
        await Show("not-found", "GET", "/v5/customers/99");

        async Task Show(string name, string method, string path, string? body = null)
        {
            var content = body == null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            var answer = await api.Send(new HttpMethod(method), path, content);
            Golden.Matches($"{Folder}/{name}.txt", Transcript($"{method} {path}", body, answer));
        }

        async Task ShowToken(string name, string type, string body)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/v5/oauth2/token")
            {
                Content = new StringContent(body, new MediaTypeHeaderValue(type)),
            };
            message.Headers.Authorization = new(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
            var head = $"POST /v5/oauth2/token\nAuthorization: Basic …\nContent-Type: {type}";
            Golden.Matches($"{Folder}/{name}.txt", Transcript(head, body, await scenario.Send(message)));
        }
    }

    [Fact]
    public void ThePageShowsTheExamples()
    {
        var page = File.ReadAllText(RepositoryRoot.At("docs", "contract", "platform-api.md"));
        var examples = Directory.GetFiles(RepositoryRoot.At("tests", "golden", "platform-api", "exemplary"));

        Assert.NotEmpty(examples);
        Assert.All(examples, file => Assert.Contains(
            $"```\n{File.ReadAllText(file)}```", page, StringComparison.Ordinal));
    }

    private static string Transcript(string head, string? body, Answer answer)
    {
        var text = new StringBuilder(head).Append('\n');
        if (body != null)
        {
            text.Append(body).Append('\n');
        }
        text.Append(CultureInfo.InvariantCulture, $"\n{answer.Status} {answer.MediaType}\n");
        if (answer.Location is { } location)
        {
            text.Append(CultureInfo.InvariantCulture, $"Location: {location}\n");
        }
        var pretty = JsonSerializer.Serialize(answer.Json, Pretty);
        return RandomWord().Replace(text.Append(pretty).Append('\n').ToString(), "…");
    }

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [GeneratedRegex("\\b[a-z2-7]{20,}\\b")]
    private static partial Regex RandomWord();
}
