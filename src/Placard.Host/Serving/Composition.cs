using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Accounts;
using Placard.Apply;
using Placard.Campaigns;
using Placard.Clicks;
using Placard.Conversions;
using Placard.Dispositions;
using Placard.Events;
using Placard.Host.Docs;
using Placard.Inventory;
using Placard.Market;
using Placard.Platform;
using Placard.Publishing;
using Placard.Reporting;

namespace Placard.Host.Serving;

/// <summary>Which rooms the house has: the only list of them in code.</summary>
internal static class Composition
{
    public static void AddRooms(IServiceCollection services, IConfiguration configuration)
    {
        services.AddPlatform(configuration);
        DocsPages.Add(services);
        services.AddAccounts();
        services.AddCampaigns();
        services.AddInventory(configuration);
        services.AddMarket();
        services.AddPublishing();
        services.AddClicks(configuration);
        services.AddConversions();
        services.AddDispositions();
        services.AddEvents(configuration);
        services.AddApply(configuration);
        services.AddReporting();
    }

    public static void UsePlatform(WebApplication app) => app.UsePlatform();

    public static void MapRooms(WebApplication app)
    {
        DocsPages.Map(app);
        app.MapPages();
        var v5 = app.MapPlatform();
        v5.MapAccounts();
        v5.MapCampaigns();
        v5.MapInventory();
        v5.MapPublishing(app);
        v5.MapClicks(app);
        v5.MapConversions(app);
        v5.MapDispositions(app);
        v5.MapEvents();
        v5.MapApply(app);
        v5.MapReporting();
    }

    public static async Task EnsureOperator(IServiceProvider services, ExchangeOptions options, CancellationToken stop)
    {
        var made = await services.GetRequiredService<IAccounts>()
            .EnsureOperator(options.OperatorClientId, options.OperatorSecret, stop).ConfigureAwait(false);
        services.GetRequiredService<OperatorLogin>().Take(
            made?.ClientId ?? options.OperatorClientId, made?.Secret ?? options.OperatorSecret);
        if (made != null)
        {
            await Console.Out.WriteLineAsync(
                $"First operator: client id {made.ClientId}, secret {made.Secret} (kept in operator.json, shown once)")
                .ConfigureAwait(false);
        }
    }
}
