using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>The jobseekers' side of hosted applications: pages, drafts, uploads, submission.</summary>
internal static class FormsSetup
{
    private static readonly string[] GetAndHead = ["GET", "HEAD"];

    public static IServiceCollection AddForms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(FormOptions.Read(configuration));
        services.AddSingleton<ApplicantSeals>().AddSingleton<UploadSeals>();
        services.AddSingleton<VirusScan>().AddSingleton<UploadDesk>().AddSingleton<ContactResumes>();
        services.AddSingleton<ApplyJobs>().AddSingleton<ClickJudge>();
        services.AddSingleton<DraftKeys>().AddSingleton<DraftDesk>().AddSingleton<Tellings>();
        services.AddSingleton<Starting>().AddSingleton<Completing>().AddSingleton<ThanksPage>();
        services.AddSingleton<DraftEndpoint>().AddSingleton<ContactEndpoint>().AddSingleton<PlacesEndpoint>();
        return services.AddSingleton<IDueWork, DraftCleanup>();
    }

    public static void MapForms(this IEndpointRouteBuilder pages)
    {
        var services = pages.ServiceProvider;
        var contact = services.GetRequiredService<ContactEndpoint>();
        var drafts = services.GetRequiredService<DraftEndpoint>();
        var places = services.GetRequiredService<PlacesEndpoint>();
        var refusals = new RefusesWithPages(
            $"{services.GetRequiredService<UploadDesk>().TooLarge} Please go back and choose another one, or shorten "
            + "your texts.");
        FormPage.Script.Map(pages);
        pages.MapMethods("/apply/places/{zip}", GetAndHead, places.Answer).AsPage(refusals)
            .Describe("City and state of a ZIP, for the contact page.", null, """{"city":"Austin","state":"TX"}""");
        pages.MapMethods("/apply/{jobId}", GetAndHead, contact.Show).AsPage(refusals)
            .Describe("The application form of a hosted job, or the RSVP page of a hiring event.", null, null, 200,
                ("tlr_sid", "The click's id, as the click's redirect appends it"))
            .Answers("text/html");
        pages.MapPost("/apply/{jobId}", contact.Send).AsPage(refusals)
            .Describe("Takes the contact page: multipart/form-data as the page's form sends it.", null, null, 303,
                ("tlr_sid", "The click's id"))
            .Takes("multipart/form-data", "application/x-www-form-urlencoded");
        pages.MapMethods("/apply/a/{secret}", GetAndHead, drafts.Show).AsPage(refusals)
            .Describe("An application under way, where its jobseeker left it; when it was sent, the thank-you page.",
                null, null, 200, ("page", "An earlier page; 0 is the contact page"))
            .Answers("text/html");
        pages.MapPost("/apply/a/{secret}", drafts.Send).AsPage(refusals)
            .Describe("Takes one page of an application under way.", null, null, 303, ("page", "The page"))
            .Takes("multipart/form-data", "application/x-www-form-urlencoded");
    }

    /// <summary>A page for people, in the partner documents because its fields' names are promised.</summary>
    private static TBuilder AsPage<TBuilder>(this TBuilder route, RefusesWithPages refusals)
        where TBuilder : IEndpointConventionBuilder =>
        route.AsPartner(RateGroups.Page, FormOptions.RequestBytes).WithMetadata(refusals);
}
