using Placard.Bench.Measuring;

namespace Placard.Bench.Subjects;

/// <summary>How long a large exchange takes to come up, and what it holds in memory when it is there.</summary>
internal static class StartSubject
{
    private const double MostBytes = 1.5e9;

    public static async Task Measure(Workshop workshop)
    {
        foreach (var world in await workshop.Worlds())
        {
            var times = new List<double>();
            var resident = new List<double>();
            for (var round = 0; round < workshop.Options.Rounds; round++)
            {
                await world.Restart();
                times.Add(world.Exchange.StartTime.TotalSeconds);
                resident.Add(world.Exchange.Resident);
            }
            var jobs = Print.Number(workshop.Options.Jobs);
            workshop.Table.Add(new Finding("start", $"{world.Engine}: from launch to the first click, {jobs} live jobs",
                Spread.Of(times).Text(Print.Seconds), "", Spread.Of(times), Print.Seconds, null));
            workshop.Table.Add(new Finding("start", $"{world.Engine}: resident memory when it takes clicks",
                Spread.Of(resident).Text(Print.Megabytes), "", Spread.Of(resident), Print.Megabytes,
                Goal.AtMost(MostBytes, Print.Megabytes)));
        }
    }
}
