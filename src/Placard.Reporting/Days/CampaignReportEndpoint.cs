using Microsoft.AspNetCore.Http;
using Placard.Apply;
using Placard.Campaigns;
using Placard.Conversions;
using Placard.Dispositions;
using Placard.Kernel;
using Placard.Platform;
using Placard.Reporting.Folding;
using Placard.Storage;

namespace Placard.Reporting.Days;

/// <summary><c>GET /v5/campaigns/{id}/report</c>: what a campaign paid and what came of it, by day.</summary>
internal sealed class CampaignReportEndpoint(
    Store store,
    ClickFold fold,
    ICampaigns campaigns,
    IConversions conversions,
    IDispositions dispositions,
    IApplications applications,
    ExchangeCalendar calendar,
    TimeProvider clock)
{
    public async Task<IResult> Answer(HttpContext context, long id)
    {
        var stop = context.RequestAborted;
        var owner = await store.Read(session => campaigns.CustomerOf(session, id), stop).ConfigureAwait(false);
        if (owner is not { } customerId || !context.Caller().OwnsCustomer(customerId))
        {
            return Refusal.NotFound("campaign");
        }
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (span, refused) = DaySpan.Read(context.Request, calendar, nowMs);
        if (refused != null)
        {
            return refused;
        }
        await fold.CatchUp(stop).ConfigureAwait(false);
        var report = await store.Read(session => Compose(session, id, span), stop).ConfigureAwait(false);
        return Wire.Ok(DayList<ReportDay>.Of(report.Days()));
    }

    private async Task<CampaignReport> Compose(DbSession session, long id, DaySpan span)
    {
        var report = new CampaignReport(calendar);
        var days = await DayTables.OfCampaign(session, id, span.From, span.To).ConfigureAwait(false);
        days.ForEach(report.Add);
        foreach (var day in await conversions.CountedByDay(session, id, span.From, span.To).ConfigureAwait(false))
        {
            report.Add(day);
        }
        var (fromMs, toMs) = (calendar.BoundsOfDay(span.From).FromMs, calendar.BoundsOfDay(span.To).ToMs);
        var hostedSinceMs = await applications.FirstStartedAtMs(session, id).ConfigureAwait(false);
        await foreach (var outcome in dispositions
            .FirstOutcomes(session, id, CampaignReport.Outcomes, fromMs, toMs).ConfigureAwait(false))
        {
            report.Add(outcome, hostedSinceMs);
        }
        await foreach (var times in applications.Between(session, id, fromMs, toMs).ConfigureAwait(false))
        {
            report.Add(times, fromMs, toMs);
        }
        return report;
    }
}
