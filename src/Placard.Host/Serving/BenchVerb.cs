using System.CommandLine;
using System.Diagnostics;

namespace Placard.Host.Serving;

/// <summary>
/// Runs the benchmarks of <c>bench/</c>. They are a program of their own beside the exchange and start it as an
/// operator would, so this verb only finds and starts that program; every option goes to it as it stands.
/// </summary>
internal static class BenchVerb
{
    private const string Project = "bench/Placard.Bench";
    private const int Misunderstood = 2;

    public static Command Command()
    {
        var command = new Command("bench",
            $"Runs the benchmarks of a checkout ({Project}) and prints their table.");
        var list = new Option<bool>("--list") { Description = "Shows the benchmarks' own options." };
        var options = new Argument<string[]>("options")
        {
            Description = "What the benchmarks understand: see --list.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Options.Add(list);
        command.Arguments.Add(options);
        command.SetAction((parsed, stop) => Run(parsed.GetValue(list) ? ["--help"] : parsed.GetValue(options)!, stop));
        return command;
    }

    private static async Task<int> Run(string[] options, CancellationToken stop)
    {
        if (FindRoot() is not { } root)
        {
            await Console.Error.WriteLineAsync(
                $"bench: there is no {Project} above {AppContext.BaseDirectory}. The benchmarks are part of the source "
                + "tree: run this verb from a checkout, with the .NET SDK.").ConfigureAwait(false);
            return Misunderstood;
        }
        var start = new ProcessStartInfo("dotnet",
            ["run", "-c", "Release", "--project", Path.Combine(root, Project), "--", .. options]);
        using var bench = Process.Start(start)!;
        // Ctrl-C reaches the benchmarks too, which then clean up: they are waited for.
        await bench.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return stop.IsCancellationRequested ? ServeOptions.Interrupted : bench.ExitCode;
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Project)))
            {
                return folder.FullName;
            }
        }
        return null;
    }
}
