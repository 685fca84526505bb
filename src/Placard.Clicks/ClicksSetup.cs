using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Clicks.Judging;
using Placard.Clicks.Ledger;
using Placard.Clicks.Pages;
using Placard.Clicks.Status;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Clicks;

/// <summary>The click room's front door.</summary>
public static class ClicksSetup
{
    private static readonly string[] GetAndHead = ["GET", "HEAD"];

    /// <summary>Adds the click path, the ledger's writer and the job status.</summary>
    public static IServiceCollection AddClicks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMigrations(typeof(ClicksSetup).Assembly);
        services.AddSingleton(ClickOptions.Read(configuration));
        services.AddSingleton<BotJudge>();
        services.AddSingleton<Countries>();
        services.AddSingleton<Visitors>();
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<Visitors>());
        services.AddSingleton<ClickMetrics>();
        services.AddSingleton<JobLooks>();
        services.AddSingleton<ClickDesk>();
        services.AddSingleton<ClickWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<ClickWriter>());
        services.AddSingleton<ClickEndpoint>();
        services.AddSingleton<ClosedPage>();
        services.AddSingleton<NextJobs>();
        services.AddSingleton<INextJobs>(provider => provider.GetRequiredService<NextJobs>());
        services.AddSingleton<JobStatuses>();
        services.AddSingleton<StatusEndpoint>();
        services.AddSingleton<ClickList>();
        services.AddSingleton<IClicks, ClickReads>();
        return services;
    }

    /// <summary>Maps click URLs, job status, the closed page, and <c>GET /v5/clicks</c>.</summary>
    public static void MapClicks(this IEndpointRouteBuilder v5, IEndpointRouteBuilder partner)
    {
        var services = partner.ServiceProvider;
        // Made before the first click: tables are read here, not while a jobseeker waits.
        var clicks = services.GetRequiredService<ClickEndpoint>();
        // Who followed a link reads what is wrong on a page.
        var refusals = new RefusesWithPages();
        (string Path, (string, string)[] Names)[] spellings =
        [
            ("/click.php", [("id", "{jobId}.{feedId}, as in the feed")]),
            ("/click", [("job_id", "The job's id, as in the feed"), ("pub_id", "The feed's id")]),
        ];
        foreach (var (path, names) in spellings)
        {
            partner.MapMethods(path, GetAndHead, clicks.Answer).AsPartner(RateGroups.Click).WithMetadata(refusals)
                .Describe("Follows a click URL: judges, records and redirects the click.", null, null, 302,
                [
                    .. names, ("spl", "The sealed token of the feed's URL"),
                    ("job_loc", "Place the job was shown for"), ("t1", "Tag, at most 100 characters"),
                    ("t2", "Tag, at most 100 characters"), ("t3", "Tag, at most 100 characters"),
                    ("referrer", "Domain the traffic comes from"),
                    ("rdr", "Where to send the jobseeker back to when the job is expired or the URL stale"),
                ]);
        }
        partner.MapMethods("/closed/{jobId}", GetAndHead, services.GetRequiredService<ClosedPage>().Write)
            .AsPartner(RateGroups.Page).WithMetadata(refusals)
            .Describe("Says that a job is closed and lists open jobs near by.", null, null, 200,
                ("feed", "The feed that the jobseeker came from: the page's links are this feed's click URLs"))
            .Answers("text/html");
        MapStatus(partner, services.GetRequiredService<StatusEndpoint>());
        v5.MapGet("/clicks", (Delegate)services.GetRequiredService<ClickList>().Answer)
            .For(CallerKind.Operator, CallerKind.Customer, CallerKind.Publisher)
            .ShowsEarnings()
            .DescribeList(ClickList.Plan)
            .Describe("Clicks with their verdict, charge and earning; CSV or NDJSON by Accept, without a row cap.",
                answerJson: """
                {"tlrSid":"0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","clickedAt":"2026-01-31T10:00:00.123Z",
                "jobId":10000000042,"askedJobId":null,"feedId":1000,"campaignId":17,"verdict":"BILLABLE",
                "reason":"The click counts.","chargedCents":50,"earnedMicros":300000,
                "landingUrl":"https://acme.example/jobs/1","t1":"mail","t2":null,"t3":null,"referrer":"jobs.example",
                "publisherClickId":"c-81","country":"US","state":"TX"}
                """)
            .Answers("text/csv", "application/x-ndjson");
    }

    private static void MapStatus(IEndpointRouteBuilder partner, StatusEndpoint status)
    {
        partner.MapGet("/v2/job/{jobId}/status", status.ByJob).AsPartner(RateGroups.Status)
            .Describe("Whether a job takes clicks, by job id.", null, """{"14813142427":"LIVE"}""");
        partner.MapPost("/v2/job/status", (HttpContext context) => status.BySpls(context))
            .AsPartner(RateGroups.Status, bodyLimitBytes: 1 << 20)
            .Describe("Whether click URLs are live and fresh, by spl, in the order of the request.",
                """{"spls":["ABC123","DEF456"]}""", """[{"ABC123":"LIVE"},{"DEF456":"STALE"}]""");
    }
}
