using System.Text.Json;
using Placard.Bench.Measuring;
using Placard.Bench.Programs;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>
/// Job status by 100 tokens a call and by id, beside a server that reads as much and answers as much.
/// </summary>
internal static class StatusSubject
{
    private const int SplsEach = 100;
    private const int Connections = 64;

    public static async Task Measure(Workshop workshop)
    {
        var world = (await workshop.Worlds())[0];
        var bare = await workshop.Bare();
        var bodies = Path.Combine(workshop.Folder, "status-bodies");
        await File.WriteAllLinesAsync(bodies, world.Tokens.Chunk(SplsEach)
            .Select(some => JsonSerializer.Serialize(new { spls = some.Select(token => token.Spl) })));
        var bySpl = new WrkScript(bodies, 1) { PostTo = "/v2/job/status" };
        await Pair(workshop, world, bare, "by 100 spl a call", bySpl, bySpl, await SizeOf(world, bodies));

        var paths = Path.Combine(workshop.Folder, "status-paths");
        await File.WriteAllLinesAsync(paths, world.Tokens.Select(token => $"/v2/job/{token.JobId}/status"));
        var byId = new WrkScript(paths, 1);
        var barePaths = Path.Combine(workshop.Folder, "status-bare-paths");
        var size = """{"10000000001":"LIVE"}""".Length;
        await File.WriteAllLinesAsync(barePaths, world.Tokens.Select(_ => $"/json/{size}"));
        await Pair(workshop, world, bare, "by job id", byId, new WrkScript(barePaths, 1), size);
    }

    private static async Task Pair(
        Workshop workshop, LargeWorld world, BareProcess bare, string name, WrkScript ours, WrkScript beside, int size)
    {
        if (ours.PostTo != null)
        {
            beside = beside with { PostTo = $"/json/{size}" };
        }
        var seconds = workshop.Options.Seconds;
        var loads = await Rounds.Interleave(workshop.Options.Rounds,
            () => Wrk.Run(world.Exchange.Address, ours, Connections, seconds, workshop.Folder),
            () => Wrk.Run(bare.Address, beside, Connections, seconds, workshop.Folder));
        workshop.Table.Add(Finding.Ratio("status", $"{name} : bare Kestrel, JSON of {size} bytes",
            [.. loads[0].Select(load => load.PerSecond)], [.. loads[1].Select(load => load.PerSecond)],
            Print.PerSecond, null));
        workshop.Table.Add(Finding.Ratio("status", $"{name} : bare Kestrel, p99",
            [.. loads[0].Select(load => load.P99Ms)], [.. loads[1].Select(load => load.P99Ms)], Print.Ms, null));
    }

    /// <summary>Bytes of one answer; asked first, so that what is timed is known to be an answer.</summary>
    private static async Task<int> SizeOf(LargeWorld world, string bodies)
    {
        using var body = new StringContent(
            File.ReadLines(bodies).First(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await world.Exchange.Http.PostAsync("/v2/job/status", body);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        return JsonDocument.Parse(text).RootElement.EnumerateArray()
            .All(one => one.EnumerateObject().Single().Value.GetString() == "LIVE")
            ? text.Length
            : throw new InvalidOperationException("Not all known tokens are live.");
    }
}
