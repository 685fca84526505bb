using System.Collections.Concurrent;
using Placard.Storage;

namespace Placard.Apply.Questions;

/// <summary>The tables <c>question_documents</c> and <c>question_document_uses</c>.</summary>
internal sealed class QuestionStore(Store store, TimeProvider clock)
{
    private const int MostRemembered = 100_000;
    private readonly ConcurrentDictionary<(long CustomerId, string Url), bool> used = new();

    /// <summary>Whether this node remembers the use to be in the store.</summary>
    public bool IsNoted(long customerId, string url) => used.ContainsKey((customerId, url));

    /// <summary>Notes that a form of this customer needs the document; once is enough.</summary>
    public async ValueTask Use(long customerId, long jobId, string url, CancellationToken stop)
    {
        if (IsNoted(customerId, url))
        {
            return;
        }
        if (!await IsUsed(customerId, url, stop).ConfigureAwait(false))
        {
            await store.Write(
                Area.Ledger, session => AddUse(session, customerId, jobId, url), stop).ConfigureAwait(false);
        }
        if (used.Count >= MostRemembered)
        {
            used.Clear();
        }
        used[(customerId, url)] = true;
    }

    private Task<bool> IsUsed(long customerId, string url, CancellationToken stop) => store.Read(async session =>
        await session.Scalar<long>(
            "SELECT COUNT(*) FROM question_document_uses WHERE customer_id = @customerId AND url = @url",
            new { customerId, url }).ConfigureAwait(false) > 0, stop);

    private async Task AddUse(DbSession session, long customerId, long jobId, string url)
    {
        var id = await session.NextIds(Area.Ledger, "question_document_uses").ConfigureAwait(false);
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await session.Execute(
            """
            INSERT INTO question_document_uses (id, customer_id, url, job_id, first_used_at_ms)
            VALUES (@id, @customerId, @url, @jobId, @nowMs) ON CONFLICT (customer_id, url) DO NOTHING
            """,
            new { id, customerId, url, jobId, nowMs }).ConfigureAwait(false);
    }

    /// <summary>
    /// What the store knows of the document; null when it was never asked for, or not since
    /// <paramref name="knownAtMs"/>, the moment of the check that is known already.
    /// </summary>
    public async Task<KnownQuestions?> Find(string url, long? knownAtMs, CancellationToken stop)
    {
        var row = await store.Read(session => session.First<Row>(
            """
            SELECT good, good_at_ms, checked_at_ms, fault, etag, last_modified FROM question_documents
            WHERE url = @url AND checked_at_ms <> @knownAtMs
            """,
            new { url, knownAtMs = knownAtMs ?? -1 }), stop).ConfigureAwait(false);
        return row == null ? null : new KnownQuestions
        {
            Good = row.Good == null ? null : QuestionsDocument.Restore(row.Good),
            GoodAtMs = row.GoodAtMs,
            CheckedAtMs = row.CheckedAtMs,
            Fault = row.Fault,
            Etag = row.Etag,
            LastModified = row.LastModified,
        };
    }

    /// <summary>
    /// Keeps what a check found. Only a new good version replaces the text; otherwise nothing but the check is noted.
    /// </summary>
    public Task Keep(string url, KnownQuestions known, bool isNew, CancellationToken stop) =>
        store.Write(Area.Ledger, session => session.Execute(isNew
            ? """
              INSERT INTO question_documents (url, good, good_at_ms, checked_at_ms, fault, etag, last_modified)
              VALUES (@url, @good, @checkedAtMs, @checkedAtMs, NULL, @etag, @lastModified)
              ON CONFLICT (url) DO UPDATE SET good = excluded.good, good_at_ms = excluded.good_at_ms,
                  checked_at_ms = excluded.checked_at_ms, fault = NULL, etag = excluded.etag,
                  last_modified = excluded.last_modified
              """
            : """
              INSERT INTO question_documents (url, checked_at_ms, fault) VALUES (@url, @checkedAtMs, @fault)
              ON CONFLICT (url) DO UPDATE SET checked_at_ms = excluded.checked_at_ms, fault = excluded.fault
              """,
            new
            {
                url,
                good = known.Good?.Json,
                checkedAtMs = known.CheckedAtMs,
                fault = known.Fault,
                etag = known.Etag,
                lastModified = known.LastModified,
            }), stop);

    private sealed record Row(
        string? Good, long? GoodAtMs, long CheckedAtMs, string? Fault, string? Etag, string? LastModified);
}
