using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Inventory.Imports;
using Placard.Inventory.Sources;
using Placard.Storage;

namespace Placard.Inventory.Pulling;

/// <summary>
/// Pulls sources when they fall due. A pull is claimed by planning the next one, so that no two nodes do it and a
/// killed node only misses this one. Feeds that fail are asked less and less often, at least once a day.
/// </summary>
internal sealed partial class PullSchedule(
    SourceStore sources,
    Importer importer,
    InventoryOptions options,
    IHostApplicationLifetime lifetime,
    ILogger<PullSchedule> log) : IDueWork, IDisposable
{
    private const int PullsAtOnce = 4;

    /// <summary>Fewer than all: servers of one customer that are slow must not hold up everybody's feeds.</summary>
    private const int PullsAtOnceOfOneCustomer = 2;
    private const long MostFailures = 16;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim lanes = new(PullsAtOnce);
    private readonly ConcurrentDictionary<long, SemaphoreSlim> lanesOfCustomer = new();

    public string Name => "feed pulls";

    public async Task<DateTimeOffset?> NextDue(CancellationToken stop) =>
        await sources.EarliestPull(stop).ConfigureAwait(false) is { } dueMs
            ? DateTimeOffset.FromUnixTimeMilliseconds(dueMs)
            : null;

    /// <summary>
    /// In a sandbox the pulls have ended when this returns: whoever moves the clock sees what it led to. Elsewhere they
    /// run on by themselves, so that a slow server holds up nothing else that is due.
    /// </summary>
    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var pulls = new List<Task>();
        foreach (var source in await sources.Due(nowMs, stop).ConfigureAwait(false))
        {
            if (await sources.ClaimPull(source, NextMs(source, nowMs, 0), stop).ConfigureAwait(false))
            {
                pulls.Add(Pull(source, nowMs));
            }
        }
        if (options.Sandbox)
        {
            await Task.WhenAll(pulls).ConfigureAwait(false);
        }
        return pulls.Count > 0;
    }

    public void Dispose() => lanes.Dispose();

    private async Task Pull(SourceRow source, long nowMs)
    {
        var stop = lifetime.ApplicationStopping;
        try
        {
            var own = lanesOfCustomer.GetOrAdd(
                source.CustomerId, static _ => new SemaphoreSlim(PullsAtOnceOfOneCustomer));
            using var ownLane = await Lane.Take(own, stop).ConfigureAwait(false);
            using var lane = await Lane.Take(lanes, stop).ConfigureAwait(false);
            var import = await importer.Pull(source.Id, ImportOrigins.Schedule, stop).ConfigureAwait(false);
            await Note(source, nowMs, import?.Status == ImportStatuses.Failed).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped(log, source.Id);
        }
        catch (Exception fault)
        {
            LogFailed(log, source.Id, fault);
            await Note(source, nowMs, failed: true).ConfigureAwait(false);
        }
    }

    private Task Note(SourceRow pulled, long nowMs, bool failed) => sources.Change(pulled.Id, known =>
    {
        var failures = failed ? Math.Min(known.Failures + 1, MostFailures) : 0;
        // Somebody may have set another schedule meanwhile: that one counts.
        var isOurs = known.NextPullAtMs == NextMs(pulled, nowMs, 0);
        return known with
        {
            Failures = failures,
            NextPullAtMs = isOurs ? NextMs(known, nowMs, failures) : known.NextPullAtMs,
        };
    }, CancellationToken.None);

    private static long NextMs(SourceRow source, long nowMs, long failures)
    {
        var plain = TimeSpan.FromMinutes(source.RefreshMinutes);
        var patient = TimeSpan.FromTicks(Math.Min(plain.Ticks << (int)failures, LongestWait.Ticks));
        return nowMs + (long)(patient > plain ? patient : plain).TotalMilliseconds;
    }

    /// <summary>One of a number of lanes, taken until it is disposed.</summary>
    private sealed class Lane(SemaphoreSlim lanes) : IDisposable
    {
        public static async Task<Lane> Take(SemaphoreSlim lanes, CancellationToken stop)
        {
            await lanes.WaitAsync(stop).ConfigureAwait(false);
            return new Lane(lanes);
        }

        public void Dispose() => lanes.Release();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The pull of source {SourceId} ends with the exchange.")]
    private static partial void LogStopped(ILogger logger, long sourceId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The scheduled pull of source {SourceId} broke off.")]
    private static partial void LogFailed(ILogger logger, long sourceId, Exception fault);
}
