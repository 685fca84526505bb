using System.Diagnostics;
using Placard.Bench.Measuring;
using Placard.Bench.Programs;
using Placard.Bench.World;

namespace Placard.Bench;

/// <summary>
/// What the subjects share: a scratch folder, the programs beside the exchange, and the large worlds.
/// </summary>
internal sealed class Workshop(BenchOptions options, CancellationToken stop) : IAsyncDisposable
{
    private readonly List<LargeWorld> worlds = [];
    private readonly Lazy<AdText> text = new(() => new AdText());
    // A folder of its own: PostgreSQL runs as another user, who must not need to pass through ours.
    private readonly Lazy<string> postgresFolder =
        new(() => Directory.CreateTempSubdirectory("placard-bench-postgres-").FullName);
    private BareProcess? bare;
    private BuiltWorld? built;
    private Nginx? nginx;
    private PrivatePostgres? postgres;

    public BenchOptions Options => options;

    public CancellationToken Stop => stop;

    public ResultTable Table { get; } = new();

    public AdText Text => text.Value;

    /// <summary>Everything that is written lies here, and is gone afterwards.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("placard-bench-").FullName;

    /// <summary>Files that nginx serves under /files/.</summary>
    public string ServedFolder => FolderOf("served");

    public string FolderOf(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    public async Task<BareProcess> Bare() => bare ??= await BareProcess.Start(FolderOf("bare"));

    /// <summary>Null where nginx is not installed.</summary>
    public async Task<Nginx?> Nginx() => Programs.Nginx.Version == null
        ? null
        : nginx ??= await Programs.Nginx.Start(FolderOf("nginx"), ServedFolder);

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public async Task<PrivatePostgres?> Postgres() => !PrivatePostgres.IsInstalled
        ? null
        : postgres ??= await PrivatePostgres.Start(postgresFolder.Value);

    /// <summary>The large worlds: SQLite first, PostgreSQL where it is installed. Filled at the first call.</summary>
    public async Task<IReadOnlyList<LargeWorld>> Worlds()
    {
        if (worlds.Count == 0)
        {
            if (options.On("sqlite"))
            {
                worlds.Add(await BuildWorld("SQLite", null));
            }
            if (options.On("postgres") && await Postgres() is { } server)
            {
                worlds.Add(await BuildWorld("PostgreSQL", await server.CreateDatabase()));
            }
            else if (options.On("postgres"))
            {
                Table.Remark("PostgreSQL is not installed: its lines are missing.");
            }
        }
        return worlds;
    }

    /// <summary>An exchange with one large feed, imported and built.</summary>
    public async Task<BuiltWorld> Built() => built ??= await BuiltWorld.Build(this);

    public async ValueTask DisposeAsync()
    {
        if (built != null)
        {
            await built.DisposeAsync();
        }
        foreach (var world in worlds)
        {
            await world.DisposeAsync();
        }
        bare?.Dispose();
        nginx?.Dispose();
        postgres?.Dispose();
        Delete(Folder);
        if (postgresFolder.IsValueCreated)
        {
            Delete(postgresFolder.Value);
        }
    }

    // A folder that somebody else has cleared away must not hide what went wrong before.
    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<LargeWorld> BuildWorld(string engine, string? database)
    {
        var began = Stopwatch.GetTimestamp();
        Console.WriteLine($"Filling {engine}: {options.Jobs} live jobs, {options.Ledger} clicks ...");
        var world = await LargeWorld.Build(
            engine, FolderOf("world-" + engine), database, options, Text, stop);
        Console.WriteLine($"Filled in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s.");
        await CheckBooks(world, "before");
        return world;
    }

    /// <summary>The books must add up, or nothing that was measured is worth telling.</summary>
    public async Task CheckBooks(LargeWorld world, string when)
    {
        var verified = await world.Verify();
        if (verified.ExitCode != 0)
        {
            throw new InvalidOperationException($"The books of {world.Engine} do not add up {when} the load:\n{verified.Output}");
        }
        Table.Remark($"{world.Engine}: `verify` was green {when} the load.");
    }
}
