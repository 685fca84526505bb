using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>
/// Reads what a source's last import left: in two halves at once, because until it is known whoever sends the feed
/// waits.
/// </summary>
internal static class KnownJobsLoad
{
    /// <summary>Rows that one half reads before it lets them in; the other half waits meanwhile.</summary>
    private const int RowsAtOnce = 256;

    /// <summary>The kept jobs and the source's epoch that they belong to.</summary>
    public static async Task<(KnownJobs Known, long Epoch)> Load(
        Store store, long sourceId, QuietThread quiet, CancellationToken stop)
    {
        // The epoch first: a change between the reads is then found out when the difference is written.
        var (epoch, rows) = await store.Read(session => Extent(session, sourceId), stop).ConfigureAwait(false);
        var known = new KnownJobs((int)rows.Expected);
        if (rows.LastId > 0)
        {
            using var beside = new QuietThread("import, loading");
            var middle = rows.FirstId + ((rows.LastId - rows.FirstId) / 2);
            // The other thread's half first: on an engine that never waits, ours is read before the call returns.
            await Task.WhenAll(
                Take(known, store, sourceId, (middle + 1, rows.LastId), beside, stop),
                Take(known, store, sourceId, (rows.FirstId, middle), quiet, stop)).ConfigureAwait(false);
            await quiet.Enter();
        }
        known.Seal();
        return (known, epoch);
    }

    private static async Task<(long Epoch, ExtentRow Rows)> Extent(DbSession session, long sourceId)
    {
        var epoch = await session.Scalar<long>(
            "SELECT epoch FROM source_states WHERE source_id = @sourceId", new { sourceId }).ConfigureAwait(false);
        // Where it begins and ends is two looks into an index; counting would be a look at every row. How much room to
        // make at first tells the last import.
        var rows = await session.First<ExtentRow>(
            """
            SELECT COALESCE((SELECT MIN(job_id) FROM jobs WHERE source_id = @sourceId), 0) AS firstid,
                COALESCE((SELECT MAX(job_id) FROM jobs WHERE source_id = @sourceId), 0) AS lastid,
                COALESCE((SELECT jobs_created + jobs_updated + jobs_unchanged FROM imports
                    WHERE source_id = @sourceId AND status = 'COMPLETED' ORDER BY id DESC LIMIT 1), 0) AS expected
            """, new { sourceId }).ConfigureAwait(false);
        return (epoch, rows!);
    }

    private static async Task Take(
        KnownJobs known, Store store, long sourceId, (long First, long Last) ids, QuietThread quiet,
        CancellationToken stop)
    {
        await quiet.Enter();
        await using var lease = await store.OpenRead(stop).ConfigureAwait(false);
        await using var rows = await lease.Session.Read(
            """
            SELECT job_id, fed_mark, removed_at_ms,
                CASE WHEN job_reference = original_job_reference THEN NULL ELSE job_reference END
            FROM jobs WHERE source_id = @sourceId AND job_id BETWEEN @First AND @Last
            """, new { sourceId, ids.First, ids.Last }).ConfigureAwait(false);
        var some = new List<KnownRow>(RowsAtOnce);
        while (await rows.Next(stop).ConfigureAwait(false))
        {
            await quiet.Enter();
            QuietThread.Breathe();
            var (reference, record) = FedMark.FromBytes(rows.Bytes(1));
            some.Add(new KnownRow(
                reference, record, rows.Number(0), rows.IsNull(2), rows.IsNull(3) ? null : rows.Text(3)));
            if (some.Count == RowsAtOnce)
            {
                LetIn(known, some);
            }
        }
        LetIn(known, some);
    }

    private static void LetIn(KnownJobs known, List<KnownRow> some)
    {
        lock (known)
        {
            foreach (var row in some)
            {
                known.Load(row);
            }
        }
        some.Clear();
    }

    private sealed record ExtentRow(long FirstId, long LastId, long Expected);
}
