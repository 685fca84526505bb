using Placard.Apply.Forms;
using Placard.Apply.Hiring;
using Placard.Events;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Apply.Privacy;

/// <summary>
/// Makes applications forget their person: who it was, the answers, the files, the bodies of their events and the
/// mails still to be sent go; the rows stay, so that counts, charges and books do not change. Whoever is forgotten can
/// no more be recognised as having applied before.
/// </summary>
internal sealed class Forgetting(
    Store store, ApplicantSeals seals, IEvents events, IMail mail, IdSource ids, TimeProvider clock)
{
    /// <summary>Applications forgotten in one transaction; the ledger is not held for longer.</summary>
    public const int MostAtOnce = 200;

    /// <summary>
    /// Forgets an address everywhere, or with one customer; answers how many applications there were, none when asked
    /// again.
    /// </summary>
    public async Task<long> Person(string emailAddress, long? customerScope, CancellationToken stop)
    {
        var mark = await seals.EmailMark(emailAddress, stop).ConfigureAwait(false);
        var scope = customerScope == null ? "" : "AND customer_id = @owner";
        return await All(
            $"SELECT id, tlr_application_id FROM applications WHERE email_mark = @mark {scope} ORDER BY id LIMIT @most",
            new { mark, owner = customerScope ?? 0, most = (long)MostAtOnce }, stop).ConfigureAwait(false);
    }

    /// <summary>
    /// Forgets what a query of <c>id, tlr_application_id</c> finds, some at a time, until it finds no more. Forgotten
    /// rows must not be among what it finds.
    /// </summary>
    public async Task<long> All(string sql, object args, CancellationToken stop)
    {
        long forgotten = 0;
        while (true)
        {
            // Order: a submit that is under way either ends before this, or finds its application forgotten.
            var some = await store.WriteLedgerInOrder(async session =>
            {
                var rows = await session.Query<FoundRow>(sql, args).ConfigureAwait(false);
                foreach (var row in rows)
                {
                    await Forget(session, row).ConfigureAwait(false);
                }
                return rows.Count;
            }, stop).ConfigureAwait(false);
            forgotten += some;
            if (some < MostAtOnce)
            {
                return forgotten;
            }
        }
    }

    private async Task Forget(DbSession session, FoundRow row)
    {
        await session.Execute(
            """
            DELETE FROM held_uploads WHERE link_mark IN (
                SELECT link_mark FROM applications WHERE id = @id
                UNION ALL SELECT link_mark FROM application_links WHERE application_id = @id)
            """, new { id = row.Id }).ConfigureAwait(false);
        // Nobody has the address of the new mark: the draft's link opens nothing any more.
        await session.Execute(
            """
            UPDATE applications SET person = NULL, answers = NULL, email_mark = NULL, link_mark = @linkMark,
                forgotten_at_ms = @nowMs, revision = revision + 1 WHERE id = @id
            """,
            new { id = row.Id, linkMark = ids.NextBytes(32), nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds() })
            .ConfigureAwait(false);
        // Order: an upload holds the row, so one that is under way has been committed by now and goes with the others.
        await session.Execute("DELETE FROM application_links WHERE application_id = @id", new { id = row.Id })
            .ConfigureAwait(false);
        await session.Execute("DELETE FROM application_files WHERE application_id = @id", new { id = row.Id })
            .ConfigureAwait(false);
        await events.Forget(session, ClickId.FromBytes(row.TlrApplicationId).ToString()).ConfigureAwait(false);
        await ListAnew(session, row.Id).ConfigureAwait(false);
    }

    // An event's final list that still waits for the mail server names the person: it is taken back and made again.
    private async Task ListAnew(DbSession session, long id)
    {
        if (await RsvpStore.EventOf(session, id).ConfigureAwait(false) is { } campaignId
            && await mail.Recall(session, RsvpTexts.ListOf(campaignId)).ConfigureAwait(false) > 0)
        {
            await RsvpStore.MarkUnlisted(session, campaignId).ConfigureAwait(false);
        }
    }

    private sealed record FoundRow(long Id, byte[] TlrApplicationId);
}
