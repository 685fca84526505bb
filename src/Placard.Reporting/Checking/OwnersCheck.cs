using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>
/// Whoever paid for clicks or earned by them is there - campaigns and feeds are never deleted - and the account that
/// is shown a click is the one that its campaign or feed belongs to.
/// </summary>
internal sealed class OwnersCheck(Findings findings)
{
    /// <summary>Answers how many campaigns and feeds there are.</summary>
    public async Task<(long Campaigns, long Feeds)> Run(DbSession session, ClickSums sums) => (
        await Check(session, "campaign", "customer", sums.CampaignOwners).ConfigureAwait(false),
        await Check(session, "feed", "publisher", sums.FeedOwners).ConfigureAwait(false));

    private async Task<long> Check(
        DbSession session, string what, string owner, IReadOnlyCollection<(long Id, long OwnerId)> clicked)
    {
        var there = (await session.Query<OwnedRow>($"SELECT id, {owner}_id AS owner_id FROM {what}s")
            .ConfigureAwait(false)).ToDictionary(row => row.Id, row => row.OwnerId);
        foreach (var id in clicked.Select(pair => pair.Id).Distinct().Where(id => !there.ContainsKey(id)).Order())
        {
            findings.Note($"{what}s that are missing", $"{what} {id} has clicks, but is not there");
        }
        foreach (var (id, ownerId) in clicked.Order())
        {
            if (there.TryGetValue(id, out var real) && real != ownerId)
            {
                findings.Note($"clicks that name another {owner}",
                    $"{what} {id} belongs to {owner} {real}, but has clicks that name {owner} {ownerId}");
            }
        }
        return there.Count;
    }

    private sealed record OwnedRow(long Id, long OwnerId);
}
