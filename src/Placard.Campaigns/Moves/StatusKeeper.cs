using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>
/// Looks, whenever something changed, whether running campaigns still have the status that their money and their jobs
/// give them: a raised budget, a new day, a cheaper job, a job that is gone. Writes only when one has not.
/// </summary>
internal sealed class StatusKeeper(
    ICampaigns campaigns, ICampaignMoney money, CampaignDesk desk, CheapestPrice cheapest) : IFollower, IDisposable
{
    // So many at a time, so that a morning on which thousands wake up does not hold the ledger's turn for long.
    private const int MostAtOnce = 200;

    // A second round sees what the first one's change did. Nodes that see different jobs agree once both caught up.
    private const int MostRounds = 3;

    private readonly AsyncLocal<bool> settling = new();
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>After the market: it tells the cheapest job.</summary>
    public int Order => 30;

    public async Task CatchUp(CancellationToken stop)
    {
        // What is changed here must be followed by all, the keeper included: that inner call ends here.
        if (settling.Value || Misplaced().Count == 0)
        {
            return;
        }
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            settling.Value = true;
            for (var round = 0; round < MostRounds; round++)
            {
                if (await SettleSuspects(Misplaced(), stop).ConfigureAwait(false) == 0)
                {
                    break;
                }
                await desk.Spread().ConfigureAwait(false);
            }
        }
        finally
        {
            settling.Value = false;
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private List<long> Misplaced()
    {
        var nowMs = desk.NowMs();
        return [.. campaigns.Current.Values
            .Where(campaign => campaign.Status is CampaignStatus.Live or CampaignStatus.OutOfBudget)
            .Where(campaign => campaign.Status == CampaignStatus.Live
                != (money.AvailableCents(campaign.Id, nowMs) >= cheapest.Of(campaign.Id)))
            .Select(campaign => campaign.Id)
            .Order()];
    }

    // Memory only suspects; the rows, read in ledger order, decide.
    private async Task<int> SettleSuspects(List<long> suspects, CancellationToken stop)
    {
        var changed = 0;
        foreach (var some in suspects.Chunk(MostAtOnce))
        {
            changed += await desk.Store.WriteLedgerInOrder(
                session => desk.SettleStatuses(session, new IdList(some), desk.NowMs()), stop).ConfigureAwait(false);
        }
        return changed;
    }
}
