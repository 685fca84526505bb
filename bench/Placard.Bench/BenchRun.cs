using System.Diagnostics;
using Placard.Bench.Measuring;
using Placard.Bench.Programs;
using Placard.Bench.Subjects;

namespace Placard.Bench;

/// <summary>One run: every subject that was asked for, one after the other, and the table.</summary>
internal static class BenchRun
{
    private static readonly (string Name, Func<Workshop, Task> Measure)[] Subjects =
    [
        ("start", StartSubject.Measure),
        ("click", ClickSubject.Measure),
        ("idle", IdleSubject.Measure),
        ("status", StatusSubject.Measure),
        ("disposition", DispositionSubject.Measure),
        ("form", FormSubject.Measure),
        ("deliveries", DeliverySubject.Measure),
        ("beside", BesideSubject.Measure),
        ("import", ImportSubject.Measure),
        ("memory", MemorySubject.Measure),
        ("build", BuildSubject.Measure),
        ("download", DownloadSubject.Measure),
    ];

    public static async Task<int> Run(BenchOptions options, CancellationToken stop)
    {
        if ((options.Fault ?? Missing()) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return 2;
        }
        await using var workshop = new Workshop(options, stop);
        var began = Stopwatch.GetTimestamp();
        foreach (var (name, measure) in Subjects.Where(subject => options.Has(subject.Name)))
        {
            stop.ThrowIfCancellationRequested();
            Console.WriteLine($"== {name}");
            await measure(workshop);
        }
        var facts = await MachineFacts.Gather(workshop, Stopwatch.GetElapsedTime(began));
        var table = workshop.Table.Markdown(facts);
        Console.WriteLine(table);
        if (options.Out != null)
        {
            await File.WriteAllTextAsync(options.Out, table, stop);
        }
        return 0;
    }

    private static string? Missing() => Wrk.Version == null
        ? "The load comes from wrk, which is not installed (Debian and Ubuntu: apt-get install wrk)."
        : null;
}
