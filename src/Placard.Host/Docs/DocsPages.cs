using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Placard.Platform;

namespace Placard.Host.Docs;

/// <summary>
/// <c>/openapi/v5.json</c>, <c>/openapi/partner.json</c>, and <c>/docs</c> to try both, where the bare address leads:
/// everything comes from this program, nothing from the network.
/// </summary>
internal static class DocsPages
{
    /// <summary>The group of what lies below <c>/v5</c>.</summary>
    public const string Platform = "v5";

    /// <summary>The documents' name of the bearer token.</summary>
    public const string Scheme = "accessToken";

    /// <summary>The documents' name of an error answer of <c>/v5</c>.</summary>
    public const string Problem = "Problem";

    private const string ProblemExample =
        """
        {"type":"about:blank","title":"Unprocessable Entity","status":422,
        "detail":"The request has fields that cannot be accepted.","errors":{"name":["This field is required."]}}
        """;

    private static readonly (string Group, string Title, string Text)[] Documents =
    [
        (
            Platform, "Placard platform API",
            "Accounts, inventory, campaigns, publishers' feeds and what their traffic brought."),
        ("partner", "Placard partner endpoints", "Clicks, job status, feeds, conversions and dispositions."),
    ];

    public static void Add(IServiceCollection services)
    {
        foreach (var (group, title, text) in Documents)
        {
            services.AddOpenApi(group, options =>
            {
                // The framework finds only handlers whose answer it can serialise; hot paths are none of those. So
                // the operations are read off the routes themselves.
                options.ShouldInclude = _ => false;
                options.AddDocumentTransformer((document, context, _) =>
                {
                    Head(document, group, title, text);
                    Body(document, group, context.ApplicationServices.GetRequiredService<EndpointDataSource>());
                    return Task.CompletedTask;
                });
            });
        }
    }

    public static void Map(WebApplication app)
    {
        app.MapOpenApi().AddEndpointFilter(OnlyOurDocuments)
            .RequireRateLimiting(RateGroups.Page).WithMetadata(new BodyLimit(0));
        app.MapMethods("/", ["GET", "HEAD"], () => Results.Redirect("docs/index.html")).WithGroupName("host")
            .RequireRateLimiting(RateGroups.Page).WithMetadata(new BodyLimit(0));
        // On a branch of its own: the page's middleware looks at every path that comes along.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/docs"), branch => branch.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Placard";
            page.HeadContent = """<meta name="viewport" content="width=device-width, initial-scale=1">""";
            foreach (var (group, title, _) in Documents)
            {
                page.SwaggerEndpoint($"/openapi/{group}.json", title);
            }
        }));
    }

    // The framework would answer an unknown name with plain text.
    private static ValueTask<object?> OnlyOurDocuments(
        EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        Documents.Any(document => document.Group.Equals(
            call.HttpContext.GetRouteValue("documentName") as string, StringComparison.OrdinalIgnoreCase))
            ? next(call)
            : new ValueTask<object?>(Results.StatusCode(StatusCodes.Status404NotFound));

    private static void Head(OpenApiDocument document, string group, string title, string text)
    {
        document.Info = new OpenApiInfo { Title = title, Description = text, Version = "5" };
        // Relative to where the document was fetched: behind a proxy the program does not know its own address.
        document.Servers = [new OpenApiServer { Url = "/" }];
        if (group == Platform)
        {
            document.Components ??= new OpenApiComponents();
            document.AddComponent(Scheme, TokenScheme());
            document.AddComponent(Problem, new OpenApiResponse
            {
                Description = "A problem (RFC 9457). errors is there when single fields are at fault.",
                Content = ExampleSchema.ContentOf(ProblemExample, "application/problem+json", "errors"),
            });
        }
    }

    private static void Body(OpenApiDocument document, string group, EndpointDataSource routes)
    {
        document.Paths = [];
        foreach (var route in routes.Endpoints.OfType<RouteEndpoint>().Where(r => RouteOperation.GroupOf(r) == group))
        {
            var path = RouteOperation.PathOf(route);
            if (!document.Paths.TryGetValue(path, out var item))
            {
                document.Paths[path] = item = new OpenApiPathItem();
            }
            foreach (var name in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            {
                var method = HttpMethod.Parse(name);
                ((OpenApiPathItem)item).AddOperation(method, RouteOperation.Of(route, method, document));
            }
        }
    }

    private static OpenApiSecurityScheme TokenScheme() => new()
    {
        Type = SecuritySchemeType.OAuth2,
        Description = "An app client's id and secret give an access token.",
        Flows = new OpenApiOAuthFlows
        {
            ClientCredentials = new OpenApiOAuthFlow
            {
                TokenUrl = new Uri("/v5/oauth2/token", UriKind.Relative),
                Scopes = new Dictionary<string, string>
                {
                    [Scopes.PlatformRead] = "Read everything of one's own (operators and customers).",
                    [Scopes.PlatformWrite] = "Change it.",
                    [Scopes.FeedsRead] = "Read one's feeds (publishers).",
                    [Scopes.FeedsWrite] = "Change them.",
                    [Scopes.EarningsRead] = "Read what they earned.",
                },
            },
        },
    };
}
