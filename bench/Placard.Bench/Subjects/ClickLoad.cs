using Placard.Bench.Programs;
using Placard.Bench.World;

namespace Placard.Bench.Subjects;

/// <summary>Jobseekers: every request from another American address, with a browser's headers.</summary>
internal sealed class ClickLoad
{
    private readonly Workshop workshop;
    private readonly string networks;
    // Static: no two rounds of a run may send the same visitors, or the second would be full of duplicates.
    private static int seed;

    public ClickLoad(Workshop workshop)
    {
        this.workshop = workshop;
        networks = Path.Combine(workshop.Folder, "networks");
        if (!File.Exists(networks))
        {
            UsNetworks.Write(networks);
        }
    }

    /// <summary>A round of load; the same requests in the same order whenever the benchmark is run.</summary>
    public Func<Task<Load>> On(Uri target, string urls, int connections, int? seconds = null) => () =>
    {
        Disk.Clear();
        return Wrk.Run(target, Script(urls), connections, seconds ?? workshop.Options.Seconds, workshop.Folder);
    };

    /// <summary>A round in which the redirects that carry a click id are counted.</summary>
    public Task<Load> Counted(Uri target, string urls) => Wrk.Run(
        target, Script(urls) with { CountedMark = "tlr_sid=" }, 64, workshop.Options.Seconds, workshop.Folder);

    private WrkScript Script(string urls) => new(urls, ++seed) { NetworkFile = networks };
}
