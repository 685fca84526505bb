using System.Diagnostics;

namespace Placard.Bench.Programs;

/// <summary>A program that runs beside the benchmark and says with one line when it is ready.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly OrphanGuard guard;
    private readonly string signal;
    private readonly TaskCompletionSource<string> announced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Child(ProcessStartInfo start, string? announcement, string signal, string folder)
    {
        this.signal = signal;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        DataReceivedEventHandler heard = (_, line) => Heard(line.Data, announcement);
        process.OutputDataReceived += heard;
        process.ErrorDataReceived += heard;
        process.Exited += (_, _) => announced.TrySetException(
            new InvalidOperationException($"{start.FileName} ended at once: {Said}"));
        process.Start();
        guard = new OrphanGuard(process.Id, signal, folder);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    private string Said { get; set; } = "";

    /// <summary>Starts it and waits for its line; answers what follows the announcement.</summary>
    public static async Task<(Child Child, string Announced)> Start(
        ProcessStartInfo start, string announcement, string folder)
    {
        var child = new Child(start, announcement, "TERM", folder);
        return (child, await child.announced.Task.WaitAsync(StartPatience));
    }

    /// <summary>Starts a program that says nothing; <paramref name="signal"/> ends it.</summary>
    public static Child StartSilent(ProcessStartInfo start, string signal, string folder) =>
        new(start, null, signal, folder);

    /// <summary>Seconds of processor it has used.</summary>
    public double ProcessorSeconds => ProcessMemory.ProcessorSeconds(process.Id);

    public bool HasExited => process.HasExited;

    public string Output => Said;

    public void Dispose()
    {
        guard.Dispose();
        if (!process.HasExited)
        {
            Commands.Signal(process.Id, signal).GetAwaiter().GetResult();
            if (!process.WaitForExit(StartPatience))
            {
                process.Kill();
            }
        }
        process.Dispose();
    }

    private void Heard(string? line, string? announcement)
    {
        if (line == null)
        {
            return;
        }
        Said = Said.Length > 4_000 ? line : $"{Said}\n{line}";
        if (announcement != null && line.StartsWith(announcement, StringComparison.Ordinal))
        {
            announced.TrySetResult(line[announcement.Length..].Trim());
        }
    }
}
