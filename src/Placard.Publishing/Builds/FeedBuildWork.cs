using Microsoft.Extensions.Logging;
using Placard.Platform;
using Placard.Publishing.Feeds;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// Builds feeds when their interval is over, the market changed or not: a fresh build renews the tokens. Nodes share
/// the feeds that are due; a feed that fails is tried again after ten minutes.
/// </summary>
internal sealed partial class FeedBuildWork(
    BuildStore builds,
    FeedStore feeds,
    FeedBuilder builder,
    BuildTurns turns,
    ILogger<FeedBuildWork> log) : IDueWork
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(10);

    public string Name => "feed builds";

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var due = await builds.Due(nowMs, stop).ConfigureAwait(false);
        var elsewhere = new List<DueFeed>();
        foreach (var feed in due)
        {
            if (await turns.TryTake(feed.Id, stop).ConfigureAwait(false) is not { } turn)
            {
                elsewhere.Add(feed);
                continue;
            }
            await BuildInTurn(feed, nowMs, turn, stop).ConfigureAwait(false);
        }
        // Due work is done when it is done, whoever does it: a moved sandbox clock waits for this.
        foreach (var feed in elsewhere)
        {
            var turn = await turns.Take(feed.Id, stop).ConfigureAwait(false);
            await BuildInTurn(feed, nowMs, turn, stop).ConfigureAwait(false);
        }
        return due.Count > 0;
    }

    private async Task BuildInTurn(DueFeed due, long nowMs, IAsyncDisposable turn, CancellationToken stop)
    {
        await using (turn.ConfigureAwait(false))
        {
            try
            {
                // Again, now that nobody else builds it: it may have been built, archived or put off meanwhile.
                var feed = await feeds.Find(due.Id, null, stop).ConfigureAwait(false);
                if (feed is { HasFiles: true } && feed.NextBuildAtMs <= nowMs)
                {
                    await builder.Build(feed, stop).ConfigureAwait(false);
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                LogFailed(log, due.Id, fault);
                await builds.PutOff(due, nowMs + (long)AfterFailure.TotalMilliseconds, stop).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Feed {FeedId} could not be built; it is tried again in 10 minutes.")]
    private static partial void LogFailed(ILogger logger, long feedId, Exception fault);
}
