using System.CommandLine;
using Placard.Bench.Programs;

namespace Placard.Bench;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var root = BenchOptions.On(new RootCommand("""
            Measures the exchange against limits and peers that run beside it, and prints one table.
            Ratios of one run are what counts: absolute numbers belong to the machine.
            """));
        root.SetAction((parsed, stop) => BenchRun.Run(BenchOptions.Read(parsed), stop));
        root.Subcommands.Add(BareServer.Command());
        return root.Parse(args).InvokeAsync();
    }
}
