using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Placard.Host.Serving;
using Placard.Platform;

namespace Placard.Tests.House;

/// <summary>
/// What every address owes its callers: a sentence in the documents, a limit on calls, a limit on bodies, and below
/// <c>/v5</c> a word on who may call. A route without one of them is a hole that no test of its own would find.
/// </summary>
public sealed class RouteRuleTests
{
    private static readonly string[] Documented = ["v5", "partner"];

    [Fact]
    public async Task EveryRouteKeepsTheRules()
    {
        var folder = Directory.CreateTempSubdirectory("placard-routes-").FullName;
        await using (var exchange = ExchangeApp.Build(new ServeOptions(folder, "http://127.0.0.1:0", true, [])))
        {
            var routes = exchange.Routes.DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>().ToList();

            var faults = routes.SelectMany(Faults).ToList();

            Assert.True(faults.Count == 0, string.Join('\n', faults));
            Assert.Contains(routes, route => GroupOf(route) == "v5");
        }
        Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<string> Faults(RouteEndpoint route)
    {
        var name = $"{route.DisplayName} ({GroupOf(route) ?? "no group"})";
        var isPlatform = route.RoutePattern.RawText!.StartsWith("/v5/", StringComparison.Ordinal);
        if (isPlatform != (GroupOf(route) == "v5"))
        {
            yield return $"{name}: what lies below /v5 is mapped by MapPlatform, and nothing else is";
        }
        if (isPlatform && route.Metadata.GetMetadata<CallerPolicy>() == null)
        {
            yield return $"{name}: nobody says who may call it (For, ForAnyone)";
        }
        if (!Documented.Contains(GroupOf(route)))
        {
            yield break;
        }
        if (string.IsNullOrWhiteSpace(route.Metadata.GetMetadata<RouteText>()?.Summary))
        {
            yield return $"{name}: has no summary (Describe)";
        }
        if (route.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName is not { } group
            || !RateLimits.Defaults.ContainsKey(group))
        {
            yield return $"{name}: has no known rate group";
        }
        if (route.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize == null)
        {
            yield return $"{name}: has no body limit";
        }
    }

    private static string? GroupOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IEndpointGroupNameMetadata>()?.EndpointGroupName;
}
