using Placard.Storage;

namespace Placard.Events.Deliveries;

/// <summary>Deliveries and their attempts.</summary>
internal static class DeliveryStore
{
    /// <summary>Bodies up to here come with their rows.</summary>
    public const int SmallBody = 64 << 10;

    private static readonly (string Name, ColumnType Type)[] Columns =
    [
        ("id", ColumnType.Number), ("event_seq", ColumnType.Number), ("endpoint_id", ColumnType.Number),
        ("url", ColumnType.Text), ("status", ColumnType.Number), ("attempts", ColumnType.Number),
        ("next_at_ms", ColumnType.Number), ("last_at_ms", ColumnType.Number), ("last_code", ColumnType.Number),
        ("last_error", ColumnType.Text), ("created_at_ms", ColumnType.Number),
    ];

    public static readonly AppendPlan NewPlan = new("deliveries", Columns);

    // The rows are there: this changes many in one trip. One that was ended meanwhile keeps its end.
    private static readonly AppendPlan OutcomePlan = new(
        "deliveries",
        Columns,
        """
        ON CONFLICT (id) DO UPDATE SET status = excluded.status, attempts = excluded.attempts,
            next_at_ms = excluded.next_at_ms, last_at_ms = excluded.last_at_ms, last_code = excluded.last_code,
            last_error = excluded.last_error
        WHERE deliveries.status = 0
        """);

    private static readonly AppendPlan AttemptPlan = new(
        "delivery_attempts",
        [
            ("delivery_id", ColumnType.Number), ("number", ColumnType.Number), ("at_ms", ColumnType.Number),
            ("took_ms", ColumnType.Number), ("code", ColumnType.Number), ("error", ColumnType.Text),
            ("response", ColumnType.Blob),
        ],
        "ON CONFLICT (delivery_id, number) DO NOTHING");

    public static void BindNew(
        IRowBinder row, long id, long seq, long endpointId, string? url, string? fault, long nowMs)
    {
        row.Number(id);
        row.Number(seq);
        row.Number(endpointId);
        row.Text(url);
        row.Number(fault == null ? DeliveryStatus.Pending : DeliveryStatus.Stopped);
        row.Number(0);
        row.Number(nowMs);
        row.Number((long?)null);
        row.Number((long?)null);
        row.Text(fault);
        row.Number(nowMs);
    }

    /// <summary>Writes what a batch of attempts met. Rows go in order of id, so that two batches never cross.</summary>
    public static async Task Record(DbSession session, IReadOnlyList<Outcome> outcomes)
    {
        var sorted = outcomes.OrderBy(outcome => outcome.Due.Id).ToArray();
        var written = await session.Append(
        [
            new Appending(AttemptPlan, sorted.Length, (at, row) => BindAttempt(row, sorted[at])),
            new Appending(OutcomePlan, sorted.Length, (at, row) => BindOutcome(row, sorted[at])),
        ]).ConfigureAwait(false);
        if (written == 2 * sorted.Length)
        {
            return;
        }
        // Some were ended while they were on their way. Where the event was erased its answer must not stay behind.
        foreach (var answered in sorted.Where(outcome => outcome.SealedResponse != null))
        {
            await session.Execute(
                """
                UPDATE delivery_attempts SET response = NULL WHERE delivery_id = @Id AND EXISTS (
                    SELECT 1 FROM events WHERE seq = @EventSeq AND body IS NULL)
                """,
                new { answered.Due.Id, answered.Due.EventSeq }).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What is due at an endpoint, longest due first; only what comes after a row, where one is given.
    /// </summary>
    public static Task<List<DueRow>> Due(DbSession session, long endpointId, long nowMs, DueRow? after, int most) =>
        session.Query<DueRow>(
            $"""
            SELECT d.id, d.event_seq, d.url, d.attempts, d.next_at_ms, d.created_at_ms, e.id AS event_id, e.test,
                e.questions_from, e.questions_length, e.body_bytes,
                CASE WHEN e.body_bytes <= {SmallBody} THEN e.body END AS body
            FROM deliveries d JOIN events e ON e.seq = d.event_seq
            WHERE d.endpoint_id = @endpointId AND d.status = 0 AND d.next_at_ms <= @nowMs
                AND (d.next_at_ms, d.id) > (@afterAtMs, @afterId)
            ORDER BY d.next_at_ms, d.id LIMIT @most
            """,
            new
            {
                endpointId, nowMs, afterAtMs = after?.NextAtMs ?? 0, afterId = after?.Id ?? 0, most = (long)most,
            });

    /// <summary>The sealed body of what a delivery is to bring; null when it was erased or is not pending.</summary>
    public static async Task<byte[]?> Body(DbSession session, long id)
    {
        const string sql =
            "SELECT e.body FROM deliveries d JOIN events e ON e.seq = d.event_seq WHERE d.id = @id AND d.status = 0";
        return (await session.First<BodyRow>(sql, new { id }).ConfigureAwait(false))?.Body;
    }

    /// <summary>Endpoints that have something due.</summary>
    public static async Task<List<long>> EndpointsDue(DbSession session, long nowMs)
    {
        var rows = await session.Query<IdRow>(
            """
            SELECT p.id FROM endpoints p
            WHERE p.deleted_at_ms IS NULL AND p.disabled_at_ms IS NULL AND EXISTS (
                SELECT 1 FROM deliveries d WHERE d.endpoint_id = p.id AND d.status = 0 AND d.next_at_ms <= @nowMs)
            ORDER BY p.id
            """,
            new { nowMs }).ConfigureAwait(false);
        return rows.ConvertAll(row => row.Id);
    }

    /// <summary>Endpoints that were deleted and have something pending all the same.</summary>
    public static async Task<List<long>> DeletedEndpointsPending(DbSession session)
    {
        var rows = await session.Query<IdRow>(
            """
            SELECT p.id FROM endpoints p
            WHERE p.deleted_at_ms IS NOT NULL AND EXISTS (
                SELECT 1 FROM deliveries d WHERE d.endpoint_id = p.id AND d.status = 0)
            ORDER BY p.id
            """).ConfigureAwait(false);
        return rows.ConvertAll(row => row.Id);
    }

    /// <summary>Endpoints of deliveries made after the cursor, and the cursor to go on from.</summary>
    public static async Task<(List<long> Endpoints, long Cursor)> EndpointsAfter(DbSession session, long cursor)
    {
        var rows = await session.Query<NewRow>(
            "SELECT endpoint_id, MAX(id) AS last FROM deliveries WHERE id > @cursor GROUP BY endpoint_id",
            new { cursor }).ConfigureAwait(false);
        return (rows.ConvertAll(row => row.EndpointId), rows.Count == 0 ? cursor : rows.Max(row => row.Last));
    }

    /// <summary>The newest delivery; 0 when there is none.</summary>
    public static Task<long> Newest(DbSession session) =>
        session.Scalar<long>("SELECT COALESCE(MAX(id), 0) FROM deliveries");

    /// <summary>When the next further attempt after a moment falls due; null when none is planned.</summary>
    public static Task<long?> NextRetry(DbSession session, long afterMs) => session.Scalar<long?>(
        """
        SELECT MIN(d.next_at_ms) FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id
        WHERE d.status = 0 AND d.attempts > 0 AND d.next_at_ms > @afterMs
            AND p.deleted_at_ms IS NULL AND p.disabled_at_ms IS NULL
        """,
        new { afterMs });

    /// <summary>How many further attempts are due and not yet made.</summary>
    public static Task<long> RetriesDue(DbSession session, long nowMs) => session.Scalar<long>(
        """
        SELECT COUNT(*) FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id
        WHERE d.status = 0 AND d.attempts > 0 AND d.next_at_ms <= @nowMs
            AND p.deleted_at_ms IS NULL AND p.disabled_at_ms IS NULL
        """,
        new { nowMs });

    /// <summary>When the endpoint was last tried without success; null when it never was.</summary>
    public static Task<long?> LastFailure(DbSession session, long endpointId) => session.Scalar<long?>(
        """
        SELECT MAX(last_at_ms) FROM deliveries
        WHERE endpoint_id = @endpointId AND status <> 1 AND last_at_ms IS NOT NULL
        """,
        new { endpointId });

    /// <summary>Ends some of what is pending at an endpoint; answers whether there was any.</summary>
    public static async Task<bool> StopSome(DbSession session, long endpointId, string why)
    {
        const long most = 500;
        var rows = await session.Query<IdRow>(
            "SELECT id FROM deliveries WHERE endpoint_id = @endpointId AND status = 0 ORDER BY id LIMIT @most",
            new { endpointId, most }).ConfigureAwait(false);
        // Row after row in order of id: see Record.
        foreach (var row in rows)
        {
            await session.Execute(
                "UPDATE deliveries SET status = @status, last_error = @why WHERE id = @Id AND status = 0",
                new { row.Id, status = DeliveryStatus.Stopped, why }).ConfigureAwait(false);
        }
        return rows.Count > 0;
    }

    /// <summary>Ends what is pending of an event and erases what receivers answered.</summary>
    public static async Task Erase(DbSession session, long seq)
    {
        var rows = await session.Query<IdRow>(
            "SELECT id FROM deliveries WHERE event_seq = @seq ORDER BY id", new { seq }).ConfigureAwait(false);
        foreach (var row in rows)
        {
            await session.Execute(
                "UPDATE deliveries SET status = @status WHERE id = @Id AND status = 0",
                new { row.Id, status = DeliveryStatus.Erased }).ConfigureAwait(false);
            await session.Execute("UPDATE delivery_attempts SET response = NULL WHERE delivery_id = @Id", row)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Removes the deliveries of an event and what their attempts met; none of them may be pending.</summary>
    public static async Task Drop(DbSession session, long seq)
    {
        await session.Execute(
            "DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE event_seq = @seq)",
            new { seq }).ConfigureAwait(false);
        await session.Execute("DELETE FROM deliveries WHERE event_seq = @seq", new { seq }).ConfigureAwait(false);
    }

    private static void BindAttempt(IRowBinder row, Outcome outcome)
    {
        row.Number(outcome.Due.Id);
        row.Number(outcome.Due.Number);
        row.Number(outcome.AtMs);
        row.Number(outcome.TookMs);
        row.Number(outcome.Code);
        row.Text(outcome.Error);
        row.Blob(outcome.SealedResponse);
    }

    private static void BindOutcome(IRowBinder row, Outcome outcome)
    {
        row.Number(outcome.Due.Id);
        row.Number(outcome.Due.EventSeq);
        row.Number(outcome.EndpointId);
        row.Text(outcome.Due.Url);
        row.Number(outcome.Status);
        row.Number(outcome.Due.Number);
        row.Number(outcome.NextAtMs);
        row.Number(outcome.AtMs);
        row.Number(outcome.Code);
        row.Text(outcome.Error);
        row.Number(outcome.Due.CreatedAtMs);
    }

    private sealed record BodyRow(byte[]? Body);

    private sealed record IdRow(long Id);

    private sealed record NewRow(long EndpointId, long Last);
}
