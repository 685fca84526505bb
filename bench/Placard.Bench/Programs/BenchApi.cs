using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placard.Bench.Programs;

/// <summary>Speaks <c>/v5</c> as the exchange's first operator.</summary>
internal sealed class BenchApi
{
    private readonly ExchangeUnderTest exchange;
    private readonly string token;

    private BenchApi(ExchangeUnderTest exchange, string token)
    {
        this.exchange = exchange;
        this.token = token;
    }

    public static async Task<BenchApi> LogIn(ExchangeUnderTest exchange, string folder)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "operator.json")))!;
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{file["clientId"]}:{file["secret"]}"));
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/v5/oauth2/token")
        {
            Content = JsonContent.Create(new { grantType = "CLIENT_CREDENTIALS" }),
        };
        ask.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        var answer = await Read(exchange, await exchange.Http.SendAsync(ask));
        return new BenchApi(exchange, (string)answer["accessToken"]!);
    }

    public Task<JsonNode> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<JsonNode> Post(string path, object? body = null) =>
        Send(HttpMethod.Post, path, body == null ? null : JsonContent.Create(body));

    /// <summary>Uploads an advertiser's feed; answers the import, which must have been completed.</summary>
    public async Task<JsonNode> Import(long sourceId, string file)
    {
        await using var bytes = File.OpenRead(file);
        using var body = new StreamContent(bytes, 1 << 20);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        var import = await Send(HttpMethod.Post, $"/v5/sources/{sourceId}/imports", body);
        return (string)import["status"]! == "COMPLETED"
            ? import
            : throw new InvalidOperationException($"The import ended as {import}");
    }

    private async Task<JsonNode> Send(HttpMethod method, string path, HttpContent? body)
    {
        using var ask = new HttpRequestMessage(method, path) { Content = body };
        ask.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Read(exchange, await exchange.Http.SendAsync(ask));
    }

    private static async Task<JsonNode> Read(ExchangeUnderTest exchange, HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode
                ? JsonNode.Parse(text)!
                : throw new InvalidOperationException(
                    $"{answer.RequestMessage!.RequestUri} answered {text}\n{exchange.Said}");
        }
    }
}
