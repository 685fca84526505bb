using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Placard.Clicks.Ledger;
using Placard.Clicks.Pages;

namespace Placard.Clicks;

/// <summary>
/// A click, whole (surface, section 3.1):
/// 1 read the ask · 2 look and decide · 3 record, the one wait · 4 redirect.
/// </summary>
internal sealed partial class ClickEndpoint(
    ClickDesk desk, ClickWriter writer, Visitors visitors, ClickMetrics metrics, ILogger<ClickEndpoint> log)
{
    private static readonly IReadOnlySet<long> None = new HashSet<long>();

    public async Task Answer(HttpContext context)
    {
        var stop = context.RequestAborted;
        var query = context.Request.QueryString.Value ?? "";
        var ask = ClickAsk.Read(query);                                                             // 1
        var visit = VisitOf(context);
        ClickPlan? plan;
        try
        {
            plan = await desk.Plan(ask, query, visit, None, stop).ConfigureAwait(false);            // 2
        }
        catch (DbException fault)
        {
            await SendOnUnseen(context, ask, visit, fault).ConfigureAwait(false);
            return;
        }
        if (plan == null)
        {
            await NoSuchJobPage.Write(context).ConfigureAwait(false);
            return;
        }
        if (IsNoClick(context.Request))
        {
            Redirect(context, plan.Destination);
            return;
        }
        (plan, var recorded) = await Record(plan, ask, query, visit).ConfigureAwait(false);         // 3
        if (recorded && plan.CarriesClickId)
        {
            PixelCookie.Set(context, plan.Record.Id);
        }
        Redirect(context, plan.Location(recorded));                                                 // 4
    }

    // Only a job that left its feed is asked of the store, so with the store down it is the one case that cannot be
    // decided: the publisher gets the jobseeker back, or the jobseeker an honest page.
    private Task SendOnUnseen(HttpContext context, ClickAsk ask, Visit visit, DbException fault)
    {
        LogUnseen(log, ask.JobId, fault);
        metrics.Unrecorded();
        if (desk.WayBack(ask, visit) is not { } rdr)
        {
            return TryAgainPage.Write(context);
        }
        Redirect(context, rdr);
        return Task.CompletedTask;
    }

    // A ledger that finds the campaign empty sends the click back to the desk, which treats the job as expired: another
    // job may take it. From here on nothing is cancelled: a jobseeker who closed the tab still clicked.
    private async ValueTask<(ClickPlan Plan, bool Recorded)> Record(
        ClickPlan plan, ClickAsk ask, string query, Visit visit)
    {
        HashSet<long>? ranOut = null;
        while (true)
        {
            writer.Hand(plan.Record);
            var outcome = await plan.Record.Outcome.ConfigureAwait(false);
            if (outcome != Recorded.CannotPay)
            {
                if (outcome == Recorded.Failed)
                {
                    metrics.Unrecorded();
                }
                return (plan, outcome == Recorded.OnDisk);
            }
            ranOut ??= [];
            ranOut.Add(plan.Record.JobId);
            plan = (await desk.Plan(ask, query, visit, ranOut, CancellationToken.None).ConfigureAwait(false))!;
        }
    }

    private Visit VisitOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        var agent = context.Request.Headers.UserAgent.ToString();
        return new Visit(address, agent, visitors.NumberOf(address, agent), context.Request.Host.Value ?? "");
    }

    /// <summary>HEAD and declared prefetches look at an address without a person having followed it.</summary>
    private static bool IsNoClick(HttpRequest request) =>
        HttpMethods.IsHead(request.Method)
        || Says(request, "Sec-Purpose", "prefetch") || Says(request, "Purpose", "prefetch")
        || Says(request, "X-Purpose", "preview") || Says(request, "X-Moz", "prefetch");

    private static bool Says(HttpRequest request, string header, string word) =>
        request.Headers.TryGetValue(header, out var value)
        && value.ToString().Contains(word, StringComparison.OrdinalIgnoreCase);

    private static void Redirect(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        // A redirect from a cache would be a click that nobody counted.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = location;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store could not be asked for job {JobId}.")]
    private static partial void LogUnseen(ILogger logger, long jobId, Exception fault);
}
