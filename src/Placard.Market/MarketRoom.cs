using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Placard.Campaigns;
using Placard.Inventory;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Market;

/// <summary>The market's front door.</summary>
public static class MarketSetup
{
    /// <summary>Adds the snapshot and its loader.</summary>
    public static IServiceCollection AddMarket(this IServiceCollection services)
    {
        services.AddSingleton<MarketRoom>();
        services.AddSingleton<IMarket>(provider => provider.GetRequiredService<MarketRoom>());
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<MarketRoom>());
        services.AddSingleton<ICheapestPrices, CheapestPrices>();
        return services;
    }
}

/// <summary>
/// Keeps the snapshot: reloads the sources whose version moved, takes the campaigns as they are, and swaps the whole.
/// </summary>
internal sealed class MarketRoom(Store store, IInventory inventory, ICampaigns campaigns, ICampaignMoney money)
    : IMarket, IFollower, IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private volatile MarketSnapshot current =
        new(new JobIndex([]), FrozenDictionary<long, CampaignFacts>.Empty, money);

    public MarketSnapshot Current => current;

    public int Order => 20;

    public Task<JobRow?> FindOutside(long jobId, CancellationToken stop) =>
        store.Read(session => inventory.Find(session, jobId), stop);

    public async Task CatchUp(CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var known = current;
            var index = await store.Read(session => Reload(known.Index, session), stop).ConfigureAwait(false);
            // Jobs first: they must never meet a campaign older than the one that took them.
            var facts = campaigns.Current;
            if (!ReferenceEquals(index, known.Index) || !ReferenceEquals(facts, known.Campaigns))
            {
                current = new MarketSnapshot(index, facts, money);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<JobIndex> Reload(JobIndex known, DbSession session)
    {
        var versions = await inventory.SourceVersions(session).ConfigureAwait(false);
        var before = known.Shelves.ToDictionary(shelf => shelf.SourceId);
        bool IsCurrent(long sourceId, long version) =>
            before.TryGetValue(sourceId, out var shelf) && shelf.Version == version;
        if (before.Count == versions.Count && versions.All(source => IsCurrent(source.Key, source.Value)))
        {
            return known;
        }
        using var quiet = new QuietThread("market");
        await quiet.Enter();
        var shelves = new List<JobShelf>();
        foreach (var (sourceId, version) in versions.OrderBy(source => source.Key))
        {
            var shelf = before.GetValueOrDefault(sourceId);
            shelves.Add(shelf?.Version == version
                ? shelf
                : await Load(session, sourceId, version, shelf, quiet).ConfigureAwait(false));
        }
        var index = new JobIndex(shelves);
        await Task.Yield(); // off the quiet thread: from here on somebody waits for an answer
        return index;
    }

    private async Task<JobShelf> Load(
        DbSession session, long sourceId, long version, JobShelf? before, QuietThread quiet)
    {
        // The version was read before the rows: rows may be newer than it, then the next look loads them once more.
        var builder = new JobShelf.Builder(before);
        await foreach (var row in inventory.JobsOf(session, sourceId).ConfigureAwait(false))
        {
            await quiet.Enter();
            QuietThread.Breathe();
            builder.Add(row);
        }
        return builder.Build(sourceId, version);
    }
}
