using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>Money for one month: given, listed, taken back before it begins.</summary>
internal static class OneTimeEndpoints
{
    private const string Path = "/campaigns/{id:long}/scheduling/one-time-budgets";

    // Ours: a schedule that long is a program's mistake, and every one of them lives in memory.
    private const int MostBudgets = 200;

    public static void Map(RouteGroupBuilder v5)
    {
        v5.MapPost(Path, Create).For(CallerKind.Operator, CallerKind.Customer).Describe(
            "Gives a campaign money for the calendar month of its start. launchOnStart (default true) puts the "
            + "campaign live that day; rollover carries what is left into the next month.",
            CampaignExamples.OneTimeCreate, CampaignExamples.OneTime, 201);
        v5.MapGet(Path, List).For(CallerKind.Operator, CallerKind.Customer)
            .Describe("A campaign's one-time budgets, past ones included.", answerJson: CampaignExamples.OneTime)
            .DescribeList(OneTimeStore.Plan);
        v5.MapGet(Path + "/{budgetId:long}", Find).For(CallerKind.Operator, CallerKind.Customer)
            .Describe("One one-time budget.", answerJson: CampaignExamples.OneTime);
        v5.MapDelete(Path + "/{budgetId:long}", Remove).For(CallerKind.Operator, CallerKind.Customer)
            .Describe("Takes back a one-time budget that has not begun; 409 afterwards.", status: 204);
    }

    private static async Task<IResult> Create(HttpContext context, CampaignDesk desk, long id)
    {
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        if (refused != null)
        {
            return refused;
        }
        OneTimeRow? made = null;
        refused = await desk.Change(context, id, async edit =>
        {
            if (edit.Before.Status == StatusWords.Archived)
            {
                return Refusal.Conflict("An archived campaign takes no money.");
            }
            var wanted = ReadNew(body, edit);
            if (body.Refused() is { } faults)
            {
                return faults;
            }
            var terms = (await MoneyStore.TermsOf(edit.Session, new IdList([id])).ConfigureAwait(false))[0].Terms;
            if (terms.OneTimes.Count(one => !one.Rolled && one.StartDay / 100 >= edit.Day / 100) >= MostBudgets)
            {
                return Refusal.Conflict($"A campaign has at most {MostBudgets} one-time budgets at a time.");
            }
            made = wanted with { Id = await OneTimeStore.NextIds(edit.Session, 1).ConfigureAwait(false) };
            await OneTimeStore.Add(edit.Session, [made]).ConfigureAwait(false);
            edit.PartsChanged = true;
            if (made is { Started: 1, LaunchOnStart: 1 } && HiringRules.Missing(edit.Before).Count == 0)
            {
                edit.After = edit.Before with { Status = StatusWords.Live };
            }
            return null;
        }).ConfigureAwait(false);
        return refused ?? Wire.Created(
            $"/v5/campaigns/{id}/scheduling/one-time-budgets/{made!.Id}", OneTimeShape.Of(made));
    }

    private static async Task<IResult> List(HttpContext context, CampaignDesk desk, long id)
    {
        var scope = context.Caller().CustomerScope;
        var stop = context.RequestAborted;
        var row = await desk.Store.Read(session => CampaignStore.Find(session, id, scope), stop).ConfigureAwait(false);
        return row == null
            ? Refusal.NotFound("campaign")
            : await Lists.Page<OneTimeRow, OneTimeShape>(
                context, desk.Store, OneTimeStore.Plan, "b.campaign_id = @id", new { id }, OneTimeShape.Of)
                .ConfigureAwait(false);
    }

    private static async Task<IResult> Find(HttpContext context, CampaignDesk desk, long id, long budgetId)
    {
        var scope = context.Caller().CustomerScope;
        var found = await desk.Store.Read(async session =>
            await CampaignStore.Find(session, id, scope).ConfigureAwait(false) == null
                ? null
                : await OneTimeStore.Find(session, id, budgetId).ConfigureAwait(false),
            context.RequestAborted).ConfigureAwait(false);
        return found == null ? Refusal.NotFound("one-time budget") : Wire.Ok(OneTimeShape.Of(found));
    }

    private static async Task<IResult> Remove(HttpContext context, CampaignDesk desk, long id, long budgetId)
    {
        var refused = await desk.Change(context, id, async edit =>
        {
            if (await OneTimeStore.Find(edit.Session, id, budgetId).ConfigureAwait(false) is not { } budget)
            {
                return Refusal.NotFound("one-time budget");
            }
            // A clock that was set back may show a budget that has paid already as one still to come.
            if (budget.StartDay <= edit.Day || budget.SpentCents > 0 || budget.Rolled != 0)
            {
                return Refusal.Conflict("This budget has begun. Only one that is still to come can be taken back.");
            }
            await OneTimeStore.Remove(edit.Session, budgetId).ConfigureAwait(false);
            edit.PartsChanged = true;
            return null;
        }).ConfigureAwait(false);
        return refused ?? Results.NoContent();
    }

    // The contract has two names for the first day (C4): startDate and start.
    private static OneTimeRow ReadNew(JsonFields body, CampaignEdit edit)
    {
        var name = body.Has("start") && !body.Has("startDate") ? "start" : "startDate";
        var start = body.Date(name, required: true);
        if (name == "startDate" && body.Has("start") && body.Date("start") != start)
        {
            body.Fault("start", "startDate and start are two names of one field, with different values here.");
        }
        var day = start is { } date ? ExchangeCalendar.NumberOf(date) : edit.Day;
        if (day < edit.Day)
        {
            body.Fault(name, $"This must not be in the past: today is {CampaignShape.Day(edit.Day)}.");
        }
        var cents = body.Whole("budgetCents", 1, CampaignSettings.MostBudgetCents, required: true);
        if (body.Has("campaignId") && body.Whole("campaignId", 0, long.MaxValue) != edit.Before.Id)
        {
            body.Fault("campaignId", $"The path says {edit.Before.Id.ToString(CultureInfo.InvariantCulture)}.");
        }
        return new OneTimeRow
        {
            CampaignId = edit.Before.Id,
            StartDay = day,
            BudgetCents = cents ?? 0,
            Rollover = body.Flag("rollover") == true ? 1 : 0,
            LaunchOnStart = body.Flag("launchOnStart") == false ? 0 : 1,
            Started = day <= edit.Day ? 1 : 0,
            CreatedAtMs = edit.NowMs,
        };
    }
}

/// <summary>A one-time budget on the wire.</summary>
internal sealed record OneTimeShape(
    long Id,
    long CampaignId,
    string StartDate,
    string EndDate,
    long BudgetCents,
    bool Rollover,
    bool LaunchOnStart,
    long SpentCents,
    long RemainingCents,
    bool RolledOver,
    long? RolledFromId,
    string CreatedAt)
{
    /// <summary><c>endDate</c> is its last day; what was left of a rolled one is in its successor.</summary>
    public static OneTimeShape Of(OneTimeRow row) => new(
        row.Id,
        row.CampaignId,
        CampaignShape.Day(row.StartDay)!,
        CampaignShape.Day(LastDay(row.StartDay))!,
        row.BudgetCents,
        row.Rollover != 0,
        row.LaunchOnStart != 0,
        row.SpentCents,
        row.Rolled != 0 ? 0 : row.LeftCents,
        row.Rolled != 0,
        row.RolledFromId,
        Wire.Time(row.CreatedAtMs));

    private static long LastDay(long day) =>
        (day / 100 * 100) + DateTime.DaysInMonth((int)(day / 10000), (int)(day / 100 % 100));
}
