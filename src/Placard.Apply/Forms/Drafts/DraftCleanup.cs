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

    public bool OnlyTheLastCounts => true;

    private TimeSpan DraftsFor => TimeSpan.FromDays(options.DraftDays);

    public Task<DateTimeOffset?> NextDue(CancellationToken stop) => store.Read(async session =>
    {
        var draft = After(await ApplicationStore.OldestDraft(session).ConfigureAwait(false), DraftsFor);
        var held = After(await ApplicationStore.OldestHeld(session).ConfigureAwait(false), HeldFor);
        return draft is { } one && held is { } other && other < one ? held : draft ?? held;
    }, stop);

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        if (await NextDue(stop).ConfigureAwait(false) is not { } due || due > now)
        {
            return false;
        }
        var nowMs = now.ToUnixTimeMilliseconds();
        await forgetting.All(
            """
            SELECT id, tlr_application_id FROM applications
            WHERE status = 'STARTED' AND forgotten_at_ms IS NULL AND started_at_ms <= @beforeMs
            ORDER BY started_at_ms LIMIT @most
            """,
            new { beforeMs = nowMs - (long)DraftsFor.TotalMilliseconds, most = (long)Forgetting.MostAtOnce }, stop)
            .ConfigureAwait(false);
        await store.Write(
            Area.Ledger,
            session => ApplicationStore.EraseHeld(session, nowMs - (long)HeldFor.TotalMilliseconds), stop)
            .ConfigureAwait(false);
        return true;
    }

    private static DateTimeOffset? After(long? ms, TimeSpan life) =>
        ms is { } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment) + life : null;
}
