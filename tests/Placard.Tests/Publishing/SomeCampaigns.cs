using System.Collections.Frozen;
using Placard.Campaigns;
using Placard.Storage;

namespace Placard.Tests.Publishing;

/// <summary>Campaigns for a market that is laid out by hand.</summary>
internal static class SomeCampaigns
{
    public static FrozenDictionary<long, CampaignFacts> Live(long id) => new[]
    {
        new CampaignFacts(id, 1, 1, "Campaign", CampaignStatus.Live, IsEvent: false, TalrooApply: false, 50,
            FrozenDictionary<long, long>.Empty),
    }.ToFrozenDictionary(campaign => campaign.Id);
}

/// <summary>A purse that pays every click.</summary>
internal sealed class BottomlessPurse : ICampaignMoney
{
    public long AvailableCents(long campaignId, long nowMs) => long.MaxValue;

    public string VersionsSql => throw new NotSupportedException();

    public Task Refresh(DbSession session, long nowMs, IReadOnlyDictionary<string, long>? versions) =>
        throw new NotSupportedException();

    public bool TrySpend(long campaignId, long cents, long nowMs) => throw new NotSupportedException();

    public CampaignStatus? StatusOf(long campaignId) => CampaignStatus.Live;

    public Task<SpendWritten> WriteSpend(
        DbSession session, long nowMs, long lastSeq, params IReadOnlyList<Appending> before) =>
        throw new NotSupportedException();

    public void Committed() => throw new NotSupportedException();

    public void RolledBack() => throw new NotSupportedException();
}
