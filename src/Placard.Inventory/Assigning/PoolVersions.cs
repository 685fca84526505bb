using Placard.Campaigns;
using Placard.Storage;

namespace Placard.Inventory.Assigning;

/// <summary>
/// By which version of its campaigns a pool's jobs were last shared out. Whoever writes assignments takes the pool's
/// row first, so that an import and a new sharing-out, on whatever nodes, come one after the other.
/// </summary>
internal static class PoolVersions
{
    /// <summary>
    /// For a transaction that assigns some of the pool's jobs by <paramref name="assigner"/>. Should this node know
    /// older campaigns than those applied already, the applied version is set back, so that the pool is shared out
    /// once more when it has heard.
    /// </summary>
    public static async Task<PoolAssigner> Join(DbSession session, PoolAssigner assigner)
    {
        var applied = await Take(session, assigner.PoolId).ConfigureAwait(false);
        if (applied > assigner.Version)
        {
            await Set(session, assigner.PoolId, assigner.Version).ConfigureAwait(false);
        }
        return assigner;
    }

    /// <summary>The applied versions by pool; a pool that was never shared out has none.</summary>
    public static async Task<Dictionary<long, long>> All(DbSession session) =>
        (await session.Query<PoolVersion>("SELECT pool_id, version FROM pool_assignments").ConfigureAwait(false))
        .ToDictionary(row => row.PoolId, row => row.Version);

    /// <summary>The applied version; the pool's row stays taken until the transaction ends.</summary>
    public static Task<long> Take(DbSession session, long poolId) => session.Scalar<long>(
        """
        INSERT INTO pool_assignments (pool_id, version) VALUES (@poolId, 0)
        ON CONFLICT (pool_id) DO UPDATE SET version = pool_assignments.version RETURNING version
        """, new { poolId });

    public static Task<int> Set(DbSession session, long poolId, long version) => session.Execute(
        "UPDATE pool_assignments SET version = @version WHERE pool_id = @poolId", new { poolId, version });

    private sealed record PoolVersion(long PoolId, long Version);
}
