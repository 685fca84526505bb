using System.Collections.Concurrent;
using System.Diagnostics;

namespace Placard.Tests.Harness;

/// <summary>One running <c>placard</c> process: where it listens, what it printed, how it ended.</summary>
internal sealed class ExchangeProcess : IDisposable
{
    private const string Announcement = "Placard listens at ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly OrphanGuard guard;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<Uri> announced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ExchangeProcess(IEnumerable<string> arguments, string dataFolder)
        : this(ExchangeProgram.StartInfo(arguments), dataFolder)
    {
    }

    /// <summary>Starts the program; should the tests be killed, it and its data folder go with them.</summary>
    public ExchangeProcess(ProcessStartInfo start, string dataFolder)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        process.Exited += (_, _) => announced.TrySetException(
            new InvalidOperationException($"The exchange ended before it listened:\n{Tail}"));
        process.Start();
        guard = new OrphanGuard(process.Id, "KILL", dataFolder);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Everything the program printed so far, both streams.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>The last lines, for messages of failed tests.</summary>
    public string Tail => string.Join('\n', lines.TakeLast(60));

    /// <summary>Waits until the program has said where it listens.</summary>
    public async Task<Uri> Address()
    {
        try
        {
            return await announced.Task.WaitAsync(StartPatience);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException($"The exchange did not say where it listens:\n{Tail}", late);
        }
    }

    /// <summary>SIGKILL: nothing gets to finish.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM (or another signal that asks it to end), and the exit code it led to.</summary>
    public async Task<int> Terminate(TimeSpan patience, string signal = "TERM")
    {
        await Commands.Signal(process.Id, signal);
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException($"The exchange outlives SIG{signal} by {patience}:\n{Tail}", late);
        }
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
        guard.Dispose();
        process.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }
        lines.Enqueue(line);
        if (line.StartsWith(Announcement, StringComparison.Ordinal))
        {
            announced.TrySetResult(new Uri(line[Announcement.Length..].Split(' ')[0]));
        }
    }
}
