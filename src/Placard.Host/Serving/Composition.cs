using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Platform;

namespace Placard.Host.Serving;

/// <summary>Which rooms the house has: the only list of them in code.</summary>
internal static class Composition
{
    public static void AddRooms(IServiceCollection services, IConfiguration configuration)
    {
        services.AddRateLimiter(_ => { });
    }

    public static void UsePlatform(WebApplication app)
    {
        app.UseRouting();
    }

    public static void MapRooms(WebApplication app)
    {
        var v5 = app.MapPlatform();
    }

    public static Task EnsureOperator(IServiceProvider services, ExchangeOptions options, CancellationToken stop) =>
        Task.CompletedTask;
}
