using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Placard.Accounts.AppClients;
using Placard.Accounts.Customers;
using Placard.Accounts.Operators;
using Placard.Accounts.Publishers;
using Placard.Accounts.Tokens;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts;

/// <summary>The front door: customers, pools, publishers, app clients and tokens.</summary>
public static class AccountsSetup
{
    /// <summary>
    /// Adds the room, <see cref="ICallers"/> and <see cref="IAccountFacts"/>. Needs storage, <c>TimeProvider</c>,
    /// <c>MachineTime</c> and <c>IdSource</c>.
    /// </summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddMigrations(typeof(AccountsSetup).Assembly);
        services.AddSingleton<CustomerStore>().AddSingleton<PoolStore>().AddSingleton<PublisherStore>();
        services.AddSingleton<AppClientStore>().AddSingleton<TokenStore>();
        services.AddSingleton<OpenedTokens>();
        services.AddSingleton<ICallers>(provider => provider.GetRequiredService<OpenedTokens>());
        services.AddSingleton<IAccountFacts, AccountFacts>();
        services.AddSingleton<IAccounts, FirstOperator>();
        services.AddSingleton<IDueWork, TokenCleanup>();
        services.AddSingleton<CustomerEndpoint>().AddSingleton<PoolEndpoint>().AddSingleton<SigningSecrets>();
        services.AddSingleton<PublisherEndpoint>().AddSingleton<AppClientEndpoint>();
        return services.AddSingleton<TokenEndpoint>();
    }

    /// <summary>Hangs the routes into <c>/v5</c>.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder v5)
    {
        MapTokens(v5);
        MapCustomers(v5);
        MapPools(v5);
        MapPublishers(v5);
        MapAppClients(v5);
    }

    private static void MapTokens(IEndpointRouteBuilder v5) =>
        v5.MapPost("/oauth2/token", (HttpContext context, TokenEndpoint tokens) => tokens.Issue(context))
            .ForAnyone()
            .RequireRateLimiting(RateGroups.Token)
            .WithMetadata(new BodyLimit(16 << 10))
            .Describe(
                "Exchanges an app client's credentials (Basic) for an access token. A form, with the credentials by "
                + "Basic or as fields, is answered and refused in the names of RFC 6749.",
                """{"grantType":"CLIENT_CREDENTIALS","scopes":["platform:read"]}""",
                """{"accessToken":"m4x…","tokenType":"Bearer","expiresIn":3600,"scopes":["platform:read"]}""")
            .Also(
                "form",
                """
                {"grant_type":"client_credentials","scope":"platform:read","client_id":"6e8…","client_secret":"k3v…"}
                """,
                """{"access_token":"m4x…","token_type":"Bearer","expires_in":3600,"scope":"platform:read"}""",
                """{"error":"invalid_scope","error_description":"This client can ask for: platform:read."}""",
                requestType: "application/x-www-form-urlencoded");

    private static void MapCustomers(IEndpointRouteBuilder v5)
    {
        const string customer = """{"id":7,"name":"Acme Hospitals","createdAt":"2026-01-31T10:00:00Z"}""";
        const string secret = """{"secret":"whsec_MDEyMzQ1…","createdAt":"2026-01-31T10:00:00Z"}""";
        v5.MapPost("/customers", (HttpContext context, CustomerEndpoint customers) => customers.Create(context))
            .For(CallerKind.Operator)
            .Describe("Creates a customer.", """{"name":"Acme Hospitals"}""", customer, 201);
        v5.MapGet("/customers", (HttpContext context, CustomerEndpoint customers) => customers.List(context))
            .For(CallerKind.Operator, CallerKind.Customer)
            .DescribeList(CustomerStore.Plan)
            .Describe("Lists customers; a customer client sees its own.", answerJson: customer);
        v5.MapGet("/customers/me", (HttpContext context, CustomerEndpoint customers) => customers.Me(context))
            .For(CallerKind.Customer)
            .Describe("The calling client's customer.", answerJson: customer);
        v5.MapGet("/customers/{id:long}",
                (HttpContext context, long id, CustomerEndpoint customers) => customers.Get(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("One customer.", answerJson: customer);
        v5.MapGet("/customers/{id:long}/signing-secret",
                (HttpContext context, long id, SigningSecrets secrets) => secrets.Get(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("The secret that signs deliveries to the customer.", answerJson: secret);
        v5.MapPost("/customers/{id:long}/signing-secret/rotate",
                (HttpContext context, long id, SigningSecrets secrets) => secrets.Rotate(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("Replaces the signing secret by a new one.", answerJson: secret);
    }

    private static void MapPools(IEndpointRouteBuilder v5)
    {
        const string pool =
            """{"id":12,"name":"All jobs","customerId":7,"createdAt":"2026-01-31T10:00:00Z"}""";
        v5.MapPost("/customers/{id:long}/pools",
                (HttpContext context, long id, PoolEndpoint pools) => pools.Create(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("Creates a pool of jobs.", """{"name":"All jobs"}""", pool, 201);
        v5.MapGet("/customers/{id:long}/pools",
                (HttpContext context, long id, PoolEndpoint pools) => pools.List(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .DescribeList(PoolStore.Plan)
            .Describe("Lists a customer's pools.", answerJson: pool);
        v5.MapGet("/customers/me/pools", (HttpContext context, PoolEndpoint pools) => pools.ListMine(context))
            .For(CallerKind.Customer)
            .DescribeList(PoolStore.Plan)
            .Describe("Lists the pools of the calling client's customer.", answerJson: pool);
        v5.MapGet("/pools/{id:long}", (HttpContext context, long id, PoolEndpoint pools) => pools.Get(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("One pool.", answerJson: pool);
    }

    private static void MapPublishers(IEndpointRouteBuilder v5)
    {
        const string publisher = """{"id":3,"name":"Jobs Daily","createdAt":"2026-01-31T10:00:00Z"}""";
        v5.MapPost("/publishers", (HttpContext context, PublisherEndpoint publishers) => publishers.Create(context))
            .For(CallerKind.Operator)
            .Describe("Creates a publisher.", """{"name":"Jobs Daily"}""", publisher, 201);
        v5.MapGet("/publishers", (HttpContext context, PublisherEndpoint publishers) => publishers.List(context))
            .For(CallerKind.Operator, CallerKind.Publisher)
            .DescribeList(PublisherStore.Plan)
            .Describe("Lists publishers; a publisher client sees its own.", answerJson: publisher);
        v5.MapGet("/publishers/{id:long}",
                (HttpContext context, long id, PublisherEndpoint publishers) => publishers.Get(context, id))
            .For(CallerKind.Operator, CallerKind.Publisher)
            .Describe("One publisher.", answerJson: publisher);
    }

    private static void MapAppClients(IEndpointRouteBuilder v5)
    {
        const string request =
            """{"name":"Nightly sync","accessTokenExpirySeconds":3600,"scopes":["platform:read"]}""";
        const string client =
            """
            {"id":"k3v7…","name":"Nightly sync","kind":"CUSTOMER","customerId":7,"publisherId":null,
            "accessTokenExpirySeconds":3600,"scopes":["platform:read"],"createdAt":"2026-01-31T10:00:00Z"}
            """;
        const string made =
            """
            {"id":"k3v7…","name":"Nightly sync","kind":"CUSTOMER","customerId":7,"publisherId":null,
            "accessTokenExpirySeconds":3600,"scopes":["platform:read"],"createdAt":"2026-01-31T10:00:00Z",
            "secret":"shown only here"}
            """;
        const string ofPublisher = """{"name":"Earnings sheet","scopes":["feeds:read","earnings:read"]}""";
        const string madeForPublisher =
            """
            {"id":"w8qd…","name":"Earnings sheet","kind":"PUBLISHER","customerId":null,"publisherId":3,
            "accessTokenExpirySeconds":3600,"scopes":["feeds:read","earnings:read"],
            "createdAt":"2026-01-31T10:00:00Z","secret":"shown only here"}
            """;
        v5.MapPost("/customers/{id:long}/app-clients",
                (HttpContext context, long id, AppClientEndpoint clients) => clients.CreateForCustomer(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("Creates an app client of a customer; at most two are live.", request, made, 201);
        v5.MapPost("/publishers/{id:long}/app-clients",
                (HttpContext context, long id, AppClientEndpoint clients) => clients.CreateForPublisher(context, id))
            .For(CallerKind.Operator, CallerKind.Publisher)
            .Describe(
                "Creates an app client of a publisher; at most two are live.", ofPublisher, madeForPublisher, 201);
        CallerKind[] all = [CallerKind.Operator, CallerKind.Customer, CallerKind.Publisher];
        v5.MapGet("/app-clients", (HttpContext context, AppClientEndpoint clients) => clients.List(context))
            .For(all)
            .DescribeList(AppClientStore.Plan)
            .Describe("Lists the app clients that the caller may see.", answerJson: client);
        v5.MapGet("/app-clients/{id}",
                (HttpContext context, string id, AppClientEndpoint clients) => clients.Get(context, id))
            .For(all)
            .Describe("One app client, without its secret.", answerJson: client);
        v5.MapDelete("/app-clients/{id}",
                (HttpContext context, string id, AppClientEndpoint clients) => clients.Delete(context, id))
            .For(all)
            .Describe("Deletes an app client for good; its tokens end at once.", status: 204);
    }
}
