using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Conversions;

/// <summary>The conversion room's front door.</summary>
public static class ConversionsSetup
{
    private static readonly string[] GetAndHead = ["GET", "HEAD"];

    /// <summary>Adds conversions: recording, the list, and <see cref="IConversions"/>. Needs Clicks.</summary>
    public static IServiceCollection AddConversions(this IServiceCollection services)
    {
        services.AddMigrations(typeof(ConversionsSetup).Assembly);
        services.AddSingleton<ConversionTable>();
        services.AddSingleton<IConversions>(provider => provider.GetRequiredService<ConversionTable>());
        services.AddSingleton<ConversionWriter>();
        services.AddSingleton<ConversionMetrics>();
        services.AddSingleton<ConversionEndpoint>();
        services.AddSingleton<PixelRefusal>();
        services.AddSingleton<ConversionList>();
        return services;
    }

    /// <summary>Maps the three partner endpoints and <c>GET /v5/conversions</c>.</summary>
    public static void MapConversions(this RouteGroupBuilder v5, IEndpointRouteBuilder partner)
    {
        var endpoint = partner.ServiceProvider.GetRequiredService<ConversionEndpoint>();
        MapEvent(partner, endpoint, "/conversion.php", 1);
        MapEvent(partner, endpoint, "/conversion2.php", 2);
        MapEvent(partner, endpoint, "/conversion3.php", 3);
        var list = partner.ServiceProvider.GetRequiredService<ConversionList>();
        v5.MapGet("/conversions", (Delegate)list.Answer)
            .For(CallerKind.Operator, CallerKind.Customer, CallerKind.Publisher)
            .ShowsEarnings()
            .DescribeList(ConversionList.Plan)
            .Describe(
                "Conversions, newest first; what matched no click shows to operators only.",
                answerJson: """
                {"tlrSid":"019b3a5c-7d10-7c4e-9a31-5f2d8e6b0c47","event":2,"occurredAt":"2026-01-31T10:00:00Z",
                "matched":true,"duplicate":false,"jobId":14813142427,"feedId":1000,"campaignId":12}
                """);
    }

    private static void MapEvent(
        IEndpointRouteBuilder partner, ConversionEndpoint endpoint, string path, int conversionEvent) =>
        partner.MapMethods(path, GetAndHead, (HttpContext context) => endpoint.Answer(context, conversionEvent))
            .AsPartner(RateGroups.Conversion)
            .WithMetadata(partner.ServiceProvider.GetRequiredService<PixelRefusal>())
            .Describe(
                $"Reports conversion event {conversionEvent} of a click; without Link=true a tracking pixel.",
                answerJson: """{"status":"ok","matched":true,"duplicate":false}""",
                query:
                [
                    ("tlr_sid", "The click id that was added to the landing URL"),
                    ("Link", "true for a JSON answer, otherwise a 1x1 GIF"),
                ])
            .Answers("image/gif");
}
