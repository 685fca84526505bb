using System.Diagnostics;

namespace Placard.Tests.Harness;

/// <summary>What a finished program left behind.</summary>
public sealed record Finished(int ExitCode, string Output);

/// <summary>Runs small programs of the operating system to their end.</summary>
public static class Commands
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>
    /// Runs a program and gathers what it printed, errors last. Six minutes are the usual patience.
    /// </summary>
    public static async Task<Finished> Run(
        string program, IEnumerable<string> arguments, string? folder = null, TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? RepositoryRoot.Folder,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience ?? Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new Finished(process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<string> Require(
        string program, IEnumerable<string> arguments, string? folder = null, TimeSpan? patience = null)
    {
        var finished = await Run(program, arguments, folder, patience);
        return finished.ExitCode == 0
            ? finished.Output
            : throw new InvalidOperationException($"{program} ended with {finished.ExitCode}: {finished.Output}");
    }

    /// <summary>Sends a signal such as <c>TERM</c>; a process that is gone already is no error.</summary>
    public static Task Signal(int processId, string signal) =>
        Run("kill", ["-" + signal, processId.ToString(CultureInfo.InvariantCulture)]);
}
