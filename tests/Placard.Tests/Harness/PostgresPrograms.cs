using System.ComponentModel;
using System.Diagnostics;

namespace Placard.Tests.Harness;

/// <summary>
/// Where PostgreSQL's programs are and how to run them: they refuse to run as root, so root hands them to the user
/// that the package made, or to <c>nobody</c>.
/// </summary>
internal static class PostgresPrograms
{
    private const int OldestVersion = 15;

    /// <summary>Folder of <c>initdb</c> and <c>postgres</c>; null when no usable version is installed.</summary>
    public static string? Folder { get; } = Find();

    private static string User { get; } =
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
            ? "postgres"
            : "nobody";

    public static async Task GiveToServerUser(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Commands.Require("chown", [User, folder]);
        }
    }

    public static async Task Require(string program, string folder, params string[] arguments)
    {
        var start = StartInfo(program, folder, arguments);
        await Commands.Require(start.FileName, start.ArgumentList, folder);
    }

    /// <summary>How to start one of the programs; setpriv replaces itself, so process ids and signals hold.</summary>
    public static ProcessStartInfo StartInfo(string program, string folder, params string[] arguments)
    {
        var path = Path.Combine(Folder!, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv",
                [$"--reuid={User}", "--regid=" + Group(), "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }

    private static string Group() =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .First(fields => fields[0] == User)[3];

    private static string? Find()
    {
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(at => Path.Combine(at, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return packaged.Concat(path).FirstOrDefault(Usable);
    }

    private static bool Usable(string folder) =>
        folder.Length > 0
        && File.Exists(Path.Combine(folder, "initdb"))
        && File.Exists(Path.Combine(folder, "postgres"))
        && VersionOf(Path.Combine(folder, "postgres")) >= OldestVersion;

    private static int VersionOf(string postgres)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(postgres, ["--version"]) { RedirectStandardOutput = true })!;
            var words = process.StandardOutput.ReadToEnd().Split([' ', '.', '\n']);
            process.WaitForExit();
            return words.Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out var major) ? major : 0)
                .FirstOrDefault(major => major > 0);
        }
        catch (Win32Exception)
        {
            return 0; // a link that leads nowhere, or another machine's program: as good as not installed
        }
    }
}
