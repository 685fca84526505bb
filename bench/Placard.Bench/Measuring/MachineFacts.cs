using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Placard.Bench.Programs;
using Placard.Host.Serving;

namespace Placard.Bench.Measuring;

/// <summary>Where and with what was measured: enough to judge the numbers, nothing that names the machine.</summary>
internal static class MachineFacts
{
    public static async Task<IReadOnlyList<string>> Gather(Workshop workshop, TimeSpan took)
    {
        var options = workshop.Options;
        var flush = Disk.FlushMs(workshop.Folder, 500);
        return
        [
            $"{SystemClock.Machine.GetUtcNow():yyyy-MM-dd}, commit {await Commit()}, {took.TotalMinutes:0} minutes"
                + (options.Quick ? ", **quick run: not for the record**" : ""),
            $"{Environment.ProcessorCount} cores ({Processor()}), {Memory()} GiB, {RuntimeInformation.OSDescription}; "
                + "load generator, servers and databases on the same cores",
            $"fdatasync of 8 kB: {flush.Text(Print.Ms)}",
            $".NET {Environment.Version}, SQLite {SqliteVersion()}, "
                + $"PostgreSQL {(await workshop.Postgres() is { } postgres ? await postgres.Version() : "not installed")}, "
                + $"{Nginx.Version ?? "nginx not installed"}, {Wrk.Version}",
            $"{options.Rounds} rounds of {options.Seconds} s; {Print.Number(options.Jobs)} live jobs, "
                + $"{Print.Number(options.Ledger)} clicks before; feeds of {Print.Number(options.FeedJobs)} jobs",
        ];
    }

    private static async Task<string> Commit()
    {
        var head = await Commands.Run("git", ["rev-parse", "--short", "HEAD"]);
        var changes = await Commands.Run("git", ["status", "--porcelain", "--untracked-files=no"]);
        return head.ExitCode != 0 ? "unknown" : head.Output.Trim() + (changes.Output.Length > 0 ? " with changes" : "");
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";

    private static string Memory() =>
        (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30)).ToString("0", CultureInfo.InvariantCulture);

    private static string SqliteVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }
}
