using Placard.Publishing.Downloads;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// Removes what no reader needs any more: builds two hours after they were superseded, readers after their hour, and
/// once after the start the folders that a crash left half-written.
/// </summary>
internal sealed class FeedCleanupWork(
    BuildStore builds, ReaderStore readers, FeedFolder folders, FeedSweep sweep) : IDueWork
{
    private static readonly long KeptMs = (long)TimeSpan.FromHours(2).TotalMilliseconds;

    private bool swept;

    public string Name => "feed clean-up";

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        if (!swept)
        {
            await sweep.AfterStart(stop).ConfigureAwait(false);
            swept = true;
        }
        var nowMs = now.ToUnixTimeMilliseconds();
        return await ForgetReaders(nowMs - ReaderStore.StickMs, stop).ConfigureAwait(false)
            | await RemoveBuilds(nowMs - KeptMs, stop).ConfigureAwait(false);
    }

    // Both look before they write: this runs every second, and clicks share the store.
    private async Task<bool> ForgetReaders(long untilMs, CancellationToken stop) =>
        await readers.Earliest(stop).ConfigureAwait(false) <= untilMs
        && await readers.Forget(untilMs, stop).ConfigureAwait(false) > 0;

    private async Task<bool> RemoveBuilds(long untilMs, CancellationToken stop)
    {
        if (await builds.EarliestSuperseded(stop).ConfigureAwait(false) is not { } earliestMs || earliestMs > untilMs)
        {
            return false;
        }
        var gone = await builds.ForgetSuperseded(untilMs, stop).ConfigureAwait(false);
        foreach (var build in gone)
        {
            folders.Remove(build.FeedId, build.Id);
        }
        return gone.Count > 0;
    }
}
