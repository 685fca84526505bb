using System.Diagnostics;

namespace Placard.Tests.Harness;

/// <summary>
/// Ends a process that the tests started when the tests themselves are killed and cannot. A small shell waits on a
/// pipe that only this process holds: the operating system closes it whatever way we die, and the shell then acts.
/// </summary>
public sealed class OrphanGuard : IDisposable
{
    private const string Script =
        """
        trap : INT TERM HUP
        read -r word && [ "$word" = released ] && exit 0
        kill -"$1" "$2" 2>/dev/null
        for turn in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$2" 2>/dev/null && sleep 0.2; done
        rm -rf "$3"
        """;

    private readonly Process shell;

    /// <summary>Guards a process and the scratch folder that dies with it.</summary>
    public OrphanGuard(int processId, string signal, string folder)
    {
        string[] arguments = ["-c", Script, "guard", signal, processId.ToString(CultureInfo.InvariantCulture), folder];
        shell = Process.Start(new ProcessStartInfo("sh", arguments) { RedirectStandardInput = true })!;
    }

    /// <summary>The process ended on its own account: its number may soon belong to somebody else.</summary>
    public void Dispose()
    {
        try
        {
            shell.StandardInput.WriteLine("released");
            shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The shell is gone already (Ctrl-C reaches it too): nothing is left to release.
        }
        shell.Dispose();
    }
}
