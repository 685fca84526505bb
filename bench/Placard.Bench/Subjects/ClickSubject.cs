using Placard.Bench.Measuring;
using Placard.Bench.Programs;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>
/// The click: sealed token, every rule, duplicate window, budget, durable before the redirect. Beside it a server that
/// only redirects, and nginx that only redirects and writes a line into a log that it never syncs.
/// </summary>
internal static class ClickSubject
{
    public static async Task Measure(Workshop workshop)
    {
        var worlds = await workshop.Worlds();
        foreach (var connections in (int[])[64, 256])
        {
            await At(workshop, worlds, connections);
        }
        foreach (var world in worlds)
        {
            await Prove(workshop, world);
            await workshop.CheckBooks(world, "after");
        }
    }

    private static async Task At(Workshop workshop, IReadOnlyList<LargeWorld> worlds, int connections)
    {
        var bare = await workshop.Bare();
        var nginx = await workshop.Nginx();
        var contenders = new List<(string Name, Uri Target, string Urls)> { ("bare", bare.Address, worlds[0].UrlFile) };
        if (nginx != null)
        {
            contenders.Add(("nginx", nginx.Address, worlds[0].UrlFile));
        }
        foreach (var world in worlds)
        {
            contenders.Add((world.Engine, world.Exchange.Address, world.UrlFile));
            contenders.Add((world.Engine + " hot", world.Exchange.Address, world.HotUrlFile));
        }
        var load = new ClickLoad(workshop);
        var before = await Work.Note(worlds);
        var bareBefore = bare.ProcessorSeconds;
        var loads = await Rounds.Interleave(workshop.Options.Rounds,
            [.. contenders.Select(one => load.On(one.Target, one.Urls, connections))]);
        var results = contenders.Zip(loads).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        Report(workshop.Table, worlds, results, connections);
        await Work.Report(workshop.Table, worlds, before, connections);
        // Its round that is not kept is in the processor time: counted as if it had been like the others.
        var bareRequests = results["bare"].Sum(load => load.Requests) * (1 + (1.0 / workshop.Options.Rounds));
        workshop.Table.Remark($"Bare Kestrel, {connections} connections: "
            + $"{(bare.ProcessorSeconds - bareBefore) / bareRequests * 1e6:0.0} us of processor a request.");
    }

    private static void Report(
        ResultTable table, IReadOnlyList<LargeWorld> worlds, Dictionary<string, Load[]> results, int connections)
    {
        var bare = results["bare"];
        foreach (var world in worlds)
        {
            var ours = results[world.Engine];
            var isFirst = world == worlds[0];
            var floor = !isFirst ? null : Goal.AtLeast(connections == 64 ? 0.35 : 0.45);
            var subject = $"click, {connections} conn";
            table.Add(Rate(subject, $"{world.Engine} : bare Kestrel 302", ours, bare, floor));
            table.Add(Tail(subject, $"{world.Engine} : bare Kestrel, p99", ours, bare, isFirst ? Goal.AtMost(2.5) : null));
            table.Add(Middle(subject, $"{world.Engine} : bare Kestrel, p50", ours, bare));
            if (results.TryGetValue("nginx", out var nginx))
            {
                table.Add(Rate(subject, $"{world.Engine} : nginx with access log", ours, nginx,
                    isFirst ? Goal.AtLeast(0.5) : null));
            }
            if (!isFirst)
            {
                var first = results[worlds[0].Engine];
                table.Add(Rate(subject, $"{world.Engine} : {worlds[0].Engine}", ours, first, Goal.AtLeast(0.75)));
                table.Add(Tail(subject, $"{world.Engine} : {worlds[0].Engine}, p99", ours, first, Goal.AtMost(3)));
            }
            table.Add(Rate(subject, $"{world.Engine}: one hot job : 10,000 jobs", results[world.Engine + " hot"], ours,
                Goal.AtLeast(0.95)));
        }
        if (!results.ContainsKey("nginx"))
        {
            table.Remark("nginx not installed: the comparison with its access log is missing.");
        }
    }

    private static Finding Rate(string subject, string measured, Load[] ours, Load[] beside, Goal? goal) =>
        Finding.Ratio(subject, measured, [.. ours.Select(load => load.PerSecond)],
            [.. beside.Select(load => load.PerSecond)], Print.PerSecond, goal);

    private static Finding Tail(string subject, string measured, Load[] ours, Load[] beside, Goal? goal) =>
        Finding.Ratio(subject, measured, [.. ours.Select(load => load.P99Ms)],
            [.. beside.Select(load => load.P99Ms)], Print.Ms, goal);

    private static Finding Middle(string subject, string measured, Load[] ours, Load[] beside) =>
        Finding.Ratio(subject, measured, [.. ours.Select(load => load.P50Ms)],
            [.. beside.Select(load => load.P50Ms)], Print.Ms, null);

    /// <summary>Every redirect that carried a click id is a row, though nobody waited for the last of them.</summary>
    private static async Task Prove(Workshop workshop, LargeWorld world)
    {
        var before = await world.ClicksOnDisk(workshop.Stop);
        var load = await new ClickLoad(workshop).Counted(world.Exchange.Address, world.UrlFile);
        var added = await world.ClicksOnDisk(workshop.Stop) - before;
        if (load.Marked == 0 || load.Marked > added)
        {
            throw new InvalidOperationException(
                $"{world.Engine} redirected {load.Marked} clicks with an id, but has only {added} of them.");
        }
        workshop.Table.Remark($"{world.Engine}: of {Print.Number(load.Requests)} answers {Print.Number(load.Marked)} "
            + $"carried a click id, and {Print.Number(added)} rows were added: none is missing.");
    }
}
