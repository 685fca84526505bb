using Microsoft.AspNetCore.Http;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>One campaign while it is being changed, inside the transaction.</summary>
internal sealed class CampaignEdit(DbSession session, CampaignRow before, long nowMs, int day)
{
    public DbSession Session => session;

    public CampaignRow Before { get; } = before;

    public long NowMs => nowMs;

    /// <summary>Today, <c>yyyymmdd</c>.</summary>
    public int Day => day;

    /// <summary>What the campaign becomes.</summary>
    public CampaignRow After { get; set; } = before;

    /// <summary>Set when its one-time budgets or a segment's bid changed: rows beside the campaign's own.</summary>
    public bool PartsChanged { get; set; }

    /// <summary>Set when its segments changed in a way that sends jobs elsewhere.</summary>
    public bool SegmentsChanged { get; set; }

    /// <summary>Whether there is anything to write.</summary>
    public bool IsChange => PartsChanged || SegmentsChanged || After != Before;

    /// <summary>Whether the pool's jobs must be shared out anew.</summary>
    public bool AssignsAnew => Before.TakesJobs != After.TakesJobs
        || (After.TakesJobs && (SegmentsChanged
            || Before.JobFilters != After.JobFilters || Before.ApplyOrder != After.ApplyOrder));
}

/// <summary>
/// The one way in which a campaign changes: in ledger order, so that no click is charged while its budget moves, with
/// its status settled by its money in the same transaction, and known everywhere before the answer.
/// </summary>
internal sealed class CampaignDesk(
    Store store, Func<Followers> followers, ExchangeCalendar calendar, TimeProvider clock, CheapestPrice cheapest,
    MoneyNews news)
{
    public Store Store => store;

    public ExchangeCalendar Calendar => calendar;

    public long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Adds a campaign under an id of its own; it is known everywhere when this returns.
    /// </summary>
    public async Task<CampaignRow> Add(CampaignRow wanted, CancellationToken stop)
    {
        var made = await store.WriteLedgerInOrder(async session =>
        {
            var row = wanted with
            {
                Id = await NextId(session).ConfigureAwait(false),
                Revision = await CampaignStore.NextRevision(session).ConfigureAwait(false),
            };
            await CampaignStore.Insert(session, row).ConfigureAwait(false);
            await BudgetCeilings.Note(
                session, calendar, row.Id, row.CreatedAtMs, row.MonthlyCents, row.DailyCents).ConfigureAwait(false);
            news.Changed();
            return row;
        }, stop).ConfigureAwait(false);
        await Settle().ConfigureAwait(false);
        return made;
    }

    /// <summary>Campaigns and segments share one row of numbers: partners call a segment's id a campaign id.</summary>
    public static Task<long> NextId(DbSession session) => session.NextIds(Area.Ledger, "campaigns");

    /// <summary>
    /// Changes one campaign of the caller's; 404 for any other. <paramref name="change"/> answers a refusal, and then
    /// must have written nothing, or null. Null means done.
    /// </summary>
    public Task<IResult?> Change(HttpContext context, long id, Func<CampaignEdit, Task<IResult?>> change) =>
        Change(context.Caller().CustomerScope, id, change, context.RequestAborted);

    /// <summary>As the other, for whoever may see the campaigns of this customer; null sees all.</summary>
    public async Task<IResult?> Change(
        long? customerScope, long id, Func<CampaignEdit, Task<IResult?>> change, CancellationToken stop)
    {
        var refused = await store.WriteLedgerInOrder(async session =>
        {
            // Not before the turn: clicks that came first may have been charged on the next day.
            var nowMs = NowMs();
            if (await CampaignStore.Find(session, id, customerScope).ConfigureAwait(false) is not { } before)
            {
                return Refusal.NotFound("campaign");
            }
            var edit = new CampaignEdit(session, before, nowMs, calendar.DayOf(nowMs));
            if (await change(edit).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
            if (edit.IsChange)
            {
                await Save(edit).ConfigureAwait(false);
            }
            return null;
        }, stop).ConfigureAwait(false);
        if (refused == null)
        {
            await Settle().ConfigureAwait(false);
        }
        return refused;
    }

    /// <summary>
    /// After a commit: the change is known on this node, and the others are woken.
    /// </summary>
    public Task Spread() => followers().Spread(CancellationToken.None);

    // Not cancelled by a caller that goes away: what is on disk must be known.
    private Task Settle() => followers().Settle(CancellationToken.None);

    /// <summary>Writes an edit and settles the campaign's status by its money.</summary>
    public async Task Save(CampaignEdit edit)
    {
        var revision = await CampaignStore.NextRevision(edit.Session).ConfigureAwait(false);
        var after = edit.After with
        {
            UpdatedAtMs = edit.NowMs,
            Revision = revision,
            AssignRevision = edit.AssignsAnew ? revision : edit.Before.AssignRevision,
        };
        await CampaignStore.Update(edit.Session, after).ConfigureAwait(false);
        if (after.MonthlyCents != edit.Before.MonthlyCents || after.DailyCents != edit.Before.DailyCents)
        {
            await BudgetCeilings.Note(
                edit.Session, calendar, after.Id, edit.NowMs, after.MonthlyCents, after.DailyCents)
                .ConfigureAwait(false);
        }
        await SettleStatuses(edit.Session, new IdList([after.Id]), edit.NowMs).ConfigureAwait(false);
        news.Changed();
    }

    /// <summary>
    /// Turns running campaigns live or out of budget as their rows' money says; answers how many changed. The caller
    /// is in a transaction in ledger order.
    /// </summary>
    public async Task<int> SettleStatuses(DbSession session, IdList ids, long nowMs)
    {
        var day = calendar.DayOf(nowMs);
        var spent = (await MoneyStore.SpendOf(session, ids, day / 100).ConfigureAwait(false))
            .ToLookup(row => row.CampaignId);
        var terms = await MoneyStore.TermsOf(session, ids).ConfigureAwait(false);
        var moves = terms.ToLookup(
            loaded => (loaded.Status, Settled: StatusRules.Settled(
                loaded.Status,
                Purse.Open(
                    loaded.Terms, spent[loaded.CampaignId].ToDictionary(row => row.Key, row => row.SpentCents), day)
                    .AvailableCents,
                cheapest.Of(loaded.CampaignId))),
            loaded => loaded.CampaignId);
        var changed = 0;
        foreach (var move in moves.Where(move => move.Key.Status != move.Key.Settled))
        {
            changed += await CampaignStore.SetStatus(
                session, new IdList([.. move]), move.Key.Status, move.Key.Settled, nowMs).ConfigureAwait(false);
            news.Changed();
        }
        return changed;
    }
}
