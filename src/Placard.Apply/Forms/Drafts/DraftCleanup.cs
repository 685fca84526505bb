using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// Erases what nobody finished: drafts after <c>Placard:Apply:DraftDays</c>, uploads of refused contact pages after a
/// day. Their started events stay, as events do. Deleting twice does no harm, so nothing is claimed.
/// </summary>
internal sealed class DraftCleanup(Store store, FormOptions options) : IDueWork
{
    private const long AtOnce = 200;
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
        await store.Write(Area.Ledger, async session =>
        {
            await ApplicationStore.EraseDrafts(session, nowMs - (long)DraftsFor.TotalMilliseconds, AtOnce)
                .ConfigureAwait(false);
            await ApplicationStore.EraseHeld(session, nowMs - (long)HeldFor.TotalMilliseconds).ConfigureAwait(false);
        }, stop).ConfigureAwait(false);
        return true;
    }

    private static DateTimeOffset? After(long? ms, TimeSpan life) =>
        ms is { } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment) + life : null;
}
