using Placard.Clicks;
using Placard.Clicks.Ledger;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Bench.World;

/// <summary>
/// Writes the clicks of the last thirty days as the ledger's writer would have, and what they cost: nine of ten are
/// billable, the others bots and stale prices. Every click has a visitor of its own.
/// </summary>
internal sealed class ClickFill(WorldAccounts accounts, JobFill jobs, ExchangeCalendar calendar, long nowMs)
{
    private const int RowsAtOnce = 20_000;
    private const long MonthMs = 30L * 24 * 3_600_000;

    private readonly Dictionary<(long CampaignId, int Day), long> spent = [];

    public async Task Write(Store store, IdSource ids, long count, CancellationToken stop)
    {
        await store.Write(Area.Ledger, NoteCeilings, stop);
        var dice = new Random(13);
        var rows = new List<ClickRecord>(RowsAtOnce);
        for (long seq = 1; seq <= count; seq += rows.Count)
        {
            rows.Clear();
            for (var i = 0; i < Math.Min(RowsAtOnce, count - seq + 1); i++)
            {
                rows.Add(Click(ids, dice, seq + i, nowMs - MonthMs + (MonthMs * (seq + i) / (count + 1))));
            }
            var firstSeq = seq;
            await store.Write(Area.Ledger, session => session.Append([ClickTable.Rows(rows, firstSeq)]), stop);
        }
        await store.Write(Area.Ledger, WriteSpend, stop);
    }

    private ClickRecord Click(IdSource ids, Random dice, long seq, long atMs)
    {
        var number = dice.Next(jobs.Count);
        var source = jobs.SourceOf(number);
        var (verdict, reason) = (seq % 10) switch
        {
            3 => (Verdict.Bot, Reason.AgentListed),
            7 when seq % 20 == 7 => (Verdict.Stale, Reason.PriceTooOld),
            _ => (Verdict.Billable, Reason.None),
        };
        var price = jobs.PriceOf(number);
        var isBillable = verdict == Verdict.Billable;
        if (isBillable)
        {
            var key = (source.CampaignId, calendar.DayOf(atMs));
            spent[key] = spent.GetValueOrDefault(key) + price;
        }
        return new ClickRecord
        {
            Id = ids.NextClickId(atMs),
            ClickedAtMs = atMs,
            JobId = jobs.IdOf(number),
            FeedId = accounts.FeedId,
            PublisherId = accounts.PublisherId,
            CampaignId = source.CampaignId,
            CustomerId = source.CustomerId,
            Verdict = verdict,
            Reason = reason,
            ChargedCents = isBillable ? price : 0,
            EarnedMicros = isBillable ? 10_000L * JobFill.EarnedCents(price) : 0,
            Visitor = seq,
            WindowMinutes = 30,
            Country = "US",
            LandingUrl = jobs.UrlOf(number),
        };
    }

    // The campaigns began today; their clicks did not.
    private async Task NoteCeilings(DbSession session)
    {
        foreach (var source in accounts.Sources)
        {
            await session.Execute(
                """
                INSERT INTO budget_ceilings (campaign_id, since_ms, monthly_cents, daily_cents)
                SELECT campaign_id, @sinceMs, monthly_cents, daily_cents FROM budget_ceilings
                WHERE campaign_id = @CampaignId ORDER BY since_ms LIMIT 1
                """, new { source.CampaignId, sinceMs = nowMs - (2 * MonthMs) });
        }
    }

    private async Task WriteSpend(DbSession session)
    {
        foreach (var ((campaignId, day), cents) in spent)
        {
            await session.Execute(
                """
                INSERT INTO spend (campaign_id, budget_id, day, spent_cents) VALUES (@campaignId, 0, @day, @cents)
                """, new { campaignId, day = (long)day, cents });
        }
    }
}
