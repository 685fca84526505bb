using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>Making campaigns, looking at them, changing their settings.</summary>
internal static class CampaignEndpoints
{
    public static void Map(RouteGroupBuilder v5)
    {
        v5.MapPost("/pools/{id:long}/campaigns", Create).For(CallerKind.Operator, CallerKind.Customer).Describe(
            "Makes a campaign or a hiring event in a pool. It is a DRAFT: it takes no jobs until it is launched.",
            CampaignExamples.Create, CampaignExamples.Draft, 201);
        v5.MapGet("/campaigns", List).For(CallerKind.Operator, CallerKind.Customer)
            .Describe("Campaigns and hiring events.", answerJson: CampaignExamples.Live)
            .DescribeList(CampaignViews.Plan);
        v5.MapGet("/campaigns/{id:long}", Find).For(CallerKind.Operator, CallerKind.Customer).Describe(
            "One campaign. spentCents is this calendar month's; remainingCents is null while no money was given.",
            answerJson: CampaignExamples.Live);
        v5.MapPatch("/campaigns/{id:long}", Change).For(CallerKind.Operator, CallerKind.Customer).Describe(
            "Changes settings. What is missing stays, null clears. A raised budget puts a campaign that is "
            + "OUT_OF_BUDGET live at once.",
            CampaignExamples.Change, CampaignExamples.Live);
        MapMove(v5, "launch", CampaignMove.Launch,
            "Puts a campaign live, or OUT_OF_BUDGET when its purse is empty. 409 when it was never given money, 422 "
            + "when a hiring event lacks something that people need to come.");
        MapMove(v5, "pause", CampaignMove.Pause, "Stops a campaign; its jobs are not advertised until it is launched.");
        MapMove(v5, "archive", CampaignMove.Archive, "Ends a campaign for good.");
    }

    /// <summary>The campaign as it is now, as the answer to a change.</summary>
    public static async Task<IResult> Show(HttpContext context, CampaignDesk desk, long id)
    {
        var view = await desk.Store.Read(session => CampaignViews.Find(
            session, id, context.Caller().CustomerScope, desk.Calendar.DayOf(desk.NowMs())), context.RequestAborted)
            .ConfigureAwait(false);
        return view == null ? Refusal.NotFound("campaign") : Wire.Ok(CampaignShape.Of(view));
    }

    private static void MapMove(RouteGroupBuilder v5, string path, CampaignMove move, string summary) =>
        v5.MapPost($"/campaigns/{{id:long}}/{path}", (HttpContext context, CampaignDesk desk, long id) =>
            Move(context, desk, id, move)).For(CallerKind.Operator, CallerKind.Customer)
            .Describe(summary, answerJson: CampaignExamples.Live);

    private static async Task<IResult> Create(
        HttpContext context, CampaignDesk desk, IAccountFacts accounts, long id)
    {
        var stop = context.RequestAborted;
        if (await accounts.Pool(id, stop).ConfigureAwait(false) is not { } pool
            || !context.Caller().OwnsCustomer(pool.CustomerId))
        {
            return Refusal.NotFound("pool");
        }
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        if (refused != null)
        {
            return refused;
        }
        var nowMs = desk.NowMs();
        var wanted = CampaignSettings.ReadNew(body, new CampaignRow
        {
            PoolId = pool.Id,
            CustomerId = pool.CustomerId,
            CreatedAtMs = nowMs,
            UpdatedAtMs = nowMs,
            CeilingsSinceMs = nowMs,
        });
        if (body.Refused() is { } faults)
        {
            return faults;
        }
        var made = await desk.Add(wanted, stop).ConfigureAwait(false);
        return Wire.Created($"/v5/campaigns/{made.Id}", CampaignShape.Of(new CampaignView(made)));
    }

    private static Task<IResult> List(HttpContext context, CampaignDesk desk)
    {
        var scope = context.Caller().CustomerScope;
        return Lists.Page<CampaignView, CampaignShape>(
            context, desk.Store, CampaignViews.Plan, CampaignViews.Scope(scope),
            CampaignViews.Args(desk.Calendar.DayOf(desk.NowMs()), scope), CampaignShape.Of);
    }

    private static Task<IResult> Find(HttpContext context, CampaignDesk desk, long id) => Show(context, desk, id);

    private static async Task<IResult> Change(HttpContext context, CampaignDesk desk, long id)
    {
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        refused ??= await desk.Change(context, id, edit =>
        {
            if (edit.Before.Status == StatusWords.Archived)
            {
                return Task.FromResult<IResult?>(Refusal.Conflict("An archived campaign does not change any more."));
            }
            edit.After = CampaignSettings.ReadChange(body, edit.Before);
            return Task.FromResult(body.Refused());
        }).ConfigureAwait(false);
        return refused ?? await Show(context, desk, id).ConfigureAwait(false);
    }

    private static async Task<IResult> Move(HttpContext context, CampaignDesk desk, long id, CampaignMove move)
    {
        var refused = await desk.Change(context, id, async edit =>
        {
            if (move == CampaignMove.Launch && edit.Before.Status != StatusWords.Archived
                && HiringRules.Missing(edit.Before) is { Count: > 0 } missing)
            {
                return Refusal.Invalid(missing.ToDictionary(
                    fault => fault.Field, fault => new List<string> { fault.Text }, StringComparer.Ordinal));
            }
            var terms = (await MoneyStore.TermsOf(edit.Session, new IdList([id])).ConfigureAwait(false))[0].Terms;
            var (status, refusal) = StatusRules.After(edit.Before.Status, move, terms.HasMoney(edit.Day));
            edit.After = edit.Before with { Status = status ?? edit.Before.Status };
            return refusal == null ? null : Refusal.Conflict(refusal);
        }).ConfigureAwait(false);
        return refused ?? await Show(context, desk, id).ConfigureAwait(false);
    }
}
