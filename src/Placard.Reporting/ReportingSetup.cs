using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Placard.Platform;
using Placard.Reporting.Checking;
using Placard.Reporting.Days;
using Placard.Reporting.Folding;
using Placard.Storage;

namespace Placard.Reporting;

/// <summary>The reporting room's front door.</summary>
public static class ReportingSetup
{
    private static readonly (string, string)[] Span =
    [
        ("from", "First day, yyyy-MM-dd; by default the first of the month of the last day"),
        ("to", "Last day, included; by default today"),
    ];

    /// <summary>Adds the folded days, the reports and <see cref="IBooks"/>. Needs the rooms it reports on.</summary>
    public static IServiceCollection AddReporting(this IServiceCollection services)
    {
        services.AddMigrations(typeof(ReportingSetup).Assembly);
        services.AddSingleton<ClickFold>();
        services.AddHostedService<FoldLoop>();
        services.AddSingleton<EarningsEndpoint>();
        services.AddSingleton<CampaignReportEndpoint>();
        services.AddSingleton<IBooks, Books>();
        return services;
    }

    /// <summary>Maps a feed's earnings and a campaign's report.</summary>
    public static void MapReporting(this RouteGroupBuilder v5)
    {
        v5.MapGet("/feeds/{id:long}/earnings",
                (HttpContext context, long id, EarningsEndpoint earnings) => earnings.Answer(context, id))
            .For(CallerKind.Operator, CallerKind.Publisher)
            .ShowsEarnings()
            .Describe(
                "A feed's clicks and earnings by day, in the exchange's time zone; days without clicks are left out.",
                answerJson: """
                {"size":1,"number":0,"totalPages":1,"totalElements":1,"content":[{"date":"2026-01-31","clicks":120,
                "expired":4,"stale":2,"paidClicks":101,"earningsMicros":30500000}]}
                """,
                query: Span);
        v5.MapGet("/campaigns/{id:long}/report",
                (HttpContext context, long id, CampaignReportEndpoint report) => report.Answer(context, id))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe(
                "A campaign's clicks, spending, applications, conversions and hires by day; empty days are left out.",
                answerJson: """
                {"size":1,"number":0,"totalPages":1,"totalElements":1,"content":[{"date":"2026-01-31","clicks":120,
                "billableClicks":101,"spentCents":5050,"applicationsStarted":9,"applicationsCompleted":6,
                "conversions1":0,"conversions2":6,"conversions3":0,"hires":1}]}
                """,
                query: Span);
    }
}
