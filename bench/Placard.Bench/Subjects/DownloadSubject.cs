using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Placard.Bench.Measuring;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>
/// A publisher downloads all parts of a feed, plain and compressed, beside nginx with sendfile and the same files.
/// </summary>
internal static class DownloadSubject
{
    // A feed that is there within 30 ms says more of when the system let which thread run.
    private const long LeastBytes = 1_000_000_000;

    public static async Task Measure(Workshop workshop)
    {
        var built = await workshop.Built();
        await built.BuildAgain();
        if (await workshop.Nginx() is not { } nginx)
        {
            workshop.Table.Remark("nginx not installed: feed downloads have nothing to stand beside.");
            return;
        }
        foreach (var compressed in (bool[])[false, true])
        {
            var files = built.Parts(compressed);
            var (feed, exchange) = (built.Feed, built.World.Exchange);
            var bytes = files.Sum(file => new FileInfo(file).Length);
            string[] ours = [.. files.Select((_, part) => $"/download?id={feed.FeedId}&pass={feed.Pass}&part={part + 1}")];
            string[] theirs = [.. files.Select(file => Shared(workshop, file))];
            var rates = await Rounds.Interleave(workshop.Options.Rounds,
                () => Rate(exchange.Address, ours, compressed, bytes),
                () => Rate(nginx.Address, theirs, compressed, bytes));
            workshop.Table.Add(Finding.Ratio("download",
                $"{(compressed ? "gzip" : "plain")}, {Print.Megabytes(bytes)} in {files.Count} parts : nginx, sendfile",
                rates[0], rates[1], Print.MegabytesPerSecond, Goal.AtLeast(0.6)));
        }
    }

    private static string Shared(Workshop workshop, string file)
    {
        var name = Path.GetFileName(file);
        File.Copy(file, Path.Combine(workshop.ServedFolder, name), overwrite: true);
        return $"/files/{name}";
    }

    /// <summary>
    /// Bytes a second over one connection after the other. A reader that does nothing but read: it shares the cores.
    /// </summary>
    private static async Task<double> Rate(Uri target, string[] paths, bool compressed, long bytes)
    {
        var times = (int)(LeastBytes / bytes) + 1;
        var began = Stopwatch.GetTimestamp();
        var read = await Task.Run(() => Enumerable.Repeat(paths, times).Sum(
            parts => parts.Sum(path => Download(target, path, compressed))));
        return read == bytes * times
            ? read / Stopwatch.GetElapsedTime(began).TotalSeconds
            : throw new InvalidOperationException($"{target} sent {read} bytes of {times} times {bytes}.");
    }

    private static long Download(Uri target, string path, bool compressed)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(target.Host, target.Port);
        socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {target.Authority}\r\n"
            + $"Accept-Encoding: {(compressed ? "gzip" : "identity")}\r\nConnection: close\r\n\r\n"));
        var buffer = new byte[256 << 10];
        var (head, total) = (-1, 0L);
        for (int read; (read = socket.Receive(buffer)) > 0; total += read)
        {
            if (head < 0)
            {
                head = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) + 4;
                if (head < 4 || !buffer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8))
                {
                    throw new InvalidOperationException($"{path}: {Encoding.UTF8.GetString(buffer, 0, read)}");
                }
            }
        }
        return total - head;
    }
}
