using System.CommandLine;
using Placard.Host.Demo.World;
using Placard.Host.Serving;

namespace Placard.Host;

internal static class Program
{
    private const int Misunderstood = 2;

    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("Placard, a self-hosted job-advertising exchange.");
        root.Subcommands.Add(ServeVerb.Command());
        root.Subcommands.Add(DemoVerb.Command());
        root.Subcommands.Add(VerifyVerb.Command());
        root.Subcommands.Add(BenchVerb.Command());
        var parsed = root.Parse(args);
        // Asked for help the parser forgives everything else, also a verb that does not exist.
        if (parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [var unknown, ..])
        {
            var verbs = string.Join(", ", root.Subcommands.Select(verb => verb.Name));
            await Console.Error.WriteLineAsync($"'{unknown}' is not a verb. There are: {verbs}.")
                .ConfigureAwait(false);
            return Misunderstood;
        }
        return await parsed.InvokeAsync().ConfigureAwait(false);
    }
}
