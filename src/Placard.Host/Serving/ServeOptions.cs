using System.CommandLine;

namespace Placard.Host.Serving;

/// <summary>
/// What every verb that opens an exchange understands: the folder, the address, the sandbox, and any configuration key
/// as <c>--Section:Key=value</c> or <c>--Section:Key value</c>.
/// </summary>
internal sealed record ServeOptions(string DataFolder, string? Urls, bool Sandbox, string[] Settings)
{
    /// <summary>The exit code of a verb that was ended before it had done its work, as shells give it.</summary>
    public const int Interrupted = 130;

    private const string Data = "--data";
    private const string Address = "--urls";
    private const string TestClock = "--sandbox";
    private const string Words = "settings";
    private const int Failed = 1;
    private const int Misunderstood = 2;

    /// <summary>
    /// A verb with these options. One that does not serve takes the address too, without a word about it: scripts give
    /// all verbs the same options.
    /// </summary>
    public static Command Verb(
        string name,
        string description,
        Func<ServeOptions, CancellationToken, Task<int>> run,
        bool serves = true,
        string dataFolder = "./data")
    {
        var command = new Command(name, description);
        command.Options.Add(new Option<string>(Data)
        {
            Description = "Folder of the exchange's files.",
            DefaultValueFactory = _ => dataFolder,
        });
        command.Options.Add(new Option<string?>(Address)
        {
            Description = "Address to listen at, e.g. http://127.0.0.1:8080.",
            Hidden = !serves,
        });
        command.Options.Add(new Option<bool>(TestClock)
        {
            Description = "Opens the test clock under /sandbox to callers on this machine and lets feeds be http.",
        });
        command.Arguments.Add(new Argument<string[]>(Words)
        {
            Description = "Any setting of appsettings.json, as --Section:Key=value: --Placard:Country=US.",
            Arity = ArgumentArity.ZeroOrMore,
        });
        command.SetAction((parsed, stop) => Run(name, Read(parsed), run, stop));
        return command;
    }

    private static async Task<int> Run(
        string name, ServeOptions options, Func<ServeOptions, CancellationToken, Task<int>> run, CancellationToken stop)
    {
        // The command line listens to Ctrl-C once this has returned, and an embedded store never waits for anything.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (options.Fault is { } fault)
        {
            await Console.Error.WriteLineAsync(fault).ConfigureAwait(false);
            return Misunderstood;
        }
        try
        {
            return await run(options, stop).ConfigureAwait(false);
        }
        catch (CannotStartException reason)
        {
            await Console.Error.WriteLineAsync($"{name}: {reason.Message}").ConfigureAwait(false);
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private static ServeOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue<string>(Data),
        parsed.GetValue<string?>(Address),
        parsed.GetValue<bool>(TestClock),
        parsed.GetValue<string[]>(Words) ?? []);

    /// <summary>The first unknown word of the command line, as a sentence; null when all are known.</summary>
    private string? Fault
    {
        get
        {
            for (var at = 0; at < Settings.Length; at++)
            {
                var word = Settings[at];
                // A configuration key always has a colon; without this check a misspelt option would silently do
                // nothing.
                if (!word.StartsWith("--", StringComparison.Ordinal) || !word.Split('=')[0].Contains(':'))
                {
                    return $"'{word}' is not an option. Configuration is given as --Section:Key=value; see --help.";
                }
                if (!word.Contains('=') && ++at == Settings.Length)
                {
                    return $"'{word}' lacks its value: {word}=value.";
                }
            }
            return null;
        }
    }
}
