using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>The room's front door.</summary>
public static class CampaignsSetup
{
    /// <summary>
    /// Adds campaigns, their purses and the work that new days bring. Needs the store, an
    /// <see cref="ExchangeCalendar"/> and the exchange's <see cref="TimeProvider"/>; asks an
    /// <see cref="ICheapestPrices"/> when there is one.
    /// </summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
    {
        services.AddMigrations(typeof(CampaignsSetup).Assembly);
        services.AddSingleton<MoneyNews>();
        // Asked late: the market is made of campaigns, and the followers are made of what is added here.
        services.AddSingleton(provider => new CheapestPrice(provider.GetService<ICheapestPrices>));
        services.AddSingleton(provider => new CampaignDesk(
            provider.GetRequiredService<Store>(),
            provider.GetRequiredService<Followers>,
            provider.GetRequiredService<ExchangeCalendar>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<CheapestPrice>(),
            provider.GetRequiredService<MoneyNews>()));
        services.AddSingleton<CampaignDirectory>();
        services.AddSingleton<ICampaigns>(provider => provider.GetRequiredService<CampaignDirectory>());
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<CampaignDirectory>());
        services.AddSingleton<CampaignMoney>();
        services.AddSingleton<ICampaignMoney>(provider => provider.GetRequiredService<CampaignMoney>());
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<CampaignMoney>());
        services.AddSingleton<IFollower, StatusKeeper>();
        services.AddSingleton<IDueWork, CampaignDays>();
        return services;
    }

    /// <summary>Hangs campaigns, one-time budgets and segments into the group of <c>/v5</c>.</summary>
    public static RouteGroupBuilder MapCampaigns(this RouteGroupBuilder v5)
    {
        CampaignEndpoints.Map(v5);
        OneTimeEndpoints.Map(v5);
        SegmentEndpoints.Map(v5);
        return v5;
    }
}
