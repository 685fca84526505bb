using Placard.Bench.Programs;
using Placard.Host.Serving;
using Placard.Kernel;
using Placard.Publishing;
using Placard.Storage;

namespace Placard.Bench.World;

/// <summary>
/// An exchange in full life on one engine: many live jobs in ten sources with a campaign each, a ledger of past clicks
/// whose books add up, and one feed whose click URLs are known. Accounts are made through the API of the running
/// program; jobs and clicks are written in bulk beside it while it is down.
/// </summary>
internal sealed class LargeWorld : IAsyncDisposable
{
    public const int Sources = 10;
    private const int KnownUrls = 10_000;

    private readonly string? database;

    private LargeWorld(string engine, string folder, string? database, WorldAccounts accounts)
    {
        Engine = engine;
        Folder = folder;
        this.database = database;
        Accounts = accounts;
    }

    /// <summary>SQLite or PostgreSQL, for the table.</summary>
    public string Engine { get; }

    public string Folder { get; }

    public WorldAccounts Accounts { get; }

    /// <summary>The program, running over this world.</summary>
    public ExchangeUnderTest Exchange { get; private set; } = null!;

    /// <summary>Click URLs of 10,000 jobs, a path a line.</summary>
    public string UrlFile => Path.Combine(Folder, "urls");

    /// <summary>The first of them alone.</summary>
    public string HotUrlFile => Path.Combine(Folder, "hot-url");

    /// <summary>Their tokens, and the jobs they belong to.</summary>
    public IReadOnlyList<(long JobId, string Spl)> Tokens { get; private set; } = [];

    /// <summary>Fills an empty folder (and database) and starts the exchange on it.</summary>
    public static async Task<LargeWorld> Build(
        string engine, string folder, string? database, BenchOptions options, AdText text, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        WorldAccounts accounts;
        await using (var young = await ExchangeUnderTest.Start(folder, database))
        {
            accounts = await WorldAccounts.Create(await BenchApi.LogIn(young, folder));
        }
        var world = new LargeWorld(engine, folder, database, accounts);
        await world.Fill(options, text, stop);
        if (database != null)
        {
            await PrivatePostgres.Settle(database);
        }
        world.Exchange = await ExchangeUnderTest.Start(folder, database);
        await world.WaitForReports(stop);
        await world.FirstClick();
        return world;
    }

    // The reports follow the ledger on their own: ten million clicks at once are not what is to be measured.
    private async Task WaitForReports(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await Read(session => session.Scalar<long>(
            "SELECT (SELECT MAX(seq) FROM clicks) - MIN(seq) FROM fold_cursors"), stop) > 0)
        {
            await timer.WaitForNextTickAsync(stop);
        }
    }

    /// <summary>Sets the program down and starts it again, as after an upgrade.</summary>
    public async Task Restart()
    {
        await Exchange.DisposeAsync();
        Exchange = await ExchangeUnderTest.Start(Folder, database);
        await FirstClick();
    }

    // Its code is compiled before a round begins.
    private async Task FirstClick()
    {
        using var answer = await Exchange.Http.GetAsync((await File.ReadAllTextAsync(HotUrlFile)).Trim());
    }

    /// <summary>Whether its store is a PostgreSQL database.</summary>
    public bool HasDatabase => database != null;

    /// <summary>Rows of the ledger: its numbers have no gaps.</summary>
    public Task<long> ClicksOnDisk(CancellationToken stop) => Read(
        session => session.Scalar<long>("SELECT MAX(seq) FROM clicks"), stop);

    /// <summary>Ids of so many past clicks, from all over the ledger.</summary>
    public Task<ClickId[]> SomeClicks(int count, CancellationToken stop) => Read(async session =>
        {
            var last = await session.Scalar<long>("SELECT MAX(seq) FROM clicks");
            var ids = await session.Query<byte[]>(
                "SELECT tlr_sid FROM clicks WHERE seq % @step = 0 LIMIT @count",
                new { step = Math.Max(1, last / count), count = (long)count });
            return ids.ConvertAll(id => ClickId.FromBytes(id)).ToArray();
        }, stop);

    /// <summary>Whether the books add up.</summary>
    public Task<Finished> Verify() => ExchangeUnderTest.Verify(Folder, database);

    public ValueTask DisposeAsync() => Exchange.DisposeAsync();

    private async Task Fill(BenchOptions options, AdText text, CancellationToken stop)
    {
        await using var exchange = await InnerExchange.Load(Folder, database, stop);
        var nowMs = SystemClock.Machine.GetUtcNow().ToUnixTimeMilliseconds();
        var jobs = new JobFill(Accounts, text, options.Jobs, nowMs);
        await jobs.Write(exchange.Store, stop);
        await new ClickFill(Accounts, jobs, exchange.Of<ExchangeCalendar>(), nowMs)
            .Write(exchange.Store, exchange.Of<IdSource>(), options.Ledger, stop);
        WriteUrls(exchange.Of<ISpl>(), jobs, nowMs);
    }

    private void WriteUrls(ISpl spl, JobFill jobs, long nowMs)
    {
        var tokens = new List<(long, string)>();
        var urls = new List<string>();
        Span<char> token = stackalloc char[80];
        for (var i = 0; i < KnownUrls; i++)
        {
            var number = (int)((long)i * jobs.Count / KnownUrls);
            var jobId = jobs.IdOf(number);
            var length = spl.Seal(
                new SplContents(jobId, Accounts.FeedId, JobFill.EarnedCents(jobs.PriceOf(number)), nowMs), token);
            var text = token[..length].ToString();
            tokens.Add((jobId, text));
            urls.Add($"/click.php?id={jobId}.{Accounts.FeedId}&spl={text}&job_loc=Austin%2CTX");
        }
        Tokens = tokens;
        File.WriteAllLines(UrlFile, urls);
        File.WriteAllLines(HotUrlFile, urls.Take(1));
    }

    private async Task<T> Read<T>(Func<DbSession, Task<T>> work, CancellationToken stop)
    {
        await using var exchange = InnerExchange.Open(Folder, database);
        return await exchange.Store.Read(work, stop);
    }
}
