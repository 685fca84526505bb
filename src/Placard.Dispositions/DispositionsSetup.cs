using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Placard.Dispositions.Storing;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Dispositions;

/// <summary>The disposition room's front door.</summary>
public static class DispositionsSetup
{
    /// <summary>Bodies over 1 MiB are 413 (surface, section 3.3).</summary>
    internal const int MostBody = 1 << 20;

    /// <summary>Adds dispositions: intake, the list, and <see cref="IDispositions"/>. Needs Clicks.</summary>
    public static IServiceCollection AddDispositions(this IServiceCollection services)
    {
        services.AddMigrations(typeof(DispositionsSetup).Assembly);
        services.AddSingleton<DispositionMetrics>();
        services.AddSingleton<DispositionWriter>();
        services.AddSingleton<DispositionEndpoint>();
        services.AddSingleton<DispositionList>();
        services.AddSingleton<IDispositions, DispositionTable>();
        return services;
    }

    /// <summary>Maps <c>POST /disposition/v1/events</c> and <c>GET /v5/dispositions</c>.</summary>
    public static void MapDispositions(this RouteGroupBuilder v5, IEndpointRouteBuilder partner)
    {
        var endpoint = partner.ServiceProvider.GetRequiredService<DispositionEndpoint>();
        partner.MapPost("/disposition/v1/events", (HttpContext context) => endpoint.Receive(context))
            .AsPartner(RateGroups.Disposition, MostBody)
            .Describe(
                "Takes one disposition event or an array of at most 100. Sending the same event again changes nothing.",
                """
                [{"tlr_sid":"9dc3d611-e014-4ddb-a87f-d36e3e10a813","event":"application_completed",
                "raw_event":"new application","event_time":"2024-02-25T12:56:33Z"},
                {"tlr_application_id":"ba0fbcff-1488-11f0-9d88-121fb3094105","event":"rejected",
                "reason":"uncertified","meta_data":{"detail_reason":"No certificate"},
                "event_time":"2024-03-21T19:23:00-05:00"}]
                """,
                """{"num_succeeded_events":2}""");
        var list = partner.ServiceProvider.GetRequiredService<DispositionList>();
        v5.MapGet("/dispositions", (Delegate)list.Answer)
            .For(CallerKind.Operator, CallerKind.Customer, CallerKind.Publisher)
            .ShowsEarnings()
            .DescribeList(DispositionList.Plan)
            .Describe(
                "Dispositions, newest first; what matched no click shows to operators only.",
                answerJson: """
                {"tlrSid":"9dc3d611-e014-4ddb-a87f-d36e3e10a813","tlrApplicationId":null,"event":"rejected",
                "reason":"uncertified","rawEvent":"declined","metaData":{"detail_reason":"No certificate"},
                "eventTime":"2026-01-31T10:00:00Z","receivedAt":"2026-01-31T10:00:05.120Z","matched":true}
                """);
    }
}
