using System.Text.Json.Nodes;

namespace Placard.Tests.Accounts;

/// <summary>An account gets credentials for its programs, and takes them away.</summary>
public sealed class AppClientTests
{
    [Theory, OnBothEngines]
    public async Task ACustomerReplacesItsSecretWithoutAGap(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var customer = await scenario.NewCustomer();
        var path = $"/v5/customers/{customer}/app-clients";
        var (first, firstClient) = await NewClient(scenario, path);

        var (second, secondClient) = await NewClient(scenario, path);
        (await firstClient.Post(path, new { name = "Third" })).ExpectProblem(409);
        (await secondClient.Delete($"/v5/app-clients/{Id(first)}")).Expect(204);

        (await firstClient.Get("/v5/customers/me")).ExpectProblem(401);
        (await PlatformApi.AskForToken(scenario.Exchange, Id(first), (string)first["secret"]!)).ExpectProblem(401);
        (await secondClient.Get($"/v5/app-clients/{Id(first)}")).ExpectProblem(404);
        (await secondClient.Delete($"/v5/app-clients/{Id(first)}")).ExpectProblem(404);
        (await secondClient.Post(path, new { name = "Third" })).Expect(201);
        Assert.Contains(await secondClient.List("/v5/app-clients"), row => Id(row) == Id(second));
    }

    [Theory, OnBothEngines]
    public async Task TheSecretIsShownOnce(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var customer = await scenario.NewCustomer();

        var made = (await scenario.Operator.Post(
            $"/v5/customers/{customer}/app-clients",
            new { name = "Sync", accessTokenExpirySeconds = 300 })).Expect(201);
        var again = (await scenario.Operator.Get(made.Location!)).Expect(200);

        var secret = (string)made["secret"]!;
        Assert.DoesNotContain(secret, again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(scenario.Exchange.Output, line => line.Contains(secret, StringComparison.Ordinal));
        Assert.Equal(
            ["accessTokenExpirySeconds", "createdAt", "customerId", "id", "kind", "name", "publisherId", "scopes"],
            again.Json.AsObject().Select(field => field.Key).Order());
        Assert.Equal(300, (long)again["accessTokenExpirySeconds"]!);
        Assert.Equal(customer, (long)again["customerId"]!);
    }

    [Theory, OnBothEngines]
    public async Task WhatIsAskedForMustBePossible(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var path = $"/v5/customers/{await scenario.NewCustomer()}/app-clients";

        Assert.Equal("name", await Fault(new { }));
        Assert.Equal("name", await Fault(new { name = " " }));
        Assert.Equal("name", await Fault(new { name = new string('x', 201) }));
        Assert.Equal("accessTokenExpirySeconds", await Fault(new { name = "x", accessTokenExpirySeconds = 59 }));
        Assert.Equal("accessTokenExpirySeconds", await Fault(new { name = "x", accessTokenExpirySeconds = 86_401 }));
        Assert.Equal("accessTokenExpirySeconds", await Fault(new { name = "x", accessTokenExpirySeconds = "60" }));
        Assert.Equal("scopes", await Fault(new { name = "x", scopes = new[] { "feeds:read" } }));
        Assert.Equal("scopes", await Fault(new { name = "x", scopes = Array.Empty<string>() }));
        Assert.Equal("scopes", await Fault(new { name = "x", scopes = "platform:read" }));
        (await scenario.Operator.Post("/v5/customers/999999999/app-clients", new { name = "x" })).ExpectProblem(404);
        (await scenario.Operator.Post("/v5/publishers/999999999/app-clients", new { name = "x" })).ExpectProblem(404);

        async Task<string> Fault(object body) => Assert.Single(
            (await scenario.Operator.Post(path, body)).ExpectProblem(422)["errors"]!.AsObject()).Key;
    }

    [Theory, OnBothEngines]
    public async Task AClientThatMayOnlyReadChangesNothing(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var customer = await scenario.NewCustomer();
        var (_, reader) = await NewClient(
            scenario, $"/v5/customers/{customer}/app-clients", "platform:read");

        (await reader.Get("/v5/customers/me")).Expect(200);
        var refused = (await reader.Post($"/v5/customers/{customer}/pools", new { name = "x" })).ExpectProblem(403);

        Assert.Contains("platform:write", (string)refused["detail"]!, StringComparison.Ordinal);
        // Nor may it make itself a wider one.
        (await reader.Post($"/v5/customers/{customer}/app-clients", new { name = "x" })).ExpectProblem(403);
    }

    [Theory, OnBothEngines]
    public async Task AClientHandsOutNoMoreThanItHas(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var path = $"/v5/customers/{await scenario.NewCustomer()}/app-clients";
        var (_, writer) = await NewClient(scenario, path, "platform:write");

        (await writer.Post(path, new { name = "x", scopes = new[] { "platform:read" } })).ExpectProblem(422);
        var made = (await writer.Post(path, new { name = "x" })).Expect(201);

        Assert.Equal("""["platform:write"]""", made["scopes"]!.ToJsonString());
    }

    [Theory, OnBothEngines]
    public async Task APublishersClientHasAPublishersScopes(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var publisher = (long)(await scenario.Operator.Post(
            "/v5/publishers", new { name = Scenario.FreshName("Publisher") })).Expect(201)["id"]!;

        var (made, client) = await NewClient(scenario, $"/v5/publishers/{publisher}/app-clients");

        Assert.Equal("""["feeds:read","feeds:write","earnings:read"]""", made["scopes"]!.ToJsonString());
        (await client.Get($"/v5/publishers/{publisher}")).Expect(200);
        (await client.Get("/v5/customers")).ExpectProblem(403);
        (await client.Get("/v5/customers/me")).ExpectProblem(403);
        (await client.Post("/v5/publishers", new { name = "x" })).ExpectProblem(403);
    }

    [Theory, OnBothEngines]
    public async Task APublisherKeepsItsEarningsFromTheProgramThatChangesFeeds(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var path = $"/v5/publishers/{(await scenario.NewPublisher()).Id}/app-clients";
        var (_, feeds) = await NewClient(scenario, path, "feeds:read");
        var (_, earnings) = await NewClient(scenario, path, "earnings:read");

        (await feeds.Get("/v5/feeds")).Expect(200);
        (await earnings.Get("/v5/clicks")).Expect(200);
        (await earnings.Get("/v5/feeds")).ExpectProblem(403);
        var refused = (await feeds.Get("/v5/clicks")).ExpectProblem(403);
        Assert.Contains("earnings:read", (string)refused["detail"]!, StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task TheLastOperatorCannotLockEverybodyOut(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var operatorClient = Assert.Single(await scenario.Operator.List("/v5/app-clients", "kind=OPERATOR"));

        (await scenario.Operator.Delete($"/v5/app-clients/{Id(operatorClient)}")).ExpectProblem(409);
        (await scenario.Operator.Get("/v5/customers")).Expect(200);
    }

    // Two requests that count at the same moment would both find room.
    [Theory, OnBothEngines]
    public async Task ManyAskAtOnceAndTwoGetOne(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var path = $"/v5/customers/{await scenario.NewCustomer()}/app-clients";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => scenario.Operator.Post(path, new { name = $"Client {i}" })));

        Assert.Equal(2, answers.Count(answer => answer.Status == 201));
        Assert.Equal(10, answers.Count(answer => answer.Status == 409));
    }

    private static async Task<(JsonObject Made, PlatformApi Client)> NewClient(
        Scenario scenario, string path, params string[] scopes)
    {
        object body = scopes.Length == 0 ? new { name = "Client" } : new { name = "Client", scopes };
        var made = (await scenario.Operator.Post(path, body)).Expect(201).Json.AsObject();
        return (made, await scenario.LogIn(Id(made), (string)made["secret"]!));
    }

    private static string Id(JsonObject client) => (string)client["id"]!;
}
