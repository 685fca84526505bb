using Placard.Bench.Measuring;
using Placard.Bench.Programs;

namespace Placard.Bench.Subjects;

/// <summary>A click on a quiet exchange, held against what the disk itself needs to make a block durable.</summary>
internal static class IdleSubject
{
    public static async Task Measure(Workshop workshop)
    {
        var bare = await workshop.Bare();
        var load = new ClickLoad(workshop);
        var worlds = await workshop.Worlds();
        foreach (var world in worlds)
        {
            foreach (var connections in (int[])[1, 8])
            {
                var flushes = new List<double>();
                var loads = await Rounds.Interleave(workshop.Options.Rounds,
                    load.On(bare.Address, world.UrlFile, connections),
                    async () =>
                    {
                        flushes.Add(Disk.FlushMs(workshop.Folder, 200).Median);
                        return await load.On(world.Exchange.Address, world.UrlFile, connections)();
                    });
                // The first flush belongs to the round that is not kept.
                Report(workshop, world.Engine, connections, loads, [.. flushes.Skip(1)]);
            }
        }
    }

    private static void Report(Workshop workshop, string engine, int connections, Load[][] loads, double[] flushes)
    {
        var subject = $"idle, {connections} conn";
        var (bare, ours) = (loads[0], loads[1]);
        workshop.Table.Add(Finding.Ratio(subject, $"{engine} : bare Kestrel, p50", [.. ours.Select(load => load.P50Ms)],
            [.. bare.Select(load => load.P50Ms)], Print.Ms, null));
        if (connections > 1)
        {
            return;
        }
        var isHeld = engine == "SQLite";
        workshop.Table.Add(Against(subject, $"{engine}: p50 : 4 x fdatasync + 0.1 ms",
            [.. ours.Select(load => load.P50Ms)], [.. flushes.Select(flush => (4 * flush) + 0.1)], isHeld));
        workshop.Table.Add(Against(subject, $"{engine}: p99 : 20 x fdatasync + 1 ms",
            [.. ours.Select(load => load.P99Ms)], [.. flushes.Select(flush => (20 * flush) + 1)], isHeld));
    }

    private static Finding Against(string subject, string measured, double[] ours, double[] allowed, bool isHeld) =>
        Finding.Ratio(subject, measured, ours, allowed, Print.Ms, isHeld ? Goal.AtMost(1) : null);
}
