using Microsoft.Win32.SafeHandles;
using Placard.Kernel;

namespace Placard.Engines.Sqlite;

/// <summary>
/// A database's file and log, whose large transactions go to the disk steadily: see <see cref="SteadyDisk"/>. Nothing
/// rests on it: what must be on disk is still synchronised by SQLite.
/// </summary>
internal sealed class SteadyFiles(string path) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly string logPath = path + "-wal";
    private readonly SafeFileHandle? file = OperatingSystem.IsLinux() ? Open(path) : null;
    private readonly QuietThread beside = new("inventory, to disk");
    private SafeFileHandle? log;
    private Task pushed = Task.CompletedTask;

    /// <summary>
    /// Sends what was written to the log so far on its way to the disk, and returns when what the last call sent has
    /// arrived: the writer need not stand still while the disk works, and the disk never gets more than two pieces.
    /// </summary>
    public void PushLogBeside()
    {
        if (file == null)
        {
            return;
        }
        log ??= Open(logPath);
        pushed.GetAwaiter().GetResult();
        pushed = Push();

        async Task Push()
        {
            await beside.Enter();
            SteadyDisk.Push(log);
        }
    }

    /// <summary>Returns when all that was written to the log so far has left for the disk.</summary>
    public void PushLog()
    {
        if (file != null)
        {
            // SQLite makes it with the first write and keeps it while the database is open.
            SteadyDisk.Push(log ??= Open(logPath));
        }
    }

    /// <summary>Pushes over and over, on a thread of its own, while <paramref name="work"/> runs.</summary>
    public void During(Action work)
    {
        if (file == null)
        {
            work();
            return;
        }
        // Opens the log: whatever can go wrong does so before the work, whose outcome must be told as it is.
        PushLog();
        using var done = new ManualResetEventSlim();
        var pushing = QuietThread.Run(() =>
        {
            do
            {
                PushLog();
                SteadyDisk.Push(file);
            }
            while (!done.Wait(Pause));
        });
        try
        {
            work();
        }
        finally
        {
            done.Set();
            pushing.GetAwaiter().GetResult();
        }
    }

    /// <summary>
    /// To be called after the database's connections: the system forgets a process's locks on a file when any of its
    /// handles is closed.
    /// </summary>
    public void Dispose()
    {
        pushed.GetAwaiter().GetResult();
        beside.Dispose();
        log?.Dispose();
        file?.Dispose();
    }

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
