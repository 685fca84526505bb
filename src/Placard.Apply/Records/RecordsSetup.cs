using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Placard.Apply.Downloads;
using Placard.Apply.Privacy;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Records;

/// <summary>What was applied for, for those who own it: lists, downloads, forgetting.</summary>
internal static class RecordsSetup
{
    private static readonly (string, string)[] Table =
    [
        ("search", "Conditions joined by AND, as in the list"),
        ("sort", "field,asc or field,desc, as in the list"),
    ];

    public static IServiceCollection AddRecords(this IServiceCollection services)
    {
        services.AddSingleton<ApplicationList>();
        services.AddSingleton<IApplications, ApplicationReads>();
        services.AddSingleton<ApplicationEndpoint>();
        services.AddSingleton<ApplicationDownloads>();
        services.AddSingleton<ResumeArchive>();
        services.AddSingleton<Forgetting>();
        services.AddSingleton<ForgetEndpoint>();
        services.AddSingleton<RetentionEndpoint>();
        services.AddSingleton<IDueWork, RetentionWork>();
        return services;
    }

    public static void MapRecords(this RouteGroupBuilder v5)
    {
        v5.MapGet("/applications", (HttpContext context, ApplicationList list) => list.Answer(context))
            .For(CallerKind.Operator, CallerKind.Customer)
            .DescribeList(ApplicationList.Plan)
            .Describe("Applications and RSVPs, newest first, with their outcome and why.",
                answerJson: ApplicationExamples.Row);
        v5.MapGet("/applications/{tlrApplicationId}",
                (HttpContext context, ApplicationEndpoint one, string tlrApplicationId) =>
                    one.Find(context, tlrApplicationId))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("One application: who applied, what was answered, which files came.",
                answerJson: ApplicationExamples.One);
        v5.MapGet("/applications/{tlrApplicationId}/files/{fileId:long}",
                (HttpContext context, ApplicationEndpoint one, string tlrApplicationId, long fileId) =>
                    one.File(context, tlrApplicationId, fileId))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("A file of an application, as an attachment of the type that its content has.")
            .Answers("application/octet-stream");
        MapDownloads(v5);
        MapPrivacy(v5);
    }

    private static void MapDownloads(RouteGroupBuilder v5)
    {
        v5.MapGet("/applications.csv", (HttpContext context, ApplicationDownloads table) => table.Csv(context))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("The list as CSV, without a row cap; cells that a spreadsheet would calculate are guarded.",
                query: Table)
            .Answers("text/csv");
        v5.MapGet("/applications.xlsx", (HttpContext context, ApplicationDownloads table) => table.Xlsx(context))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("The list as an Excel workbook, without a row cap.", query: Table)
            .Answers("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        v5.MapGet("/applications/resumes.zip", (HttpContext context, ResumeArchive archive) => archive.Answer(context))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("The resumes of the list's applications as a ZIP archive.", query: Table)
            .Answers("application/zip");
    }

    private static void MapPrivacy(RouteGroupBuilder v5)
    {
        v5.MapPost("/applicants/forget", (HttpContext context, ForgetEndpoint forget) => forget.Answer(context))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe(
                "Erases a person from every application with this e-mail address: an operator's everywhere, a "
                + "customer's in its own. Counts, charges and books stay.",
                ApplicationExamples.Forget, ApplicationExamples.Forgotten);
        v5.MapGet("/customers/{id:long}/applicant-retention",
                (HttpContext context, RetentionEndpoint retention, long id) => retention.Show(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe("How many days this customer keeps its applicants' data; null: until somebody asks.",
                answerJson: ApplicationExamples.Retained);
        v5.MapPut("/customers/{id:long}/applicant-retention",
                (HttpContext context, RetentionEndpoint retention, long id) => retention.Set(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe(
                "Sets how many days after an application its person is forgotten, 1 to 3650; null keeps the data.",
                ApplicationExamples.Retention, ApplicationExamples.Retained);
    }
}
