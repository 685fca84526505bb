using System.Globalization;
using Placard.Campaigns;
using Placard.Inventory.Jobs;
using Placard.Storage;

namespace Placard.Inventory.Assigning;

/// <summary>
/// Shares a pool's jobs out anew when its campaigns have changed, and writes only the rows that come out differently.
/// Comes after Campaigns and before the market: what it writes, the market reads.
/// </summary>
internal sealed class Reassigner(Store store, ICampaigns campaigns) : IFollower, IDisposable
{
    private const int IdsAtOnce = 500;

    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public int Order => 10;

    public async Task CatchUp(CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var applied = await store.Read(PoolVersions.All, stop).ConfigureAwait(false);
            foreach (var assigner in campaigns.Pools.Select(campaigns.AssignerOf))
            {
                if (applied.GetValueOrDefault(assigner.PoolId) < assigner.Version)
                {
                    await store.Write(Area.Inventory, session => Share(session, assigner), stop).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private static async Task Share(DbSession session, PoolAssigner assigner)
    {
        if (await PoolVersions.Take(session, assigner.PoolId).ConfigureAwait(false) >= assigner.Version)
        {
            return;
        }
        foreach (var sourceId in await Sources(session, assigner.PoolId).ConfigureAwait(false))
        {
            var moves = await Moves(session, sourceId, assigner).ConfigureAwait(false);
            foreach (var (assignment, jobIds) in moves)
            {
                await Move(session, assignment, jobIds).ConfigureAwait(false);
            }
            if (moves.Count > 0)
            {
                await session.Bump(Area.Inventory, JobVersions.Of(sourceId)).ConfigureAwait(false);
            }
        }
        await PoolVersions.Set(session, assigner.PoolId, assigner.Version).ConfigureAwait(false);
    }

    private static Task<List<long>> Sources(DbSession session, long poolId) => session.Query<long>(
        "SELECT source_id FROM source_states WHERE pool_id = @poolId ORDER BY source_id", new { poolId });

    /// <summary>
    /// The jobs that go elsewhere, by where they go. Jobs out of the feed are left: they return through an import.
    /// </summary>
    private static async Task<Dictionary<Assignment, List<long>>> Moves(
        DbSession session, long sourceId, PoolAssigner assigner)
    {
        var moves = new Dictionary<Assignment, List<long>>();
        await using var rows = await session.Read(
            $"""
            SELECT {StoredJob.Columns} FROM jobs
            WHERE source_id = @sourceId AND removed_at_ms IS NULL ORDER BY job_id
            """, new { sourceId }).ConfigureAwait(false);
        var job = new StoredJob(rows, sourceId);
        while (await rows.Next(session.Stop).ConfigureAwait(false))
        {
            // No campaign has the number 0.
            var assignment = assigner.Assign(job) ?? new Assignment(0, null);
            if (assignment != job.Assignment)
            {
                if (!moves.TryGetValue(assignment, out var jobIds))
                {
                    moves[assignment] = jobIds = [];
                }
                jobIds.Add(job.JobId);
            }
        }
        return moves;
    }

    private static async Task Move(DbSession session, Assignment assignment, List<long> jobIds)
    {
        var campaign = assignment.CampaignId == 0 ? "NULL" : Number(assignment.CampaignId);
        var segment = assignment.SegmentId is { } segmentId ? Number(segmentId) : "NULL";
        foreach (var some in jobIds.Chunk(IdsAtOnce))
        {
            await session.Execute(
                $"UPDATE jobs SET campaign_id = {campaign}, segment_id = {segment} WHERE job_id IN ({Numbers(some)})")
                .ConfigureAwait(false);
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Numbers(long[] numbers) => string.Join(',', numbers.Select(Number));
}
