using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placard.Host.Demo.World;

/// <summary>
/// Speaks to the exchange as its partners do: the demo's past goes through the same doors as everyone's.
/// </summary>
internal sealed class DemoApi : IDisposable
{
    private readonly HttpClient http;

    public DemoApi(string address) => http = new HttpClient(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri(address),
        Timeout = TimeSpan.FromMinutes(5),
    };

    public void Dispose() => http.Dispose();

    /// <summary>Takes a new access token; tokens age with the clock that the demo moves.</summary>
    public async Task LogIn(string clientId, string secret, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v5/oauth2/token");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}")));
        request.Content = Json(new JsonObject { ["grantType"] = "CLIENT_CREDENTIALS" });
        var answer = await Send(request, stop).ConfigureAwait(false);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(answer, "accessToken"));
    }

    public async Task<JsonNode> Get(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await Send(request, stop).ConfigureAwait(false);
    }

    public async Task<JsonNode> Post(string path, JsonObject body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) };
        return await Send(request, stop).ConfigureAwait(false);
    }

    public async Task Patch(string path, JsonObject body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = Json(body) };
        await Send(request, stop).ConfigureAwait(false);
    }

    public async Task Import(long sourceId, byte[] feed, bool gzipped, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v5/sources/{sourceId}/imports");
        request.Content = new ByteArrayContent(feed);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        if (gzipped)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }
        var answer = await Send(request, stop).ConfigureAwait(false);
        if (Text(answer, "status") != "COMPLETED")
        {
            throw new InvalidOperationException($"A demo feed was not imported: {answer.ToJsonString()}");
        }
    }

    /// <summary>Follows a click URL; answers where it led.</summary>
    public async Task<string> Click(string pathAndQuery, string ip, string userAgent, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, pathAndQuery);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", ip);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        using var answer = await http.SendAsync(request, stop).ConfigureAwait(false);
        return answer.Headers.Location?.OriginalString
            ?? throw new InvalidOperationException($"A demo click was answered {(int)answer.StatusCode}.");
    }

    public async Task ReportConversion(int number, string tlrSid, bool byPixel, CancellationToken stop)
    {
        var script = number == 1 ? "conversion.php" : $"conversion{number}.php";
        using var answer = await http.GetAsync(
            new Uri($"/{script}?tlr_sid={tlrSid}{(byPixel ? "" : "&Link=true")}", UriKind.Relative), stop)
            .ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    public async Task ReportDispositions(JsonArray events, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/disposition/v1/events");
        request.Content = Json(events);
        await Send(request, stop).ConfigureAwait(false);
    }

    public static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    public static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<JsonNode> Send(HttpRequestMessage request, CancellationToken stop)
    {
        using var answer = await http.SendAsync(request, stop).ConfigureAwait(false);
        var text = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException(
                $"{request.Method} {request.RequestUri} was answered {(int)answer.StatusCode}: {text}");
    }
}
