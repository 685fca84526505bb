using System.Collections.ObjectModel;
using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Placard.Clicks.Ledger;
using Placard.Clicks.Pages;
using Placard.Kernel;

namespace Placard.Clicks;

/// <summary>
/// A click, whole (surface, section 3.1):
/// 1 read the ask · 2 look and decide · 3 record, the one wait · 4 redirect.
/// </summary>
internal sealed partial class ClickEndpoint(
    ClickDesk desk, ClickWriter writer, Visitors visitors, ClickMetrics metrics, ILogger<ClickEndpoint> log)
{
    private static readonly IReadOnlyDictionary<long, Reason> None = ReadOnlyDictionary<long, Reason>.Empty;

    public Task Answer(HttpContext context)
    {
        var (ask, query, visit) = Read(context);                                                    // 1
        var planning = desk.Plan(ask, query, visit, None, context.RequestAborted);                  // 2
        return planning.IsCompletedSuccessfully
            ? Follow(context, planning.Result)
            : Later(context, planning, ask, visit);
    }

    private async Task Later(HttpContext context, ValueTask<ClickPlan?> planning, ClickAsk ask, Visit visit)
    {
        ClickPlan? plan;
        try
        {
            plan = await planning.ConfigureAwait(false);
        }
        catch (DbException fault)
        {
            await SendOnUnseen(context, ask, visit, fault).ConfigureAwait(false);
            return;
        }
        await Follow(context, plan).ConfigureAwait(false);
    }

    private Task Follow(HttpContext context, ClickPlan? plan)
    {
        if (plan == null)
        {
            return NoSuchJobPage.Write(context);
        }
        if (IsNoClick(context.Request))
        {
            Redirect(context, plan.Value.Destination);
            return Task.CompletedTask;
        }
        return Record(context, plan.Value);
    }

    // From here on nothing is cancelled: a jobseeker who closed the tab still clicked. What outlives the wait is kept
    // for each of the thousands who wait at once, so it is little.
    private async Task Record(HttpContext context, ClickPlan plan)
    {
        writer.Hand(plan.Record);
        var outcome = await plan.Record.Outcome.ConfigureAwait(false);                              // 3
        if (outcome == Recorded.CannotPay)
        {
            await RecordAnother(context, plan).ConfigureAwait(false);
            return;
        }
        SendOn(context, plan, outcome);                                                             // 4
    }

    // A ledger that finds the campaign empty, or paused just now, sends the click back to the desk, which treats the
    // job as expired: another job may take it.
    private async Task RecordAnother(HttpContext context, ClickPlan plan)
    {
        var (ask, query, visit) = Read(context);
        var refused = new Dictionary<long, Reason>();
        Recorded outcome;
        do
        {
            refused[plan.Record.JobId] = plan.Record.Reason;
            try
            {
                plan = (await desk.Plan(ask, query, visit, refused, CancellationToken.None)
                    .ConfigureAwait(false))!.Value;
            }
            catch (DbException fault)
            {
                await SendOnUnseen(context, ask, visit, fault).ConfigureAwait(false);
                return;
            }
            writer.Hand(plan.Record);
            outcome = await plan.Record.Outcome.ConfigureAwait(false);
        }
        while (outcome == Recorded.CannotPay);
        SendOn(context, plan, outcome);
    }

    // Only a job that left its feed is asked of the store, so with the store down it is the one case that cannot be
    // decided: the publisher gets the jobseeker back, or the jobseeker an honest page.
    private Task SendOnUnseen(HttpContext context, in ClickAsk ask, in Visit visit, DbException fault)
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

    private (ClickAsk Ask, string Query, Visit Visit) Read(HttpContext context)
    {
        var query = context.Request.QueryString.Value ?? "";
        var address = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        var agent = context.Request.Headers.UserAgent.ToString();
        var visit = new Visit(
            address, agent, visitors.NumberOf(address, agent), context.Request.Host.Value ?? "");
        return (ClickAsk.Read(query), query, visit);
    }

    /// <summary>HEAD and declared prefetches look at an address without a person having followed it.</summary>
    private static bool IsNoClick(HttpRequest request) =>
        HttpMethods.IsHead(request.Method)
        || Says(request, "Sec-Purpose", "prefetch") || Says(request, "Purpose", "prefetch")
        || Says(request, "X-Purpose", "preview") || Says(request, "X-Moz", "prefetch");

    private static bool Says(HttpRequest request, string header, string word) =>
        request.Headers.TryGetValue(header, out var value)
        && value.ToString().Contains(word, StringComparison.OrdinalIgnoreCase);

    private void SendOn(HttpContext context, in ClickPlan plan, Recorded outcome)
    {
        if (outcome == Recorded.Failed)
        {
            metrics.Unrecorded();
        }
        if (outcome != Recorded.OnDisk || !plan.CarriesClickId)
        {
            Redirect(context, plan.Destination);
            return;
        }
        Span<char> id = stackalloc char[ClickId.TextLength];
        plan.Record.Id.Write(id);
        PixelCookie.Set(context, id);
        Redirect(context, Landing.WithClickId(plan.Destination, id));
    }

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
