using System.CommandLine;

namespace Placard.Host.Serving;

/// <summary>
/// What every verb that opens an exchange understands: the folder, the address, the sandbox, and any configuration key
/// as <c>--Section:Key=value</c>.
/// </summary>
internal sealed record ServeOptions(string DataFolder, string? Urls, bool Sandbox, string[] Settings)
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of the exchange's files.",
        DefaultValueFactory = _ => "./data",
    };

    private static readonly Option<string?> UrlsOption = new("--urls")
    {
        Description = "Address to listen at, e.g. http://127.0.0.1:8080.",
    };

    private static readonly Option<bool> SandboxOption = new("--sandbox")
    {
        Description = "Opens the test clock under /sandbox to callers on this machine and lets feeds be http.",
    };

    public static Command On(Command command, bool serves)
    {
        command.Options.Add(Data);
        if (serves)
        {
            command.Options.Add(UrlsOption);
        }
        command.Options.Add(SandboxOption);
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    public static ServeOptions Read(ParseResult parsed, string? dataFolder = null) => new(
        dataFolder ?? parsed.GetValue(Data)!,
        parsed.CommandResult.Command.Options.Contains(UrlsOption) ? parsed.GetValue(UrlsOption) : null,
        parsed.GetValue(SandboxOption),
        [.. parsed.UnmatchedTokens]);

    /// <summary>Whether the caller chose a folder himself.</summary>
    public static bool NamesData(ParseResult parsed) => parsed.GetResult(Data) is { Implicit: false };

    /// <summary>The first unknown word of the command line, as a sentence; null when all are known.</summary>
    // A configuration key always has a colon; without this check a misspelt option would silently do nothing.
    public string? Fault => Settings
        .Where(token => !token.StartsWith("--", StringComparison.Ordinal)
            || !token.Contains(':', StringComparison.Ordinal) || !token.Contains('=', StringComparison.Ordinal))
        .Select(token => $"'{token}' is not an option. Configuration is given as --Section:Key=value; see --help.")
        .FirstOrDefault();
}
