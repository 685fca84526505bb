using System.CommandLine;
using Placard.Host.Demo.World;
using Placard.Host.Serving;

namespace Placard.Host;

internal static class Program
{
    private const int Misunderstood = 2;

    // The command line's own choice is two seconds: then the program is gone, whatever it was asked to end, and who
    // waited for an answer gets none. A host ends by itself within 30.
    private static readonly InvocationConfiguration Patient = new()
    {
        ProcessTerminationTimeout = TimeSpan.FromSeconds(45),
    };

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
        return await parsed.InvokeAsync(Patient).ConfigureAwait(false);
    }
}
