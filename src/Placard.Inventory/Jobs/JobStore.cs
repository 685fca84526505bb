using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Jobs;

/// <summary>Reads jobs for other rooms.</summary>
internal sealed class JobStore : IInventory
{
    /// <summary>Bytes of texts that end a page, however few they are.</summary>
    private const int LongPage = 2 << 20;

    private const string Columns =
        """
        job_id, source_id, pool_id, customer_id, campaign_id, segment_id, cpc_cents, original_job_reference, title,
        company, city, state, zipcode, latitude_micro, longitude_micro, url, major_categories, minor_categories,
        job_type, talroo_apply, entered_at_ms, updated_at_ms, expires_at_ms
        """;

    public async Task<IReadOnlyDictionary<long, long>> SourceVersions(DbSession session)
    {
        var versions = await session.Versions(Area.Inventory, JobVersions.Prefix).ConfigureAwait(false);
        return versions.ToDictionary(version => JobVersions.SourceOf(version.Key), version => version.Value);
    }

    public async IAsyncEnumerable<JobRow> JobsOf(DbSession session, long sourceId)
    {
        // All of them, but PostgreSQL must not know: its plan for a few rows walks the index in its order. Of a table
        // that was just filled its plan for all rows reads every one and sorts them on the disk before it answers.
        await using var rows = await session.Read(
            $"""
            SELECT {Columns} FROM jobs WHERE source_id = @sourceId AND removed_at_ms IS NULL
            ORDER BY job_id LIMIT (SELECT {long.MaxValue})
            """, new { sourceId }).ConfigureAwait(false);
        while (await rows.Next(session.Stop).ConfigureAwait(false))
        {
            yield return Job(rows);
        }
    }

    public async Task<JobRow?> Find(DbSession session, long jobId)
    {
        await using var rows = await session.Read(
            $"SELECT {Columns} FROM jobs WHERE job_id = @jobId", new { jobId }).ConfigureAwait(false);
        return await rows.Next(session.Stop).ConfigureAwait(false) ? Job(rows) : null;
    }

    public async Task<JobApplying?> Applying(DbSession session, long jobId) =>
        await session.First<ApplyingRow>(
            """
            SELECT j.job_reference, t.details FROM jobs j JOIN job_texts t ON t.job_id = j.job_id
            WHERE j.job_id = @jobId
            """, new { jobId }).ConfigureAwait(false) is { } row
            ? JobDetails.Applying(row.JobReference, row.Details)
            : null;

    private sealed record ApplyingRow(string JobReference, string Details);

    public void ReadTexts(DbSession session, long afterJobId, int most, JobTextPage into)
    {
        into.Clear();
        var rows = session.Read(
            """
            SELECT j.job_id, t.head, t.on_demand, t.body FROM jobs j JOIN job_texts t ON t.job_id = j.job_id
            WHERE j.job_id > @afterJobId AND j.removed_at_ms IS NULL ORDER BY j.job_id LIMIT @most
            """, new { afterJobId, most = (long)most }).GetAwaiter().GetResult();
        try
        {
            while (into.Length < LongPage && Next(rows, session.Stop))
            {
                QuietThread.Breathe();
                into.Add(rows.Number(0), rows.Bytes(1), rows.Bytes(3), rows.IsNull(2) ? [] : rows.Bytes(2));
            }
            into.IsLast = into.Length < LongPage && into.Count < most;
        }
        finally
        {
            rows.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static bool Next(RowReader rows, CancellationToken stop)
    {
        var next = rows.Next(stop);
        return next.IsCompletedSuccessfully ? next.Result : next.AsTask().GetAwaiter().GetResult();
    }

    // By hand, because a large exchange loads a million of these at its start.
    private static JobRow Job(RowReader row) => new(
        row.Number(0),
        row.Number(1),
        row.Number(2),
        row.Number(3),
        row.NumberOrNull(4),
        row.NumberOrNull(5),
        row.NumberOrNull(6),
        row.Text(7),
        row.Text(8),
        row.Text(9),
        row.Text(10),
        row.Text(11),
        row.Text(12),
        row.NumberOrNull(13),
        row.NumberOrNull(14),
        row.Text(15),
        row.Text(16),
        row.Text(17),
        row.Text(18),
        row.Number(19),
        row.Number(20),
        row.Number(21),
        row.NumberOrNull(22));
}
