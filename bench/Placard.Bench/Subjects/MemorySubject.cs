using Placard.Bench.Measuring;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>
/// What an import takes at its highest, above what the same program holds with those jobs when it has just been
/// started: a quarter of the feed and the whole feed must need the same.
/// </summary>
internal static class MemorySubject
{
    private const double MostBytes = 128e6;

    public static async Task Measure(Workshop workshop)
    {
        var file = Path.Combine(workshop.Folder, "memory.xml");
        foreach (var jobs in (int[])[workshop.Options.FeedJobs / 4, workshop.Options.FeedJobs])
        {
            AdFeedFile.Write(file, workshop.Text, jobs, seed: 2);
            var above = new List<double>();
            var held = new List<double>();
            for (var round = 0; round < workshop.Options.Rounds; round++)
            {
                await using var world = await ImportWorld.Build(workshop, $"memory-{jobs}-{round}");
                var exchange = world.Exchange;
                await world.Import(file, created: jobs);
                await world.Import(file, unchanged: jobs);
                var peak = exchange.Peak;
                await world.Restart();
                held.Add(world.Exchange.Resident);
                above.Add(peak - held[^1]);
            }
            workshop.Table.Add(new Finding("memory",
                $"highest while importing {Print.Number(jobs)} jobs, new and unchanged, above the job table",
                Spread.Of(above).Text(Print.Megabytes), $"just started: {Spread.Of(held).Text(Print.Megabytes)}",
                Spread.Of(above), Print.Megabytes, Goal.AtMost(MostBytes, Print.Megabytes)));
        }
        File.Delete(file);
    }
}
