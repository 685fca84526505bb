using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Apply.Forms;
using Placard.Apply.Hiring;
using Placard.Apply.Questions;
using Placard.Apply.Records;
using Placard.Storage;

namespace Placard.Apply;

/// <summary>The apply room's front door.</summary>
public static class ApplySetup
{
    /// <summary>Adds hosted applications and RSVPs. Needs Clicks, Inventory and Events.</summary>
    public static IServiceCollection AddApply(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMigrations(typeof(ApplySetup).Assembly);
        services.AddQuestions(configuration);
        services.AddForms(configuration);
        services.AddRecords();
        services.AddHiring();
        return services;
    }

    /// <summary>Maps the jobseekers' pages under <c>/apply</c> and the advertisers' routes under <c>/v5</c>.</summary>
    public static void MapApply(this RouteGroupBuilder v5, IEndpointRouteBuilder pages)
    {
        v5.MapQuestions();
        pages.MapForms();
        v5.MapRecords();
        pages.MapHiring();
    }
}
