using System.ComponentModel;
using System.Diagnostics;

namespace Placard.Bench.Programs;

/// <summary>What a round of load came to. Latencies are those of a closed loop: everybody asks again at once.</summary>
internal sealed record Load(
    long Requests, double Seconds, double P50Ms, double P99Ms, double MostMs, long Refused, long Broken, long Marked)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>The load generator, with a script that the benchmark writes for each round.</summary>
internal static class Wrk
{
    /// <summary>Its version; null where it is not installed.</summary>
    public static string? Version { get; } = FindVersion();

    /// <summary>
    /// Loads a server. An answer that is an error, or none, ends the benchmark: it measured something else.
    /// </summary>
    public static async Task<Load> Run(Uri target, WrkScript script, int connections, int seconds, string folder)
    {
        var file = Path.Combine(folder, "load.lua");
        await File.WriteAllTextAsync(file, script.Text(target));
        var output = await Commands.Require("wrk",
        [
            "-t", Math.Min(2, connections).ToString(CultureInfo.InvariantCulture),
            "-c", connections.ToString(CultureInfo.InvariantCulture),
            "-d", $"{seconds}s", "--timeout", "30s", "-s", file, target.ToString(),
        ], patience: TimeSpan.FromSeconds(seconds + 120));
        var numbers = output.Split('\n').First(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            .Split(' ')[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        var load = new Load((long)numbers[0], numbers[1] / 1e6, numbers[2] / 1e3, numbers[3] / 1e3, numbers[4] / 1e3,
            (long)numbers[5], (long)numbers[6], (long)numbers[7]);
        return load is { Refused: 0, Broken: 0, Requests: > 0 }
            ? load
            : throw new InvalidOperationException($"The load on {target} did not go well: {load}\n{output}");
    }

    private static string? FindVersion()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("wrk", ["--version"]) { RedirectStandardOutput = true })!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return string.Join(' ', said.Split(' ').Take(2));
        }
        catch (Win32Exception)
        {
            return null; // not installed: the run says so and ends
        }
    }
}
