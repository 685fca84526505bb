using System.Collections.Concurrent;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>
/// The purses of all campaigns. One gate separates the ledger's turn, from <see cref="Refresh"/> to
/// <see cref="Committed"/>, from catching up: rows read while takings are under way would be counted twice.
/// Whoever holds the gate waits for nobody: catching up only reads, on a connection that it already has.
/// </summary>
internal sealed class CampaignMoney(
    Store store,
    ExchangeCalendar calendar,
    TimeProvider clock,
    CheapestPrice cheapest,
    MoneyNews news) : ICampaignMoney, IFollower, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly HashSet<PurseCell> looked = [];
    private readonly HashSet<PurseCell> ranDry = [];
    private volatile ConcurrentDictionary<long, PurseCell> cells = new();
    private MoneyVersions seen;
    private long lastClick;
    private int windowFrom = int.MaxValue;
    private bool inTurn;

    /// <summary>After the campaigns, before everything that looks at what they can pay.</summary>
    public int Order => 2;

    public long AvailableCents(long campaignId, long nowMs) =>
        cells.TryGetValue(campaignId, out var cell) ? cell.AvailableCents(calendar.DayOf(nowMs)) : 0;

    public string VersionsSql => MoneyStore.VersionsSql;

    public async Task Refresh(DbSession session, long nowMs, IReadOnlyDictionary<string, long>? versions)
    {
        if (inTurn)
        {
            throw new InvalidOperationException("The last turn ended neither with Committed nor with RolledBack.");
        }
        await gate.WaitAsync(session.Stop).ConfigureAwait(false);
        try
        {
            // An exchange of one node hears of every change by the flag; others must ask the store each time.
            var changed = news.TakeInTurn() || versions != null;
            await Load(session, nowMs, changed, versions).ConfigureAwait(false);
            inTurn = true;
        }
        catch
        {
            windowFrom = int.MaxValue;
            gate.Release();
            throw;
        }
    }

    public bool TrySpend(long campaignId, long cents, long nowMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cents);
        var day = calendar.DayOf(nowMs);
        if (day < windowFrom || !cells.TryGetValue(campaignId, out var cell))
        {
            return false;
        }
        looked.Add(cell);
        return cell.TryTake(cents, day);
    }

    public CampaignStatus? StatusOf(long campaignId) =>
        cells.TryGetValue(campaignId, out var cell) && cell.Status != CampaignStatus.Archived ? cell.Status : null;

    public async Task<SpendWritten> WriteSpend(
        DbSession session, long nowMs, long lastSeq, params IReadOnlyList<Appending> before)
    {
        var rows = looked.SelectMany(cell => cell.Taken.Select(entry =>
            new SpendRow(cell.CampaignId, entry.Key.BudgetId, entry.Key.Day, entry.Value))).ToList();
        lastClick = lastSeq;
        IReadOnlyList<Appending> due = [.. before, MoneyStore.Spending(rows)];
        var day = calendar.DayOf(nowMs);
        ranDry.UnionWith(looked.Where(cell => cell.Status == CampaignStatus.Live
            && cell.AvailableCents(day) < cheapest.Of(cell.CampaignId)));
        if (ranDry.Count == 0 && !looked.Any(cell => MustNoteCeilings(cell, nowMs)))
        {
            return new SpendWritten(false, due);
        }
        // What follows looks at these rows.
        await session.Append(due).ConfigureAwait(false);
        await NoteCeilings(session, nowMs).ConfigureAwait(false);
        return new SpendWritten(ranDry.Count > 0 && await CampaignStore.SetStatus(
            session, new IdList([.. ranDry.Select(cell => cell.CampaignId)]),
            StatusWords.Live, StatusWords.OutOfBudget, nowMs).ConfigureAwait(false) > 0, []);
    }

    public void Committed()
    {
        foreach (var cell in looked)
        {
            cell.Keep(ranDry.Contains(cell));
        }
        seen = seen with { LastClick = lastClick };
        EndTurn();
    }

    public void RolledBack()
    {
        if (!inTurn)
        {
            return;
        }
        foreach (var cell in looked)
        {
            cell.Undo();
        }
        // A commit that failed may have reached the disk all the same: only the rows can tell.
        windowFrom = int.MaxValue;
        EndTurn();
    }

    // The connection comes before the gate: a turn that waits at the gate holds a connection of its own, and who holds
    // the gate must not wait for the last free one.
    public Task CatchUp(CancellationToken stop) => store.Read(async session =>
    {
        await gate.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await Load(session, clock.GetUtcNow().ToUnixTimeMilliseconds(), changed: true, null).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
        return true;
    }, stop);

    public void Dispose() => gate.Dispose();

    private void EndTurn()
    {
        inTurn = false;
        looked.Clear();
        ranDry.Clear();
        gate.Release();
    }

    // Yesterday's month is kept beside this one: around midnight a turn may still hold clicks of the last evening.
    private async Task Load(
        DbSession session, long nowMs, bool changed, IReadOnlyDictionary<string, long>? versions)
    {
        var from = (calendar.DayOf(nowMs - (long)TimeSpan.FromDays(1).TotalMilliseconds) / 100 * 100) + 1;
        if (from < windowFrom)
        {
            await LoadAll(session, from, versions).ConfigureAwait(false);
            return;
        }
        if (from > windowFrom)
        {
            windowFrom = from;
            foreach (var cell in cells.Values)
            {
                cell.Trim(from);
            }
        }
        if (changed)
        {
            await LoadNews(session, versions).ConfigureAwait(false);
        }
    }

    private async Task LoadAll(DbSession session, int fromDay, IReadOnlyDictionary<string, long>? known)
    {
        var versions = await MoneyStore.Versions(session, known).ConfigureAwait(false);
        var loaded = new ConcurrentDictionary<long, PurseCell>();
        foreach (var terms in await MoneyStore.AllTerms(session).ConfigureAwait(false))
        {
            loaded[terms.CampaignId] = NewCell(terms);
        }
        foreach (var row in await MoneyStore.SpendFrom(session, fromDay).ConfigureAwait(false))
        {
            if (loaded.TryGetValue(row.CampaignId, out var cell))
            {
                cell.LoadSpent(row.Key, row.SpentCents);
            }
        }
        cells = loaded;
        seen = versions;
        windowFrom = fromDay;
    }

    private async Task LoadNews(DbSession session, IReadOnlyDictionary<string, long>? known)
    {
        var versions = await MoneyStore.Versions(session, known).ConfigureAwait(false);
        if (versions.Campaigns != seen.Campaigns)
        {
            foreach (var terms in await MoneyStore.TermsAfter(session, seen.Campaigns).ConfigureAwait(false))
            {
                if (cells.TryGetValue(terms.CampaignId, out var cell))
                {
                    cell.Load(terms.Terms, StatusWords.Read(terms.Status), terms.CeilingsSinceMs);
                }
                else
                {
                    cells[terms.CampaignId] = NewCell(terms);
                }
            }
        }
        if (store.Engine.Shared && versions.LastClick != seen.LastClick)
        {
            foreach (var row in await MoneyStore.SpendAfter(session, seen.LastClick, windowFrom).ConfigureAwait(false))
            {
                if (cells.TryGetValue(row.CampaignId, out var cell))
                {
                    cell.LoadSpent(row.Key, row.SpentCents);
                }
            }
        }
        seen = versions;
    }

    private static PurseCell NewCell(LoadedTerms loaded) => new(
        loaded.CampaignId, loaded.Terms, StatusWords.Read(loaded.Status), loaded.CeilingsSinceMs);

    // Only after the clock was set back do ceilings in force lie in the future of their own history.
    private static bool MustNoteCeilings(PurseCell cell, long nowMs) =>
        cell.CeilingsSinceMs > nowMs && cell.Taken.Count > 0;

    private async Task NoteCeilings(DbSession session, long nowMs)
    {
        foreach (var cell in looked.Where(cell => MustNoteCeilings(cell, nowMs)))
        {
            await BudgetCeilings.Note(
                session, calendar, cell.CampaignId, nowMs, cell.Terms.MonthlyCents, cell.Terms.DailyCents)
                .ConfigureAwait(false);
            cell.CeilingsSinceMs = nowMs;
        }
    }
}

/// <summary>
/// Says to this node's purses, inside the transaction that changes budgets or statuses, that the next turn must look.
/// Set before the commit and cleared only inside a turn, so that no turn can miss it.
/// </summary>
internal sealed class MoneyNews
{
    private volatile bool changed;

    /// <summary>Call it inside the changing transaction.</summary>
    public void Changed() => changed = true;

    /// <summary>Call it inside a ledger turn only.</summary>
    public bool TakeInTurn()
    {
        var was = changed;
        changed = false;
        return was;
    }
}

/// <summary>
/// What a campaign must at least be able to pay to be live. Asked late: the market itself asks Campaigns.
/// </summary>
internal sealed class CheapestPrice(Func<ICheapestPrices?> market)
{
    /// <summary>The price of the campaign's cheapest job in cents; 1 while it has none that is priced.</summary>
    public long Of(long campaignId) => Math.Max(1, market()?.CheapestPriceCents(campaignId) ?? 1);
}
