using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Placard.Tests.Harness;

/// <summary>
/// A private clamd, Debian's own, on a free port of loopback. Its whole database is one signature that we made up, so
/// it starts in a moment and nothing is downloaded.
/// </summary>
public sealed class ClamServer : IAsyncDisposable
{
    /// <summary>What holds this text, packed or not, is infected as far as this scanner knows.</summary>
    public const string Virus = "X-PLACARD-TEST-VIRUS-7f3a";

    private const int StartAttempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Programs = ["/usr/sbin/clamd", "/usr/local/sbin/clamd", "/usr/bin/clamd"];

    private readonly string folder = Directory.CreateTempSubdirectory("placard-clamd-").FullName;
    private Process? process;
    private OrphanGuard? guard;

    private ClamServer()
    {
    }

    /// <summary>Where it answers, as <c>Placard:Clamd</c> wants it.</summary>
    public string Address => $"127.0.0.1:{Port}";

    private int Port { get; set; }

    /// <summary>
    /// Starts one and waits until it answers. Ends the test as skipped (or failed, where engines are required) when no
    /// clamd is installed.
    /// </summary>
    public static async Task<ClamServer> Start()
    {
        if (Array.Find(Programs, File.Exists) == null)
        {
            StorageEngine.Missing("clamd is not installed (Debian: clamav-daemon)");
        }
        var server = new ClamServer();
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePorts.Next();
            try
            {
                await server.Launch();
                return server;
            }
            catch (InvalidOperationException) when (attempt < StartAttempts)
            {
                // Somebody else took the port meanwhile.
            }
        }
    }

    /// <summary>Ends the scanner; its address stays its own.</summary>
    public async Task Stop()
    {
        if (process != null)
        {
            await Commands.Signal(process.Id, "KILL");
            await process.WaitForExitAsync().WaitAsync(Patience);
            guard!.Dispose();
            process.Dispose();
            process = null;
        }
    }

    /// <summary>Starts it at its address, again after a stop.</summary>
    public async Task Launch()
    {
        await Configure();
        var start = new ProcessStartInfo(
            Array.Find(Programs, File.Exists)!, ["--foreground", $"--config-file={Path.Combine(folder, "clamd.conf")}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var said = new StringBuilder();
        process = Process.Start(start)!;
        guard = new OrphanGuard(process.Id, "KILL", folder);
        process.OutputDataReceived += (_, line) => Append(said, line.Data);
        process.ErrorDataReceived += (_, line) => Append(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        if (!await Answers(process))
        {
            await Stop();
            throw new InvalidOperationException($"clamd does not start: {said}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Configure()
    {
        var signatures = Directory.CreateDirectory(Path.Combine(folder, "signatures")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(signatures, "placard.ndb"),
            $"Placard.Test.Virus:0:*:{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Virus))}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "clamd.conf"), $"""
            DatabaseDirectory {signatures}
            TemporaryDirectory {folder}
            TCPAddr 127.0.0.1
            TCPSocket {Port}
            MaxThreads 2

            """);
    }

    private async Task<bool> Answers(Process started)
    {
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!started.HasExited && waited.Elapsed < Patience)
        {
            if (await IsAlive())
            {
                return true;
            }
            await timer.WaitForNextTickAsync();
        }
        return false;
    }

    private async Task<bool> IsAlive()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            var stream = client.GetStream();
            await stream.WriteAsync("zPING\0"u8.ToArray());
            var answer = new byte["PONG\0".Length];
            await stream.ReadExactlyAsync(answer);
            return answer.AsSpan().SequenceEqual("PONG\0"u8);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return false;
        }
    }

    private static void Append(StringBuilder said, string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }
}
