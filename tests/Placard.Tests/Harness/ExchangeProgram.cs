using System.Diagnostics;

namespace Placard.Tests.Harness;

/// <summary>The program under test, as it was built: never a copy inside the test process.</summary>
internal static class ExchangeProgram
{
    private static readonly string Assembly = RepositoryRoot.At(
        "src", "Placard.Host", "bin", RepositoryRoot.Configuration, "net10.0", "placard.dll");

    /// <summary>How to start the program, free of what the machine's environment says about other servers.</summary>
    public static ProcessStartInfo StartInfo(IEnumerable<string> arguments) =>
        StartInfo("dotnet", [Assembly, .. arguments]);

    /// <summary>The same for a script that starts the program.</summary>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = RepositoryRoot.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var foreign = start.Environment.Keys.Where(name =>
            name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Placard__", StringComparison.OrdinalIgnoreCase)).ToList();
        foreign.ForEach(name => start.Environment.Remove(name));
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        return start;
    }

    /// <summary>Runs a verb that ends by itself, such as <c>verify</c>.</summary>
    public static Task<Finished> Run(params IEnumerable<string> arguments) =>
        Commands.Run("dotnet", [Assembly, .. arguments]);
}
