using Placard.Bench.Measuring;
using Placard.Bench.Programs;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>
/// Clicks while one import after the other changes every job of a large feed and one build after the other publishes
/// it, against clicks alone.
/// </summary>
internal static class BesideSubject
{
    public static async Task Measure(Workshop workshop)
    {
        string[] editions = [.. Enumerable.Range(0, 2).Select(number => Path.Combine(workshop.Folder, $"edition-{number}"))];
        for (var edition = 0; edition < editions.Length; edition++)
        {
            AdFeedFile.Write(editions[edition], workshop.Text, workshop.Options.FeedJobs, seed: 3, edition);
        }
        foreach (var world in await workshop.Worlds())
        {
            await On(workshop, world, editions);
            await workshop.CheckBooks(world, "after import, build and");
        }
        Array.ForEach(editions, File.Delete);
    }

    private static async Task On(Workshop workshop, LargeWorld world, string[] editions)
    {
        var api = await BenchApi.LogIn(world.Exchange, world.Folder);
        var sender = await WorldAccounts.Advertiser(api, "Sender");
        await api.Import(sender.SourceId, editions[0]);
        var feed = await PublishedFeed.Create(api, world.Accounts.PublisherId, sender.SourceId);
        await Compare(workshop, world, new BusyWork(api, sender.SourceId, feed.FeedId, editions));
    }

    private static async Task Compare(Workshop workshop, LargeWorld world, BusyWork work)
    {
        var name = world.Engine;
        var load = new ClickLoad(workshop);
        // Long enough that imports and builds come to their ends within it.
        var seconds = workshop.Options.Seconds * 3;
        foreach (var connections in (int[])[8, 64])
        {
            work.Forget();
            var clicks = load.On(world.Exchange.Address, world.UrlFile, connections, seconds);
            var loads = await Rounds.Interleave(workshop.Options.Rounds, clicks, () => work.Beside(clicks));
            var subject = $"beside, {connections} conn";
            workshop.Table.Add(Finding.Ratio(subject, $"{name}: p99 of clicks with import and build : without",
                [.. loads[1].Select(one => one.P99Ms)], [.. loads[0].Select(one => one.P99Ms)], Print.Ms,
                Goal.AtMost(2)));
            workshop.Table.Add(Finding.Ratio(subject, $"{name}: clicks with import and build : without",
                [.. loads[1].Select(one => one.PerSecond)], [.. loads[0].Select(one => one.PerSecond)],
                Print.PerSecond, null));
            workshop.Table.Add(Finding.Ratio(subject, $"{name}: the longest click, with : without",
                [.. loads[1].Select(one => one.MostMs)], [.. loads[0].Select(one => one.MostMs)], Print.Ms, null));
            workshop.Table.Remark($"{name}, {connections} connections: meanwhile {work.Done}.");
        }
    }

    /// <summary>Imports and builds, one after the other, as long as a load lasts.</summary>
    private sealed class BusyWork(BenchApi api, long sourceId, long feedId, string[] editions)
    {
        private int imports;
        private int builds;

        public string Done => $"{imports} imports and {builds} builds were completed";

        public void Forget() => (imports, builds) = (0, 0);

        public async Task<Load> Beside(Func<Task<Load>> load)
        {
            var loading = load();
            var importing = While(loading, async () =>
                await api.Import(sourceId, editions[++imports % editions.Length]));
            var building = While(loading, async () =>
            {
                await api.Post($"/v5/feeds/{feedId}/builds");
                builds++;
            });
            await Task.WhenAll(importing, building);
            return await loading;
        }

        private static async Task While(Task loading, Func<Task> work)
        {
            do
            {
                await work();
            }
            while (!loading.IsCompleted);
        }
    }
}
