using System.Text.Json;
using Placard.Inventory.Reading;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>The SQL of imports and what hangs on them.</summary>
internal sealed class ImportStore(Store store, TimeProvider clock)
{
    /// <summary>Imports of a source whose findings are kept; older ones keep their counts.</summary>
    private const long FindingsOfLast = 20;

    private static readonly AppendPlan Findings = new("import_findings",
    [
        ("import_id", ColumnType.Number), ("kind", ColumnType.Number), ("number", ColumnType.Number),
        ("feed_line", ColumnType.Number), ("feed_column", ColumnType.Number), ("reference_number", ColumnType.Text),
        ("reason", ColumnType.Text), ("element", ColumnType.Text), ("message", ColumnType.Text),
        ("value", ColumnType.Text),
    ]);

    private static readonly AppendPlan Pieces = new("held_feeds",
        [("import_id", ColumnType.Number), ("number", ColumnType.Number), ("bytes", ColumnType.Blob)]);

    public long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<ImportRow?> Find(long id, CancellationToken stop) => store.Read(session => Find(session, id), stop);

    /// <summary>
    /// Opens an import. The caller holds the source, so that whatever is still called running there has been cut off.
    /// </summary>
    public Task<long> Begin(ImportSource source, string origin, CancellationToken stop) =>
        store.Write(Area.Inventory, async session =>
        {
            await CloseInterrupted(session, source.Id).ConfigureAwait(false);
            var id = await session.NextIds(Area.Inventory, "import").ConfigureAwait(false);
            await session.Execute(
                """
                INSERT INTO imports (id, source_id, customer_id, origin, status, started_at_ms)
                VALUES (@id, @sourceId, @CustomerId, @origin, 'RUNNING', @NowMs)
                """, new { id, sourceId = source.Id, source.CustomerId, origin, NowMs }).ConfigureAwait(false);
            return id;
        }, stop);

    public Task Fail(long id, string message) => store.Write(Area.Inventory, session => session.Execute(
        """
        UPDATE imports SET status = 'FAILED', message = @message, finished_at_ms = @NowMs
        WHERE id = @id AND status = 'RUNNING'
        """, new { id, message, NowMs }), CancellationToken.None);

    /// <summary>Closes an import in the transaction of what it changed.</summary>
    public async Task Finish(DbSession session, long id, string status, string? message, ImportTally tally)
    {
        var unknown = tally.UnknownElements.Count == 0 ? null : JsonSerializer.Serialize(tally.UnknownElements);
        await session.Execute(
            """
            UPDATE imports SET status = @status, message = @message, finished_at_ms = @NowMs, jobs_read = @Read,
                jobs_accepted = @Accepted, jobs_rejected = @Rejected, jobs_created = @Created, jobs_updated = @Updated,
                jobs_unchanged = @Unchanged, jobs_removed = @Removed, notes = @Noted, unknown_elements = @unknown
            WHERE id = @id
            """,
            new
            {
                id,
                status,
                message,
                unknown,
                NowMs,
                tally.Read,
                tally.Accepted,
                tally.Rejected,
                tally.Created,
                tally.Updated,
                tally.Unchanged,
                tally.Removed,
                tally.Noted,
            }).ConfigureAwait(false);
        await AddFindings(session, id, tally).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes a held import whose jobs were applied now; what was counted when it was read stays counted.
    /// </summary>
    public Task<int> FinishReleased(DbSession session, long id, ImportTally tally) => session.Execute(
        """
        UPDATE imports SET status = 'COMPLETED', message = NULL, finished_at_ms = @NowMs,
            jobs_read = jobs_rejected + @Read, jobs_rejected = jobs_rejected + @Rejected, jobs_accepted = @Accepted,
            jobs_created = @Created, jobs_updated = @Updated, jobs_unchanged = @Unchanged, jobs_removed = @Removed
        WHERE id = @id
        """,
        new
        {
            id,
            NowMs,
            tally.Read,
            tally.Accepted,
            tally.Rejected,
            tally.Created,
            tally.Updated,
            tally.Unchanged,
            tally.Removed,
        });

    /// <summary>
    /// What is no longer of use once an import of the source is closed: old findings, feeds held before.
    /// </summary>
    public async Task Tidy(DbSession session, long sourceId, long importId)
    {
        await session.Execute(
            """
            DELETE FROM held_feeds WHERE import_id IN
                (SELECT id FROM imports WHERE source_id = @sourceId AND id < @importId AND status = 'HELD')
            """, new { sourceId, importId }).ConfigureAwait(false);
        var oldest = await session.Scalar<long?>(
            "SELECT id FROM imports WHERE source_id = @sourceId ORDER BY id DESC LIMIT 1 OFFSET @FindingsOfLast",
            new { sourceId, FindingsOfLast }).ConfigureAwait(false);
        if (oldest != null)
        {
            await session.Execute(
                """
                DELETE FROM import_findings WHERE import_id IN
                    (SELECT id FROM imports WHERE source_id = @sourceId AND id <= @oldest)
                """, new { sourceId, oldest }).ConfigureAwait(false);
        }
    }

    public async Task Hold(DbSession session, long importId, IEnumerable<byte[]> pieces)
    {
        var number = 0L;
        foreach (var piece in pieces)
        {
            var place = number++;
            await session.Append(Pieces, 1, (_, row) =>
            {
                row.Number(importId);
                row.Number(place);
                row.Blob(piece);
            }).ConfigureAwait(false);
        }
    }

    public Task<byte[]?> HeldPiece(long importId, long number, CancellationToken stop) => store.Read(
        session => session.Scalar<byte[]>(
            "SELECT bytes FROM held_feeds WHERE import_id = @importId AND number = @number",
            new { importId, number }), stop);

    public Task<int> DropHeld(DbSession session, long importId) => session.Execute(
        "DELETE FROM held_feeds WHERE import_id = @importId", new { importId });

    /// <summary>Whether a later import of the source has been applied or held.</summary>
    public Task<bool> IsSuperseded(ImportRow import, CancellationToken stop) => store.Read(
        async session => await session.Scalar<long>(
            """
            SELECT COUNT(*) FROM imports
            WHERE source_id = @SourceId AND id > @Id AND status IN ('COMPLETED', 'HELD')
            """, new { import.SourceId, import.Id }).ConfigureAwait(false) > 0, stop);

    /// <summary>Sources that have an import called running, or texts written aside for one.</summary>
    public Task<List<long>> SourcesAtWork(CancellationToken stop) => store.Read(
        session => session.Query<long>(
            """
            SELECT source_id FROM imports WHERE status = 'RUNNING' UNION SELECT source_id FROM texts_aside
            """), stop);

    /// <summary>For a caller that holds the source: imports at work there were cut off.</summary>
    public Task CloseInterrupted(long sourceId, CancellationToken stop) =>
        store.Write(Area.Inventory, session => CloseInterrupted(session, sourceId), stop);

    public static Task<ImportRow?> Find(DbSession session, long id) => session.First<ImportRow>(
        $"SELECT {ImportRow.Columns} FROM imports WHERE id = @id", new { id });

    // The texts first, in the order of the import itself: should it be alive after all, neither waits for the other.
    private async Task CloseInterrupted(DbSession session, long sourceId)
    {
        await TextsAside.TakeAway(session, sourceId).ConfigureAwait(false);
        await session.Execute(
            """
            UPDATE imports SET status = 'FAILED', finished_at_ms = @NowMs,
                message = 'The import was interrupted: the exchange stopped. Nothing was changed.'
            WHERE source_id = @sourceId AND status = 'RUNNING'
            """, new { sourceId, NowMs }).ConfigureAwait(false);
    }

    private static async Task AddFindings(DbSession session, long importId, ImportTally tally)
    {
        foreach (var (some, first) in InParts(tally.Rejections))
        {
            await session.Append(Findings, some.Length, (i, row) =>
                Bind(row, importId, FindingRow.Rejections, first + i, some[i])).ConfigureAwait(false);
        }
        foreach (var (some, first) in InParts(tally.Notes))
        {
            await session.Append(Findings, some.Length, (i, row) =>
                Bind(row, importId, FindingRow.Notes, first + i, some[i])).ConfigureAwait(false);
        }
    }

    private static IEnumerable<(T[] Some, long First)> InParts<T>(IEnumerable<T> all) =>
        all.Chunk(500).Select((some, part) => (some, part * 500L));

    private static void Bind(IRowBinder row, long importId, long kind, long number, FeedRejection rejection) => Bind(
        row, importId, kind, number, rejection.Line, rejection.Column, rejection.ReferenceNumber, rejection.Reason,
        null, rejection.Message, rejection.Value);

    private static void Bind(IRowBinder row, long importId, long kind, long number, FeedNote note) => Bind(
        row, importId, kind, number, note.Line, note.Column, note.ReferenceNumber, note.Kind, note.Element,
        note.Message, note.Value);

    private static void Bind(
        IRowBinder row, long importId, long kind, long number, long line, long column, string? reference, string reason,
        string? element, string message, string? value)
    {
        row.Number(importId);
        row.Number(kind);
        row.Number(number);
        row.Number(line);
        row.Number(column);
        row.Text(Storable(reference));
        row.Text(reason);
        row.Text(Storable(element));
        row.Text(Storable(message));
        row.Text(Storable(value));
    }

    // What a feed holds may hold half a character where it was cut, or a NUL that no store takes.
    private static string? Storable(string? text)
    {
        if (text == null || (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\0')))
        {
            return text;
        }
        var bytes = System.Text.Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD'));
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
