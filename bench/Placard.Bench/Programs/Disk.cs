using System.Diagnostics;
using System.Runtime.InteropServices;
using Placard.Bench.Measuring;

namespace Placard.Bench.Programs;

/// <summary>What the disk under the exchange's files takes to make 8 kB durable.</summary>
internal static partial class Disk
{
    private const int Bytes = 8 << 10;

    /// <summary>Median, least and most of so many flushes, in milliseconds.</summary>
    public static Spread FlushMs(string folder, int flushes)
    {
        var path = Path.Combine(folder, "flush");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        // Like a write-ahead log that is used again: the file has its length already, and blocks are written anew.
        RandomAccess.Write(file, new byte[64 * Bytes], 0);
        RandomAccess.FlushToDisk(file);
        var block = new byte[Bytes];
        var times = new double[flushes];
        for (var i = 0; i < flushes; i++)
        {
            block[0] = (byte)i;
            RandomAccess.Write(file, block, i % 64 * Bytes);
            var began = Stopwatch.GetTimestamp();
            if (FlushData(file.DangerousGetHandle().ToInt32()) != 0)
            {
                throw new IOException("fdatasync failed", Marshal.GetLastPInvokeError());
            }
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return Spread.Of(times);
    }

    /// <summary>
    /// Returns when everything that any program wrote is on disk. Contenders leave logs and pages behind that they
    /// never synchronise; the system would write them in the middle of another's round, and 260 MB halt a click for
    /// 60 ms.
    /// </summary>
    public static void Clear() => WriteEverything();

    [LibraryImport("libc", EntryPoint = "sync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void WriteEverything();

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FlushData(int descriptor);
}
