using System.CommandLine;
using Placard.Host.Demo.World;
using Placard.Host.Serving;

namespace Placard.Host;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var root = new RootCommand("Placard, a self-hosted job-advertising exchange.");
        root.Subcommands.Add(ServeVerb.Command());
        root.Subcommands.Add(DemoVerb.Command());
        root.Subcommands.Add(VerifyVerb.Command());
        root.Subcommands.Add(BenchVerb.Command());
        return root.Parse(args).InvokeAsync();
    }
}
