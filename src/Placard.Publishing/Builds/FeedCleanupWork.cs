using Placard.Publishing.Downloads;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// Removes what no reader needs any more: builds two hours after they were superseded, readers after their hour, and
/// once after the start the folders that a crash left half-written.
/// </summary>
internal sealed class FeedCleanupWork(
    BuildStore builds, ReaderStore readers, FeedFolder folders, FeedSweep sweep, TimeProvider clock) : IDueWork
{
    private static readonly long KeptMs = (long)TimeSpan.FromHours(2).TotalMilliseconds;

    private bool swept;

    public string Name => "feed clean-up";

    public bool OnlyTheLastCounts => true;

    public async Task<DateTimeOffset?> NextDue(CancellationToken stop)
    {
        if (!swept)
        {
            return clock.GetUtcNow();
        }
        var buildEndMs = await builds.EarliestSuperseded(stop).ConfigureAwait(false) + KeptMs;
        var readerEndMs = await readers.Earliest(stop).ConfigureAwait(false) + ReaderStore.StickMs;
        var dueMs = readerEndMs < buildEndMs || buildEndMs == null ? readerEndMs : buildEndMs;
        return dueMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        if (!swept)
        {
            await sweep.AfterStart(stop).ConfigureAwait(false);
            swept = true;
        }
        var nowMs = now.ToUnixTimeMilliseconds();
        var forgotten = await readers.Forget(nowMs - ReaderStore.StickMs, stop).ConfigureAwait(false);
        var gone = await builds.ForgetSuperseded(nowMs - KeptMs, stop).ConfigureAwait(false);
        foreach (var build in gone)
        {
            folders.Remove(build.FeedId, build.Id);
        }
        return forgotten + gone.Count > 0;
    }
}
