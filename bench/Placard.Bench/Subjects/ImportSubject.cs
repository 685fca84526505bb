using System.Diagnostics;
using System.Xml;
using Placard.Bench.Measuring;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>
/// An advertiser's feed through HTTP into the store: all of it new, and sent once more unchanged when the exchange has
/// moved its log into the file. Beside it one pass of XmlReader over the same file in this process, every value made a
/// string and thrown away.
/// </summary>
internal static class ImportSubject
{
    public static async Task Measure(Workshop workshop)
    {
        var file = Path.Combine(workshop.Folder, "advertiser.xml");
        var bytes = AdFeedFile.Write(file, workshop.Text, workshop.Options.FeedJobs, seed: 1);
        workshop.Table.Remark($"The imported feed has {Print.Number(workshop.Options.FeedJobs)} jobs in "
            + $"{Print.Megabytes(bytes)}.");
        if (workshop.Options.On("sqlite"))
        {
            await On(workshop, "SQLite", onPostgres: false, file, bytes);
        }
        if (workshop.Options.On("postgres") && await workshop.Postgres() != null)
        {
            await On(workshop, "PostgreSQL", onPostgres: true, file, bytes);
        }
        File.Delete(file);
    }

    private static async Task On(Workshop workshop, string engine, bool onPostgres, string file, long bytes)
    {
        var jobs = workshop.Options.FeedJobs;
        var world = 0;
        var processor = new List<(double Fresh, double Again)>();
        var rates = await Rounds.Interleave(workshop.Options.Rounds,
            () => Task.FromResult(new[] { bytes / Seconds(() => ReadAll(file)) }),
            async () =>
            {
                await using var young = await ImportWorld.Build(workshop, $"import-{engine}-{++world}", onPostgres);
                var first = await Seconds(() => young.ImportElsewhere(file));
                await young.WarmUp(workshop);
                await young.Exchange.Rest();
                var idle = young.Exchange.ProcessorSeconds;
                var fresh = await Seconds(() => young.Import(file, created: jobs));
                await young.Exchange.Rest();
                var between = young.Exchange.ProcessorSeconds;
                var again = await Seconds(() => young.Import(file, unchanged: jobs));
                processor.Add((between - idle, young.Exchange.ProcessorSeconds - between));
                return [bytes / fresh, bytes / again, bytes / first];
            });
        var reader = rates[0].Select(rate => rate[0]).ToArray();
        workshop.Table.Add(Finding.Ratio("import", $"{engine}: all new : XmlReader alone",
            [.. rates[1].Select(rate => rate[0])], reader, Print.MegabytesPerSecond,
            Goal.AtLeast(0.15)));
        workshop.Table.Add(Finding.Ratio("import", $"{engine}: nothing changed : XmlReader alone",
            [.. rates[1].Select(rate => rate[1])], reader, Print.MegabytesPerSecond, Goal.AtLeast(1)));
        workshop.Table.Add(Finding.Ratio("import", $"{engine}: all new, by a program just started : XmlReader alone",
            [.. rates[1].Select(rate => rate[2])], reader, Print.MegabytesPerSecond, null));
        workshop.Table.Remark($"{engine}: the exchange used "
            + $"{Spread.Of(processor.Select(each => each.Fresh)).Median:0.0} s of processor for the new feed, "
            + $"{Spread.Of(processor.Select(each => each.Again)).Median:0.0} s for the unchanged one.");
    }

    private static double Seconds(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void ReadAll(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var characters = 0L;
        while (reader.Read())
        {
            characters += reader.NodeType is XmlNodeType.CDATA or XmlNodeType.Text ? reader.Value.Length : 0;
        }
        if (characters == 0)
        {
            throw new InvalidOperationException("The feed has no text.");
        }
    }
}
