using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>Reads what a source's last import left.</summary>
internal static class KnownJobsLoad
{
    /// <summary>The kept jobs and the source's epoch that they belong to.</summary>
    public static async Task<(KnownJobs Known, long Epoch)> Load(
        Store store, long sourceId, QuietThread quiet, CancellationToken stop)
    {
        await using var lease = await store.OpenRead(stop).ConfigureAwait(false);
        var session = lease.Session;
        // The epoch first: a change between the two reads is then found out when the difference is written.
        var epoch = await session.Scalar<long>(
            "SELECT epoch FROM source_states WHERE source_id = @sourceId", new { sourceId }).ConfigureAwait(false);
        var count = await session.Scalar<long>(
            "SELECT COUNT(*) FROM jobs WHERE source_id = @sourceId", new { sourceId }).ConfigureAwait(false);
        var known = new KnownJobs((int)count);
        await using var rows = await session.Read(
            """
            SELECT job_id, fed_mark, removed_at_ms,
                CASE WHEN job_reference = original_job_reference THEN NULL ELSE job_reference END
            FROM jobs WHERE source_id = @sourceId ORDER BY job_id
            """, new { sourceId }).ConfigureAwait(false);
        while (await rows.Next(stop).ConfigureAwait(false))
        {
            await quiet.Enter();
            known.Load(rows.Blob(1), rows.Number(0), rows.IsNull(2), rows.IsNull(3) ? null : rows.Text(3));
        }
        known.Seal();
        return (known, epoch);
    }
}
