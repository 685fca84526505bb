using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Placard.Publishing.Builds;
using Placard.Publishing.Downloads;
using Placard.Publishing.Feeds;
using Placard.Publishing.Tokens;
using Placard.Storage;

namespace Placard.Publishing;

/// <summary>Publishing's front door. It needs <c>PublicAddress</c> and <c>DataFolder</c> from the host.</summary>
public static class PublishingSetup
{
    /// <summary>Adds feeds, builds, downloads and the sealed click token.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services)
    {
        services.AddMigrations(typeof(PublishingSetup).Assembly);
        services.AddSingleton<Spl>();
        services.AddSingleton<ISpl>(provider => provider.GetRequiredService<Spl>());
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<Spl>());
        services.AddSingleton<FeedsInMemory>();
        services.AddSingleton<IFeeds>(provider => provider.GetRequiredService<FeedsInMemory>());
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<FeedsInMemory>());
        services.AddSingleton<FeedStore>();
        services.AddSingleton<BuildStore>();
        services.AddSingleton<BuildTurns>();
        services.AddSingleton<BuildWriter>();
        services.AddSingleton<FeedBuilder>();
        services.AddSingleton<BuildMeter>();
        services.AddSingleton<FeedFolder>();
        services.AddSingleton<FeedSweep>();
        services.AddSingleton<IDueWork, FeedBuildWork>();
        services.AddSingleton<IDueWork, FeedCleanupWork>();
        services.AddSingleton<ReaderStore>();
        services.AddSingleton<PartFiles>();
        services.AddSingleton<FeedEndpoints>();
        services.AddSingleton<BuildEndpoints>();
        services.AddSingleton<DownloadEndpoint>();
        return services;
    }

    /// <summary>Maps feeds and builds into <c>/v5</c>, and <c>/download</c> beside it.</summary>
    public static void MapPublishing(this RouteGroupBuilder v5, IEndpointRouteBuilder partner)
    {
        var services = partner.ServiceProvider;
        services.GetRequiredService<FeedEndpoints>().Map(v5);
        services.GetRequiredService<BuildEndpoints>().Map(v5);
        services.GetRequiredService<DownloadEndpoint>().Map(partner);
    }
}
