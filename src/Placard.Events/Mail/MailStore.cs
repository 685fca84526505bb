using Placard.Events.Deliveries;
using Placard.Storage;

namespace Placard.Events.Mail;

/// <summary>A mail that is due. The body is sealed.</summary>
internal sealed record DueMail(long Id, long Attempts, long CreatedAtMs, byte[] Body);

/// <summary>The queue of mails; statuses are a delivery's.</summary>
internal sealed class MailStore(Store store)
{
    public static Task Add(DbSession session, long id, string? about, byte[] box, long nextAtMs, long nowMs) =>
        session.Execute(
            """
            INSERT INTO mails (id, about, status, attempts, next_at_ms, created_at_ms, body)
            VALUES (@id, @about, 0, 0, @nextAtMs, @nowMs, @box)
            """,
            new { id, about, box, nextAtMs, nowMs });

    /// <summary>Erases what has not left; the text of what has left is gone already.</summary>
    public static async Task<long> Recall(DbSession session, string about) => await session.Execute(
        "UPDATE mails SET body = NULL, status = @erased WHERE about = @about AND status = 0",
        new { about, erased = DeliveryStatus.Erased }).ConfigureAwait(false);

    public Task<List<DueMail>> Due(long nowMs, int most, CancellationToken stop) => store.Read(
        session => session.Query<DueMail>(
            """
            SELECT id, attempts, created_at_ms, body FROM mails
            WHERE status = 0 AND next_at_ms <= @nowMs ORDER BY next_at_ms, id LIMIT @most
            """,
            new { nowMs, most = (long)most }),
        stop);

    public Task<long?> Earliest(CancellationToken stop) => store.Read(
        session => session.Scalar<long?>("SELECT MIN(next_at_ms) FROM mails WHERE status = 0"), stop);

    /// <summary>Whether it is still to be sent: it may have been erased since it was read.</summary>
    public async Task<bool> IsPending(long id, CancellationToken stop) => await store.Read(
        session => session.Scalar<long>("SELECT COUNT(*) FROM mails WHERE id = @id AND status = 0", new { id }), stop)
        .ConfigureAwait(false) > 0;

    /// <summary>Writes how an attempt ended. A mail that has left or never will keeps no text.</summary>
    public Task Write(long id, long status, long nextAtMs, string? error, CancellationToken stop) => store.Write(
        Area.Ledger,
        session => session.Execute(
            """
            UPDATE mails SET status = @status, attempts = attempts + 1, next_at_ms = @nextAtMs, last_error = @error,
                body = CASE WHEN @status = 0 THEN body ELSE NULL END
            WHERE id = @id AND status = 0
            """,
            new { id, status, nextAtMs, error }),
        stop);
}
