using Placard.Bench.Programs;

namespace Placard.Bench.World;

/// <summary>A young exchange with one advertiser, who is about to send a feed.</summary>
internal sealed class ImportWorld : IAsyncDisposable
{
    private const int WarmUpJobs = 20_000;

    // Until then the compiler takes a quarter of an import's processor: it compiles what has run often a second time.
    private const int WarmUpPasses = 8;

    private ImportWorld(string folder, string? database, ExchangeUnderTest exchange, BenchApi api, WorldSource source)
    {
        Folder = folder;
        Database = database;
        Exchange = exchange;
        Api = api;
        Source = source;
    }

    public string Folder { get; }

    public string? Database { get; }

    public ExchangeUnderTest Exchange { get; private set; }

    public BenchApi Api { get; private set; }

    public WorldSource Source { get; }

    /// <summary>Starts it on an empty folder, and an empty database where the engine has one.</summary>
    public static async Task<ImportWorld> Build(Workshop workshop, string name, bool onPostgres = false)
    {
        var folder = workshop.FolderOf(name);
        var database = onPostgres ? await (await workshop.Postgres())!.CreateDatabase() : null;
        var exchange = await ExchangeUnderTest.Start(folder, database);
        var api = await BenchApi.LogIn(exchange, folder);
        return new ImportWorld(folder, database, exchange, api, await WorldAccounts.Advertiser(api, "Sender"));
    }

    /// <summary>
    /// Lets others import a small feed, new and unchanged: an exchange that has run for a while has its code compiled.
    /// </summary>
    public async Task WarmUp(Workshop workshop)
    {
        var file = Path.Combine(workshop.Folder, "warm-up.xml");
        if (!File.Exists(file))
        {
            AdFeedFile.Write(file, workshop.Text, WarmUpJobs, seed: 9);
        }
        for (var pass = 0; pass < WarmUpPasses; pass++)
        {
            var other = await WorldAccounts.Advertiser(Api, $"Another {pass}");
            await Api.Import(other.SourceId, file);
            await Api.Import(other.SourceId, file);
        }
    }

    /// <summary>Sets the program down and starts it again.</summary>
    public async Task Restart()
    {
        await Exchange.DisposeAsync();
        Exchange = await ExchangeUnderTest.Start(Folder, Database);
        Api = await BenchApi.LogIn(Exchange, Folder);
    }

    /// <summary>Imports a feed for another advertiser.</summary>
    public async Task ImportElsewhere(string file) =>
        await Api.Import((await WorldAccounts.Advertiser(Api, "Early")).SourceId, file);

    /// <summary>Imports a feed, which must create, or leave unchanged, so many jobs.</summary>
    public async Task Import(string file, int created = 0, int unchanged = 0)
    {
        var import = await Api.Import(Source.SourceId, file);
        if ((int)import["created"]! != created || (int)import["unchanged"]! != unchanged)
        {
            throw new InvalidOperationException($"{created} new and {unchanged} old jobs were meant: {import}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
