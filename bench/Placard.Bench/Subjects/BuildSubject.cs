using System.Diagnostics;
using System.IO.Compression;
using Placard.Bench.Measuring;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>
/// A publisher's feed with sealed click URLs, built by the running exchange (plain and compressed, both on disk) and,
/// without compression, by the same code in this process. Beside them XmlWriter with the same fields, alone and with
/// the same compression, and the compressor alone.
/// </summary>
internal static class BuildSubject
{
    private const int CompressionLevel = 3;

    public static async Task Measure(Workshop workshop)
    {
        var built = await workshop.Built();
        var folder = workshop.FolderOf("written");
        var jobs = new WriterJobs(workshop.Text, workshop.Options.FeedJobs);
        await using var inner = await InnerExchange.Load(built.World.Folder, built.World.Database, workshop.Stop);
        var plain = new PlainBuild(inner, built.Feed.FeedId);
        var parts = built.Parts(compressed: false);
        var times = await Rounds.Interleave(workshop.Options.Rounds,
            () => Seconds(built.BuildAgain),
            () => Afresh(folder, path => Seconds(() => jobs.Write(path, compressed: false))),
            () => Afresh(folder, path => Seconds(() => jobs.Write(path, compressed: true))),
            () => Afresh(folder, path => Seconds(() => plain.Write(path, workshop.Stop))),
            () => Afresh(folder, path => Seconds(() => Compress(parts, path))));
        Report(workshop, times);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// A build writes new files. One that is there already would be truncated, and ext4 takes as long for that as for
    /// writing it, and hands it to the disk when it is closed.
    /// </summary>
    private static Task<double> Afresh(string folder, Func<string, Task<double>> measure)
    {
        foreach (var written in Directory.EnumerateFiles(folder))
        {
            File.Delete(written);
        }
        return measure(Path.Combine(folder, "written"));
    }

    private static void Report(Workshop workshop, double[][] seconds)
    {
        var rates = seconds.Select(rounds => rounds.Select(each => workshop.Options.FeedJobs / each).ToArray()).ToArray();
        var (build, writer, packedWriter, plain, compressor) = (rates[0], rates[1], rates[2], rates[3], rates[4]);
        Add("jobs a second, plain XML, sealed URLs : XmlWriter, plain XML, no URLs sealed", plain, writer,
            Goal.AtLeast(2));
        Add("whole build through the API, plain and gzip on disk : XmlWriter, plain XML", build, writer, null);
        Add("whole build : XmlWriter with gzip beside it", build, packedWriter, null);
        Add("whole build : the compressor alone", build, compressor, Goal.AtLeast(0.8));

        void Add(string measured, double[] ours, double[] beside, Goal? goal) => workshop.Table.Add(
            Finding.Ratio("build", measured, ours, beside, Print.PerSecond, goal));
    }

    private static void Compress(IReadOnlyList<string> parts, string path)
    {
        using var file = File.Create(path);
        using var gzip = new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = CompressionLevel });
        foreach (var part in parts)
        {
            using var from = File.OpenRead(part);
            from.CopyTo(gzip, 128 << 10);
        }
    }

    private static Task<double> Seconds(Action work) => Seconds(() =>
    {
        work();
        return Task.CompletedTask;
    });

    private static async Task<double> Seconds(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
