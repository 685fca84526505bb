using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Storage;

namespace Placard.Events;

/// <summary>The events room's front door.</summary>
public static class EventsSetup
{
    /// <summary>Adds the outbox, webhooks, deliveries and mail.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMigrations(typeof(EventsSetup).Assembly);
        return services;
    }

    /// <summary>Maps webhooks, signing secrets, events and deliveries under <c>/v5</c>.</summary>
    public static void MapEvents(this RouteGroupBuilder v5)
    {
    }
}
