using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Placard.Kernel;

/// <summary>
/// For whoever writes hundreds of megabytes beside clicks. Left to the end, a synchronisation hands the disk all of
/// them at once, and every click's commit waits behind them; called between pieces, it finds little left to do.
/// </summary>
public static class SteadyDisk
{
    // Wait for what is under way, start the rest, wait for that as well.
    private const uint WriteAndWait = 1 | 2 | 4;

    /// <summary>
    /// Returns when what was written to the file so far has left for the disk. Promises nothing: what must survive is
    /// still to be synchronised. Only Linux has a call for it; elsewhere this does nothing.
    /// </summary>
    public static void Push(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            // Whatever it answers: the synchronisation that counts comes later and answers for itself.
            _ = SyncFileRange(file, 0, 0, WriteAndWait);
        }
    }

    [DllImport("libc", EntryPoint = "sync_file_range")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileRange(SafeFileHandle handle, long offset, long length, uint flags);
}
