using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Hiring;

/// <summary>Hiring events: their RSVPs, and what advertisers are told of them.</summary>
internal static class HiringSetup
{
    private static readonly string[] GetAndHead = ["GET", "HEAD"];

    public static IServiceCollection AddHiring(this IServiceCollection services)
    {
        services.AddSingleton<RsvpTexts>();
        services.AddSingleton<RsvpDesk>();
        services.AddSingleton<RsvpPages>();
        services.AddSingleton<IDueWork, EventSummaries>();
        return services;
    }

    /// <summary>The addresses that an RSVP gets; the page that takes it stands at the job's own.</summary>
    public static void MapHiring(this IEndpointRouteBuilder pages)
    {
        Page(pages, "/apply/rsvp/{secret}", (HttpContext context, RsvpPages rsvps, string secret) =>
            rsvps.Confirmation(context, secret));
        Page(pages, $"/apply/rsvp/{{secret}}/{CalendarFile.Name}",
            (HttpContext context, RsvpPages rsvps, string secret) => rsvps.Calendar(context, secret));
    }

    private static void Page(IEndpointRouteBuilder pages, string path, Delegate handler) =>
        pages.MapMethods(path, GetAndHead, handler)
            .WithMetadata(new BodyLimit(BodyLimit.Ordinary), new RefusesWithPages())
            .RequireRateLimiting(RateGroups.Page).WithGroupName("pages");
}
