using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>Whoever paid for clicks or earned by them is there: campaigns and feeds are never deleted.</summary>
internal sealed class OwnersCheck(Findings findings)
{
    /// <summary>Answers how many campaigns and feeds there are.</summary>
    public async Task<(long Campaigns, long Feeds)> Run(DbSession session, ClickSums sums) => (
        await Check(session, "campaign", "campaigns", sums.ChargedCents.Keys).ConfigureAwait(false),
        await Check(session, "feed", "feeds", sums.FeedIds).ConfigureAwait(false));

    private async Task<long> Check(DbSession session, string what, string table, IEnumerable<long> clicked)
    {
        var there = (await session.Query<IdRow>($"SELECT id FROM {table}").ConfigureAwait(false))
            .Select(row => row.Id).ToHashSet();
        foreach (var id in clicked.Where(id => !there.Contains(id)).Order())
        {
            findings.Note($"{table} that are missing", $"{what} {id} has clicks, but is not there");
        }
        return there.Count;
    }

    private sealed record IdRow(long Id);
}
