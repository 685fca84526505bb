using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placard.Tests.Harness;

/// <summary>
/// Speaks <c>/v5</c> as one app client. A body may be an anonymous object (its names are the JSON's), a
/// <see cref="JsonNode"/>, a string holding JSON, or null for none.
/// </summary>
public sealed class PlatformApi
{
    private readonly Exchange exchange;
    private readonly string clientId;
    private readonly string secret;
    private string? token;

    private PlatformApi(Exchange exchange, string clientId, string secret)
    {
        this.exchange = exchange;
        this.clientId = clientId;
        this.secret = secret;
    }

    /// <summary>Fetches an access token with the client's credentials.</summary>
    public static async Task<PlatformApi> LogIn(Exchange exchange, string clientId, string secret)
    {
        var api = new PlatformApi(exchange, clientId, secret);
        await api.LogInAgain();
        return api;
    }

    /// <summary>Logs the operator of an exchange in.</summary>
    public static async Task<PlatformApi> LogInOperator(Exchange exchange)
    {
        var (clientId, secret) = await exchange.OperatorCredentials();
        return await LogIn(exchange, clientId, secret);
    }

    /// <summary>Asks for a token as JSON; the answer as it came.</summary>
    public static async Task<Answer> AskForToken(Exchange exchange, string clientId, string secret)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v5/oauth2/token")
        {
            Content = JsonContent.Create(new { grantType = "CLIENT_CREDENTIALS" }),
        };
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}"));
        message.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        return await Answer.To(message, exchange);
    }

    /// <summary>Fetches a fresh token: a clock moved far makes the old one expire.</summary>
    public async Task LogInAgain()
    {
        var answer = (await AskForToken(exchange, clientId, secret)).Expect(200);
        token = (string)answer["accessToken"]!;
    }

    /// <summary>GET.</summary>
    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, null);

    /// <summary>POST with a JSON body.</summary>
    public Task<Answer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, Json(body));

    /// <summary>PATCH with a JSON body.</summary>
    public Task<Answer> Patch(string path, object body) => Send(HttpMethod.Patch, path, Json(body));

    /// <summary>DELETE.</summary>
    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path, null);

    /// <summary>GET with a media type in <c>Accept</c>, for lists as CSV or NDJSON.</summary>
    public Task<Answer> GetAs(string mediaType, string path) => Send(HttpMethod.Get, path, null, mediaType);

    /// <summary>Any method and body.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? body, string? accept = null)
    {
        using var message = new HttpRequestMessage(method, path) { Content = body };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (accept is not null)
        {
            message.Headers.Accept.ParseAdd(accept);
        }
        return await Answer.To(message, exchange);
    }

    /// <summary>All rows of a list that match the search, page by page.</summary>
    public async Task<IReadOnlyList<JsonObject>> List(string path, string? search = null, string? sort = null)
    {
        const int pageSize = 500;
        var rows = new List<JsonObject>();
        var query = (search is null ? "" : $"&search={Uri.EscapeDataString(search)}")
            + (sort is null ? "" : $"&sort={Uri.EscapeDataString(sort)}");
        for (var page = 0; ; page++)
        {
            var answer = (await Get($"{path}?page={page}&size={pageSize}{query}")).Expect(200);
            rows.AddRange(answer["content"]!.AsArray().Select(row => row!.AsObject()));
            if (page + 1 >= (int)answer["totalPages"]!)
            {
                return rows;
            }
        }
    }

    private static StringContent? Json(object? body) => body switch
    {
        null => null,
        string text => new StringContent(text, Encoding.UTF8, "application/json"),
        JsonNode node => new StringContent(node.ToJsonString(), Encoding.UTF8, "application/json"),
        _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
    };
}
