using Placard.Apply.Privacy;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// Forgets what nobody finished: drafts after <c>Placard:Apply:DraftDays</c>, uploads of refused contact pages after a
/// day. A draft's row stays, so that reports of the past do not change. Forgetting twice does no harm, so nothing is
/// claimed.
/// </summary>
internal sealed class DraftCleanup(Store store, Forgetting forgetting, FormOptions options) : IDueWork
{
    private static readonly TimeSpan HeldFor = TimeSpan.FromDays(1);

    public string Name => "erase drafts";

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var draftsBeforeMs = (now - TimeSpan.FromDays(options.DraftDays)).ToUnixTimeMilliseconds();
        var heldBeforeMs = (now - HeldFor).ToUnixTimeMilliseconds();
        // Looked for outside the ledger's turn, which forgetting takes.
        var (oldestDraft, oldestHeld) = await store.Read(async session => (
            await ApplicationStore.OldestDraft(session).ConfigureAwait(false),
            await ApplicationStore.OldestHeld(session).ConfigureAwait(false)), stop).ConfigureAwait(false);
        if (!(oldestDraft <= draftsBeforeMs || oldestHeld <= heldBeforeMs))
        {
            return false;
        }
        await forgetting.All(
            """
            SELECT id, tlr_application_id FROM applications
            WHERE status = 'STARTED' AND forgotten_at_ms IS NULL AND started_at_ms <= @beforeMs
            ORDER BY started_at_ms LIMIT @most
            """,
            new { beforeMs = draftsBeforeMs, most = (long)Forgetting.MostAtOnce }, stop)
            .ConfigureAwait(false);
        await store.Write(
            Area.Ledger,
            session => ApplicationStore.EraseHeld(session, heldBeforeMs), stop)
            .ConfigureAwait(false);
        return true;
    }
}
