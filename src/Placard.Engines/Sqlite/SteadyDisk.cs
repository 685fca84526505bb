using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Placard.Kernel;

namespace Placard.Engines.Sqlite;

/// <summary>
/// Sends what a large transaction wrote on to the disk bit by bit. Left to the end, its commit and its checkpoint hand
/// the disk hundreds of megabytes at once, and every click's commit waits behind them. Nothing rests on it: what must
/// be on disk is still synchronised by SQLite, which then finds little left to do. Only Linux has a call for it.
/// </summary>
internal sealed class SteadyDisk(string path) : IDisposable
{
    // Wait for what is under way, start the rest, wait for that as well.
    private const uint WriteAndWait = 1 | 2 | 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly string logPath = path + "-wal";
    private readonly SafeFileHandle? file = OperatingSystem.IsLinux() ? Open(path) : null;
    private SafeFileHandle? log;

    /// <summary>Returns when all that was written to the log so far has left for the disk.</summary>
    public void PushLog()
    {
        if (file != null)
        {
            // SQLite makes it with the first write and keeps it while the database is open.
            Push(log ??= Open(logPath));
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
        using var done = new ManualResetEventSlim();
        var pushing = QuietThread.Run(() =>
        {
            do
            {
                PushLog();
                Push(file);
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
        log?.Dispose();
        file?.Dispose();
    }

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    // Whatever it answers, the synchronisation that counts comes later and answers for itself.
    private static void Push(SafeFileHandle handle) => _ = SyncFileRange(handle, 0, 0, WriteAndWait);

    [DllImport("libc", EntryPoint = "sync_file_range")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileRange(SafeFileHandle handle, long offset, long length, uint flags);
}
