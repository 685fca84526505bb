using System.Net.Http.Headers;
using System.Text;

namespace Placard.Tests.Accounts;

/// <summary>A program exchanges its credentials for a token, in the spelling of the contract or of OAuth.</summary>
public sealed class TokenTests
{
    [Theory, OnBothEngines]
    public async Task AClientAsksAsTheContractHasIt(string engine)
    {
        var (exchange, id, secret) = await Client(engine, new { name = "Sync", accessTokenExpirySeconds = 300 });

        var answer = (await AskJson(exchange, id, secret, """{"grantType":"CLIENT_CREDENTIALS"}""")).Expect(200);

        Assert.Equal(
            ["accessToken", "expiresIn", "scopes", "tokenType"], answer.Json.AsObject().Select(f => f.Key).Order());
        Assert.Equal("Bearer", (string?)answer["tokenType"]);
        Assert.Equal(300, (long)answer["expiresIn"]!);
        Assert.Equal("""["platform:read","platform:write"]""", answer["scopes"]!.ToJsonString());
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal(200, await Use(exchange, (string)answer["accessToken"]!));
        Assert.Equal(401, await Use(exchange, (string)answer["accessToken"]! + "x"));
        Assert.Equal(401, await Use(exchange, ((string)answer["accessToken"]!).ToUpperInvariant()));
    }

    [Theory, OnBothEngines]
    public async Task AClientAsksInStandardOAuth(string engine)
    {
        var (exchange, id, secret) = await Client(engine, new { name = "Sync" });

        var basic = (await AskForm(exchange, Basic(id, secret), "grant_type=client_credentials&scope=platform:read"))
            .Expect(200);
        var inBody = (await AskForm(
            exchange, null, $"grant_type=client_credentials&client_id={id}&client_secret={secret}")).Expect(200);

        Assert.Equal("Bearer", (string?)basic["token_type"]);
        Assert.Equal(3600, (long)basic["expires_in"]!);
        Assert.Equal("platform:read", (string?)basic["scope"]);
        Assert.Equal("platform:read platform:write", (string?)inBody["scope"]);
        Assert.Equal(200, await Use(exchange, (string)inBody["access_token"]!));
    }

    // RFC 6749, 2.3.1. Nothing in our ids and secrets needs it, and a client may encode it all the same.
    [Theory, OnBothEngines]
    public async Task AStandardClientMayEncodeIdAndSecretBeforeBasic(string engine)
    {
        var (exchange, id, secret) = await Client(engine, new { name = "Sync" });
        var encoded = Basic(Encoded(id), Encoded(secret));

        (await AskForm(exchange, encoded, "grant_type=client_credentials")).Expect(200);
        (await AskForm(exchange, Basic(Encoded(id), secret), "grant_type=client_credentials")).Expect(200);
        (await AskForm(exchange, Basic(Encoded(id), "guess"), "grant_type=client_credentials")).Expect(401);
        (await Ask(exchange, encoded, Json("""{"grantType":"CLIENT_CREDENTIALS"}"""))).ExpectProblem(401);

        static string Encoded(string text) => string.Concat(text.Select(c => $"%{(int)c:x2}"));
    }

    [Theory, OnBothEngines]
    public async Task WrongRequestsAreRefusedInTheirOwnFamily(string engine)
    {
        var (exchange, id, secret) = await Client(engine, new { name = "Sync", scopes = new[] { "platform:read" } });
        const string grant = """{"grantType":"CLIENT_CREDENTIALS"}""";

        Assert.StartsWith("Basic", (await AskJson(exchange, id, "guess", grant)).ExpectProblem(401)
            .Header("WWW-Authenticate"), StringComparison.Ordinal);
        (await AskJson(exchange, "nobody", secret, grant)).ExpectProblem(401);
        (await AskJson(exchange, "", "", grant)).ExpectProblem(401);
        (await Ask(exchange, null, Json(grant))).ExpectProblem(401);
        (await Ask(exchange, new("Basic", "%%%"), Json(grant))).ExpectProblem(401);
        (await Ask(exchange, new("Basic", "bm9jb2xvbg=="), Json(grant))).ExpectProblem(401);
        (await Ask(exchange, new("Bearer", secret), Json(grant))).ExpectProblem(401);
        (await AskJson(exchange, "a\0b", secret, grant)).ExpectProblem(401);
        (await AskJson(exchange, id, secret, "{}")).ExpectProblem(422);
        (await AskJson(exchange, id, secret, """{"grantType":7}""")).ExpectProblem(422);
        Assert.Equal("unsupported_grant_type", (string?)(await AskJson(exchange, id, secret,
            """{"grantType":"PASSWORD"}""")).ExpectProblem(400)["error"]);
        (await AskJson(exchange, id, secret, """{"grantType":"CLIENT_CREDENTIALS","scopes":["platform:write"]}"""))
            .ExpectProblem(422);
        (await AskJson(exchange, id, secret, """{"grantType":"CLIENT_CREDENTIALS","scopes":[]}""")).ExpectProblem(422);
        (await AskJson(exchange, id, secret, """{"grantType":"CLIENT_CREDENTIALS","clientId":"another"}"""))
            .ExpectProblem(422);
        (await AskJson(exchange, id, secret, $$"""{"grantType":"client_credentials","clientId":"{{id}}"}"""))
            .Expect(200);
        (await AskJson(exchange, id, secret, """{"grantType":"CLIENT_CREDENTIALS","audience":"x"}"""))
            .ExpectProblem(422);
        (await AskJson(exchange, id, secret, new string(' ', 20_000))).ExpectProblem(413);

        Assert.Equal("unsupported_grant_type", await FormError("grant_type=password", 400));
        Assert.Equal("invalid_request", await FormError("scope=platform:read", 400));
        Assert.Equal("invalid_request", await FormError("grant_type=a&grant_type=b", 400));
        Assert.Equal("invalid_scope", await FormError("grant_type=client_credentials&scope=everything", 400));
        Assert.Equal("invalid_client", (string?)(await AskForm(
            exchange, Basic(id, "guess"), "grant_type=client_credentials")).Expect(401)["error"]);

        async Task<string?> FormError(string form, int status) =>
            (string?)(await AskForm(exchange, Basic(id, secret), form)).Expect(status)["error"];
    }

    [Theory, OnBothEngines]
    public async Task ATokenEndsByTheExchangesClock(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(await scenario.Now()); // a busy machine's seconds are not the token's
        var (id, secret) = await NewClient(scenario, new { name = "Sync", accessTokenExpirySeconds = 60 });
        var token = await TokenOf(exchange, id, secret);

        await scenario.AdvanceClock(TimeSpan.FromSeconds(59));
        Assert.Equal(200, await Use(exchange, token));
        await scenario.AdvanceClock(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await Use(exchange, token));
        // Old tokens are swept up on the way, new ones are not.
        await scenario.AdvanceClock(TimeSpan.FromDays(2));
        Assert.Equal(401, await Use(exchange, token));
        Assert.Equal(200, await Use(exchange, await TokenOf(exchange, id, secret)));
    }

    [Theory, OnBothEngines]
    public async Task ATokenSurvivesARestart(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var (id, secret) = await NewClient(await Scenario.On(exchange), new { name = "Sync" });
        var token = await TokenOf(exchange, id, secret);

        await exchange.Kill();
        await exchange.Restart();

        Assert.Equal(200, await Use(exchange, token));
    }

    [Theory, OnPostgres]
    public async Task AnotherNodeKnowsTheTokenAndItsEnd(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var second = await exchange.StartSecondNode();
        var (id, secret) = await NewClient(scenario, new { name = "Sync" });
        var token = await TokenOf(exchange, id, secret);
        Assert.Equal(200, await Use(second, token));

        (await scenario.Operator.Delete($"/v5/app-clients/{id}")).Expect(204);

        Assert.Equal(401, await Use(exchange, token));
        await Eventually.Becomes(401, () => Use(second, token));
    }

    private static async Task<(Exchange Exchange, string Id, string Secret)> Client(string engine, object body)
    {
        var scenario = await Scenario.OnShared(engine);
        var (id, secret) = await NewClient(scenario, body);
        return (scenario.Exchange, id, secret);
    }

    private static async Task<(string Id, string Secret)> NewClient(Scenario scenario, object body)
    {
        var customer = await scenario.NewCustomer();
        var made = (await scenario.Operator.Post($"/v5/customers/{customer}/app-clients", body)).Expect(201);
        return ((string)made["id"]!, (string)made["secret"]!);
    }

    private static async Task<string> TokenOf(Exchange exchange, string id, string secret) =>
        (string)(await PlatformApi.AskForToken(exchange, id, secret)).Expect(200)["accessToken"]!;

    private static async Task<int> Use(Exchange exchange, string token)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "/v5/customers/me");
        message.Headers.Authorization = new("Bearer", token);
        return (await Answer.To(message, exchange)).Status;
    }

    private static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static Task<Answer> AskJson(Exchange exchange, string id, string secret, string body) =>
        Ask(exchange, Basic(id, secret), Json(body));

    private static Task<Answer> AskForm(Exchange exchange, AuthenticationHeaderValue? credentials, string form) =>
        Ask(exchange, credentials, new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"));

    private static async Task<Answer> Ask(Exchange exchange, AuthenticationHeaderValue? credentials, HttpContent body)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v5/oauth2/token") { Content = body };
        message.Headers.Authorization = credentials;
        return await Answer.To(message, exchange);
    }
}
