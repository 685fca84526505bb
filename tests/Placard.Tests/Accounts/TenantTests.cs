namespace Placard.Tests.Accounts;

/// <summary>Two customers and two publishers, each of whom must not find the other's things.</summary>
public sealed class TenantTests
{
    [Theory, OnBothEngines]
    public async Task ACustomerFindsItsOwnThingsAndNobodyElses(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (mine, me) = await CustomerWithClient(scenario);
        var (theirs, them) = await CustomerWithClient(scenario);
        var myPool = (await me.Post($"/v5/customers/{mine}/pools", new { name = "Mine" })).Expect(201);
        var theirPool = (await them.Post($"/v5/customers/{theirs}/pools", new { name = "Theirs" })).Expect(201);
        var theirClient = (string)Assert.Single(await them.List("/v5/app-clients"))["id"]!;

        Assert.Equal(mine, (long)(await me.Get("/v5/customers/me")).Expect(200)["id"]!);
        Assert.Equal(mine, (long)(await me.Get($"/v5/customers/{mine}")).Expect(200)["id"]!);
        Assert.Equal("Mine", (string?)(await me.Get(myPool.Location!)).Expect(200)["name"]);
        Assert.Equal("Mine", (string?)Assert.Single(await me.List("/v5/customers/me/pools"))["name"]);
        Assert.Equal(mine, (long)Assert.Single(await me.List("/v5/customers"))["id"]!);
        Assert.Equal(mine, (long)Assert.Single(await me.List("/v5/app-clients"))["customerId"]!);

        (await me.Get($"/v5/customers/{theirs}")).ExpectProblem(404);
        (await me.Get($"/v5/customers/{theirs}/pools")).ExpectProblem(404);
        (await me.Post($"/v5/customers/{theirs}/pools", new { name = "x" })).ExpectProblem(404);
        (await me.Post($"/v5/customers/{theirs}/app-clients", new { name = "x" })).ExpectProblem(404);
        (await me.Get($"/v5/customers/{theirs}/signing-secret")).ExpectProblem(404);
        (await me.Post($"/v5/customers/{theirs}/signing-secret/rotate")).ExpectProblem(404);
        (await me.Get(theirPool.Location!)).ExpectProblem(404);
        (await me.Get($"/v5/app-clients/{theirClient}")).ExpectProblem(404);
        (await me.Delete($"/v5/app-clients/{theirClient}")).ExpectProblem(404);
        (await me.Post("/v5/customers", new { name = "x" })).ExpectProblem(403);
        (await me.Post("/v5/publishers", new { name = "x" })).ExpectProblem(403);
        Assert.Empty(await me.List("/v5/app-clients", $"customerId={theirs}"));
        (await them.Get("/v5/customers/me")).Expect(200);
    }

    [Theory, OnBothEngines]
    public async Task APublisherFindsItselfOnly(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (mine, me) = await PublisherWithClient(scenario);
        var (theirs, _) = await PublisherWithClient(scenario);

        Assert.Equal(mine, (long)Assert.Single(await me.List("/v5/publishers"))["id"]!);
        Assert.Equal(mine, (long)Assert.Single(await me.List("/v5/app-clients"))["publisherId"]!);
        (await me.Get($"/v5/publishers/{theirs}")).ExpectProblem(404);
        (await me.Post($"/v5/publishers/{theirs}/app-clients", new { name = "x" })).ExpectProblem(404);
        // A customer of the same number is somebody else.
        (await me.Get($"/v5/customers/{mine}")).ExpectProblem(403);
    }

    [Theory, OnBothEngines]
    public async Task AnOperatorSearchesAmongAll(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var name = Scenario.FreshName("Čapek & Söhne \"Ltd\" 100%");
        var customer = await scenario.NewCustomer(name);
        var quoted = name.Replace("\"", "\\\"", StringComparison.Ordinal);

        var found = Assert.Single(await scenario.Operator.List("/v5/customers", $"name=\"{quoted}\""));
        Assert.Equal(customer, (long)found["id"]!);
        Assert.Contains(
            await scenario.Operator.List("/v5/customers", "name~\"LTD\\\" 100%\"", "createdAt,desc"),
            row => (long)row["id"]! == customer);
        Assert.Single(await scenario.Operator.List(
            "/v5/customers", $"id:({customer}, 999999999) AND createdAt>2020-01-01"));
    }

    [Theory, OnBothEngines]
    public async Task TheSigningSecretIsThereFromTheStartAndCanBeReplaced(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var path = $"/v5/customers/{await scenario.NewCustomer()}/signing-secret";

        var first = (string)(await scenario.Operator.Get(path)).Expect(200)["secret"]!;
        var second = (string)(await scenario.Operator.Post($"{path}/rotate")).Expect(200)["secret"]!;
        var third = (string)(await scenario.Operator.Post($"{path}/rotate", new { })).Expect(200)["secret"]!;

        Assert.All([first, second, third], secret =>
        {
            Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
            Assert.InRange(Convert.FromBase64String(secret["whsec_".Length..]).Length, 24, 64);
        });
        Assert.Equal(3, new HashSet<string> { first, second, third }.Count);
        Assert.Equal(third, (string?)(await scenario.Operator.Get(path)).Expect(200)["secret"]);
        (await scenario.Operator.Get("/v5/customers/999999999/signing-secret")).ExpectProblem(404);
    }

    private static async Task<(long Id, PlatformApi Client)> CustomerWithClient(Scenario scenario)
    {
        var id = await scenario.NewCustomer();
        return (id, await ClientOf(scenario, $"/v5/customers/{id}/app-clients"));
    }

    private static async Task<(long Id, PlatformApi Client)> PublisherWithClient(Scenario scenario)
    {
        var made = await scenario.Operator.Post("/v5/publishers", new { name = Scenario.FreshName("Publisher") });
        var id = (long)made.Expect(201)["id"]!;
        return (id, await ClientOf(scenario, $"/v5/publishers/{id}/app-clients"));
    }

    private static async Task<PlatformApi> ClientOf(Scenario scenario, string path)
    {
        var made = (await scenario.Operator.Post(path, new { name = "Client" })).Expect(201);
        return await scenario.LogIn((string)made["id"]!, (string)made["secret"]!);
    }
}
