using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Placard.Engines;
using Placard.Inventory;
using Placard.Kernel;
using Placard.Market;
using Placard.Platform;
using Placard.Publishing;
using Placard.Publishing.Builds;
using Placard.Publishing.Feeds;
using Placard.Publishing.Tokens;
using Placard.Storage;
using Placard.Tests.Contract;

namespace Placard.Tests.Publishing;

/// <summary>
/// Publishing alone, over a store of its own, with a market that a test lays out by hand. What partners see is tested
/// over HTTP; this is for what they cannot see.
/// </summary>
internal sealed class FeedWorkshop : IAsyncDisposable
{
    public const string Base = "https://exchange.example";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("placard-publishing-");
    private readonly ServiceProvider services;

    private FeedWorkshop(DateTimeOffset now)
    {
        Clock = new ManualClock(now);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton(new MachineTime(Clock));
        collection.AddSingleton(new ExchangeCalendar(TimeZoneInfo.FindSystemTimeZoneById("America/New_York")));
        collection.AddSingleton<IdSource>();
        collection.AddSingleton(new PublicAddress { Base = Base });
        collection.AddSingleton(new DataFolder(folder.FullName));
        collection.AddSingleton<IMarket>(Market);
        collection.AddSingleton<IInventory>(Market);
        collection.AddStorage(EngineChoice.Open(null, folder.FullName));
        collection.AddPublishing();
        services = collection.BuildServiceProvider();
    }

    public ManualClock Clock { get; }

    public HandLaidMarket Market { get; } = new();

    public Spl Spl => Get<Spl>();

    public string Folder => folder.FullName;

    public static async Task<FeedWorkshop> Open(DateTimeOffset? now = null)
    {
        var workshop = new FeedWorkshop(now ?? new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        await workshop.Get<MigrationSet>().Apply(workshop.Get<IEngine>(), default);
        await workshop.Get<Followers>().CatchUp(default);
        return workshop;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Due work of this kind.</summary>
    public T Work<T>()
        where T : IDueWork => services.GetServices<IDueWork>().OfType<T>().Single();

    /// <summary>Adds a feed with the settings of a POST; its share is all of the price unless they say so.</summary>
    public async Task<FeedRow> NewFeed(string settings = "{}")
    {
        var body = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(settings)!;
        body.TryAdd("name", JsonSerializer.SerializeToElement("Feed"));
        body.TryAdd("type", JsonSerializer.SerializeToElement("XML"));
        body.TryAdd("pricing", JsonSerializer.SerializeToElement(new { model = "DYNAMIC", sharePercent = 100 }));
        var fields = JsonFields.Of(JsonSerializer.SerializeToElement(body));
        var changes = FeedChanges.OfNew(fields);
        Assert.Null(fields.Refused());
        var nowMs = Clock.Now.ToUnixTimeMilliseconds();
        var id = await Get<FeedStore>().Add(1, "pass-of-this-feed", changes, nowMs, default);
        await Get<Followers>().CatchUp(default);
        return await Feed(id);
    }

    public async Task<FeedRow> Feed(long id) => (await Get<FeedStore>().Find(id, null, default))!;

    public async Task<BuildRow> Build(FeedRow feed) => await Get<FeedBuilder>().Build(feed, default);

    /// <summary>A part's plain XML as it lies on disk.</summary>
    public string Part(BuildRow build, int part = 1) => File.ReadAllText(FeedFolder.PlainIn(FolderOf(build), part));

    public string FolderOf(BuildRow build) => Get<FeedFolder>().Of(build.FeedId, build.Id);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

internal sealed record LaidText(byte[] Head, byte[] Body, byte[]? OnDemand);

/// <summary>Jobs and their texts, side by side; a test may take a text away or let the store fail.</summary>
internal sealed class HandLaidMarket : IMarket, IInventory
{
    public const long Campaign = 5;

    private readonly SortedDictionary<long, JobRow> jobs = [];

    public SortedDictionary<long, LaidText> Texts { get; } = [];

    /// <summary>How many texts were read.</summary>
    public int TextsRead { get; private set; }

    /// <summary>Thrown when texts are asked for.</summary>
    public Exception? Fault { get; set; }

    public MarketSnapshot Current
    {
        get
        {
            var shelf = new JobShelf.Builder();
            foreach (var job in jobs.Values)
            {
                shelf.Add(job);
            }
            return new MarketSnapshot(
                new JobIndex([shelf.Build(1, 1)]), SomeCampaigns.Live(Campaign), new BottomlessPurse());
        }
    }

    public void Add(long jobId, string title = "Forklift Driver", long cpcCents = 287, string city = "Austin",
        string state = "TX", byte[]? onDemand = null, DateTimeOffset? at = null)
    {
        var atMs = (at ?? new DateTimeOffset(2026, 1, 30, 17, 0, 0, TimeSpan.Zero)).ToUnixTimeMilliseconds();
        jobs[jobId] = new JobRow(jobId, 1, 1, 1, Campaign, null, cpcCents, $"ref-{jobId}", title, "Acme Logistics",
            city, state, "78701", null, null, "https://acme.example/1", "[Sales]", "", "", 0, atMs, atMs, null);
        Texts[jobId] = new LaidText(
            Fragments.Head(title, TimeZoneInfo.ConvertTimeBySystemTimeZoneId(
                DateTimeOffset.FromUnixTimeMilliseconds(atMs), "America/New_York")),
            Fragments.Body("Acme Logistics", city, state, "78701", "Drive.", ["[Sales]"], []),
            onDemand);
    }

    public Task<JobApplying?> Applying(DbSession session, long jobId) => Task.FromResult<JobApplying?>(null);

    public Task<JobRow?> FindOutside(long jobId, CancellationToken stop) => Task.FromResult<JobRow?>(null);

    public void ReadTexts(DbSession session, long afterJobId, int most, JobTextPage into)
    {
        if (Fault != null)
        {
            throw Fault;
        }
        into.Clear();
        foreach (var (jobId, text) in Texts.Where(text => text.Key > afterJobId).Take(most))
        {
            TextsRead++;
            into.Add(jobId, text.Head, text.Body, text.OnDemand);
        }
        into.IsLast = into.Count < most;
    }

    public Task<IReadOnlyDictionary<long, long>> SourceVersions(DbSession session) => throw new NotSupportedException();

    public IAsyncEnumerable<JobRow> JobsOf(DbSession session, long sourceId) => throw new NotSupportedException();

    public Task<JobRow?> Find(DbSession session, long jobId) => throw new NotSupportedException();
}
