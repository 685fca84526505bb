using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Placard.Platform;

/// <summary>Who may call a route, as metadata: a test checks that every route of <c>/v5</c> carries it.</summary>
public sealed record CallerPolicy(params CallerKind[] Allowed)
{
    /// <summary>No token is asked for; the handler knows no caller.</summary>
    public bool Anyone { get; init; }
}

/// <summary>The most bytes a request's body may have; more is 413.</summary>
public sealed record BodyLimit(long MaxRequestBodySizeBytes) : IRequestSizeLimitMetadata
{
    /// <summary>Request bodies of ordinary calls: 1 MiB.</summary>
    public const long Ordinary = 1 << 20;

    long? IRequestSizeLimitMetadata.MaxRequestBodySize => MaxRequestBodySizeBytes;
}

/// <summary>Names of the rate-limit groups; the numbers are configuration (<c>Placard:RateLimits:*</c>).</summary>
public static class RateGroups
{
    /// <summary>Calls to <c>/v5</c>, by app client.</summary>
    public const string Platform = "Platform";

    /// <summary>Token requests, by address.</summary>
    public const string Token = "Token";

    /// <summary>Clicks, by address.</summary>
    public const string Click = "Click";

    /// <summary>Job status, by address.</summary>
    public const string Status = "Status";

    /// <summary>Feed downloads, by address.</summary>
    public const string Feed = "Feed";

    /// <summary>Conversions, by address.</summary>
    public const string Conversion = "Conversion";

    /// <summary>Dispositions, by address.</summary>
    public const string Disposition = "Disposition";

    /// <summary>Pages for people, by address.</summary>
    public const string Page = "Page";
}

/// <summary>How the rooms hang their routes into <c>/v5</c> and beside it.</summary>
public static class PlatformRoutes
{
    /// <summary>
    /// The group of <c>/v5</c>: bearer token, JSON problems, 1 MiB bodies, rate limit. Each route adds
    /// <see cref="For"/> to say who may call it.
    /// </summary>
    public static RouteGroupBuilder MapPlatform(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v5")
            .WithMetadata(new BodyLimit(BodyLimit.Ordinary))
            .RequireRateLimiting(RateGroups.Platform)
            .WithGroupName("v5")
            .AddEndpointFilter(CheckCaller);

    /// <summary>
    /// A partner endpoint outside <c>/v5</c>: its rate group and body limit. It shows in the partner OpenAPI document.
    /// </summary>
    public static TBuilder AsPartner<TBuilder>(this TBuilder route, string rateGroup, long bodyLimitBytes = 16 << 10)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(new BodyLimit(bodyLimitBytes));
        route.RequireRateLimiting(rateGroup);
        return route.WithGroupName("partner");
    }

    /// <summary>Names the kinds of caller that may use a route; others get 403.</summary>
    public static TBuilder For<TBuilder>(this TBuilder route, params CallerKind[] allowed)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new CallerPolicy(allowed));

    /// <summary>Lets a route be called without a token: the one that gives tokens.</summary>
    public static TBuilder ForAnyone<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new CallerPolicy { Anyone = true });

    private static async ValueTask<object?> CheckCaller(
        EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        var policy = context.GetEndpoint()?.Metadata.GetMetadata<CallerPolicy>()
            ?? throw new InvalidOperationException($"{context.Request.Path} has no CallerPolicy.");
        if (policy.Anyone)
        {
            return await next(call).ConfigureAwait(false);
        }
        var token = context.BearerToken();
        var caller = token == null
            ? null
            : await context.RequestServices.GetRequiredService<ICallers>()
                .Find(token, context.RequestAborted).ConfigureAwait(false);
        if (caller == null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Refusal.Of(401, "A valid access token is needed: POST /v5/oauth2/token gives one.");
        }
        if (!policy.Allowed.Contains(caller.Kind))
        {
            return Refusal.Of(403, $"This call is not for {caller.Kind.ToString().ToLowerInvariant()} clients.");
        }
        var scope = Scopes.Needed(caller.Kind, context);
        if (!caller.Scopes.Contains(scope))
        {
            return Refusal.Of(403, $"This call needs the scope {scope}, which this access token does not have.");
        }
        context.SetCaller(caller);
        return await next(call).ConfigureAwait(false);
    }
}
