using System.Data.Common;
using Placard.Inventory.Imports;
using Placard.Storage;
using Placard.Tests.Platform;
using Placard.Tests.Reporting;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Imports;

/// <summary>Texts that are on disk before their jobs: of an import that ends well, of one that does not.</summary>
public sealed class TextsAsideTests
{
    private const int Many = 2_500;

    private const string Texts = "SELECT COUNT(*) FROM job_texts";
    private const string Announced = "SELECT COUNT(*) FROM texts_aside";

    private static readonly AppendPlan OnlyIds =
        new("job_texts", [("job_id", ColumnType.Number)]) { IsForMany = true };

    private static readonly string[] Tables =
    [
        "CREATE TABLE texts_aside (first_job_id BIGINT PRIMARY KEY, source_id BIGINT, job_count BIGINT)",
        "CREATE TABLE job_texts (job_id BIGINT PRIMARY KEY)",
    ];

    [Theory, OnBothEngines]
    public async Task EveryJobOfALargeFeedHasItsOwnText(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();

        Assert.Equal($"COMPLETED {Many} {Many} 0 {Many} 0 0 0", Counts(await advertiser.Import(Large())));

        var jobs = await InFeed(advertiser);
        foreach (var number in new[] { 1, 166, 167, 168, 250, 251, 1_000, Many })
        {
            var job = (await scenario.Operator.Get($"/v5/jobs/{jobs[$"many-{number}"]}")).Expect(200);
            Assert.Equal($"Text number {number}.", (string?)job["description"]);
        }
        await using var store = new OpenedBooks(exchange);
        Assert.Equal(Many, await store.Number(Texts));
        Assert.Equal(0, await store.Number(Announced));
    }

    // Somebody else writes the first text's row and does not say whether it stays: the texts wait, their jobs do not.
    [Theory, OnPostgres]
    public async Task JobsAreReadAheadOnlySoFarAsNoTextsWaitThatWouldBeLost(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();
        await using var store = new OpenedBooks(exchange);
        var import = Task.CompletedTask;

        await store.Undone(
            "INSERT INTO job_texts (job_id, details, head, body) VALUES (10000000001, '', '', '')",
            async () =>
            {
                import = Task.Run(async () => Assert.Equal(
                    $"COMPLETED {Many} {Many} 0 {Many} 0 0 0", Counts(await advertiser.Import(Large()))));
                await Eventually.Holds(
                    async () => await store.Number(
                        """
                        SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
                            AND (wait_event_type = 'Lock' OR state = 'idle in transaction')
                            AND state_change < clock_timestamp() - INTERVAL '0.5 s'
                        """) == 3,
                    "texts and jobs wait, and so do we");
            });

        await import;
        var jobs = await InFeed(advertiser);
        for (var number = 1; number <= Many; number += 125)
        {
            var job = (await scenario.Operator.Get($"/v5/jobs/{jobs[$"many-{number}"]}")).Expect(200);
            Assert.Equal($"Text number {number}.", (string?)job["description"]);
        }
    }

    [Theory, OnBothEngines]
    public async Task TextsWhoseJobsNeverCameAreTakenAway(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();
        await using var store = new OpenedBooks(exchange);
        foreach (var statement in Refusing(engine))
        {
            await store.Change(statement, Area.Inventory);
        }

        var refused = await Send(scenario.Operator, advertiser.SourceId, Bytes(Large().ToString()));

        Assert.True(refused.Status >= 500, $"{refused.Status}");
        Assert.Empty(await advertiser.Jobs());
        var isAside = engine == StorageEngine.Postgres;
        Assert.Equal(isAside ? 1 : 0, await store.Number(Announced));
        Assert.Equal(isAside, await store.Number(Texts) > 0);

        await store.Change(isAside ? "DROP TRIGGER refuse ON imports" : "DROP TRIGGER refuse", Area.Inventory);
        Assert.Equal($"COMPLETED {Many} {Many} 0 {Many} 0 0 0", Counts(await advertiser.Import(Large())));

        Assert.Equal(Many, await store.Number(Texts));
        Assert.Equal(0, await store.Number(Announced));
    }

    [Theory, OnPostgres]
    public async Task NothingIsWrittenWhenSomebodyElseTidiedUpBefore(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Tables);
        using var aside = new TextsAside(scratch.Store);

        await Assert.ThrowsAsync<OvertakenException>(() => scratch.Store.Write(
            Area.Inventory,
            session => aside.Run(session, 7, Many, _ => throw new InvalidOperationException("came to write")),
            default));
    }

    // A node stood still while it wrote; another takes the source for its own and tidies up.
    [Theory, OnPostgres]
    public async Task WhoTidiesUpWaitsForTheTextsAndTheJobsAreNotWritten(string engine)
    {
        await using var scratch = await ScratchStore.On(
            engine, [.. Tables, $"INSERT INTO texts_aside VALUES (7, 1, {Many})"]);
        var store = scratch.Store;
        using var aside = new TextsAside(store);
        var tidying = Task.CompletedTask;

        await Assert.ThrowsAsync<OvertakenException>(() => store.Write(
            Area.Inventory,
            session => aside.Run(session, 7, Many, async texts =>
            {
                await texts!.TryAdd(new Appending(OnlyIds, 3, (i, row) => row.Number(6 + i)))!;
                tidying = store.Write(Area.Inventory, other => TextsAside.TakeAway(other, 1), default);
                await Eventually.Holds(
                    async () => await Number(store, "SELECT COUNT(*) FROM pg_locks WHERE NOT granted") > 0, "it waits");
            }),
            default));

        await tidying;
        Assert.Equal(6, await Number(store, "SELECT SUM(job_id)::bigint FROM job_texts"));
        Assert.Equal(0, await Number(store, Announced));
    }

    [Theory, OnPostgres]
    public async Task OneImportAtATimeWritesAside(string engine)
    {
        await using var scratch = await ScratchStore.On(
            engine, [.. Tables, $"INSERT INTO texts_aside VALUES (7, 1, {Many}), (9999, 2, {Many})"]);
        var store = scratch.Store;
        using var aside = new TextsAside(store);
        var had = new List<bool>();

        await store.Write(
            Area.Inventory,
            first => aside.Run(first, 7, Many, async texts =>
            {
                had.Add(texts != null);
                await store.Write(
                    Area.Inventory,
                    second => aside.Run(second, 9999, Many, other =>
                    {
                        had.Add(other != null);
                        return Task.CompletedTask;
                    }),
                    default);
            }),
            default);

        Assert.Equal([true, false], had);
        Assert.Equal(0, await Number(store, Announced));
    }

    [Theory, OnBothEngines]
    public async Task ALineTakesSoManyPagesAndWritesThemInOrder(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Tables);
        using var mayWrite = new ManualResetEventSlim();
        var bound = new List<long>();

        await scratch.Store.Write(
            Area.Ledger,
            async session =>
            {
                await using var line = new TextLine(session);
                var pages = Enumerable.Range(1, TextLine.MostWaiting).Select(id => line.TryAdd(Page(id))!).ToArray();
                var (early, tooMany) = (pages.Count(page => page.IsCompleted), line.TryAdd(Page(99)));
                mayWrite.Set();
                Assert.Equal(0, early);
                Assert.Null(tooMany);
                await line.End();
                await line.TryAdd(Page(5))!;
            },
            default);

        Assert.Equal([1, 2, 3, 4, 5], bound);
        Assert.Equal(15, await Number(scratch.Store, "SELECT CAST(SUM(job_id) AS bigint) FROM job_texts"));

        Appending Page(long id) => new(OnlyIds, 1, (_, row) =>
        {
            mayWrite.Wait();
            bound.Add(id);
            row.Number(id);
        });
    }

    [Theory, OnBothEngines]
    public async Task WhatKeepsALineFromWritingIsToldToWhoAddsAndAtTheEnd(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Tables);

        await Assert.ThrowsAnyAsync<DbException>(() => scratch.Store.Write(
            Area.Ledger,
            async session =>
            {
                await using var line = new TextLine(session);
                var twice = line.TryAdd(new Appending(OnlyIds, 2, (_, row) => row.Number(1)))!;
                await Assert.ThrowsAnyAsync<DbException>(() => twice);
                Assert.ThrowsAny<DbException>(AddMore);
                await line.End();

                void AddMore() => _ = line.TryAdd(new Appending(OnlyIds, 1, NeverBound));
            },
            default));

        Assert.Equal(0, await Number(scratch.Store, Texts));

        static void NeverBound(int at, IRowBinder row) => Assert.Fail("It goes on.");
    }

    private static AdvertiserXml Large()
    {
        var feed = new AdvertiserXml();
        for (var number = 1; number <= Many; number++)
        {
            feed.Job($"many-{number}", ("description", $"Text number {number}."));
        }
        return feed;
    }

    // As on a disk that is full at the very end: whatever was written is undone, but for what is on disk already.
    private static string[] Refusing(string engine) => engine == StorageEngine.Postgres
        ?
        [
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no room'; END$$
            """,
            """
            CREATE TRIGGER refuse BEFORE UPDATE ON imports FOR EACH ROW WHEN (NEW.status = 'COMPLETED')
            EXECUTE FUNCTION refuse()
            """,
        ]
        :
        [
            """
            CREATE TRIGGER refuse BEFORE UPDATE ON imports WHEN NEW.status = 'COMPLETED'
            BEGIN SELECT RAISE(ABORT, 'no room'); END
            """,
        ];

    private static Task<long> Number(Store store, string sql) =>
        store.Read(session => session.Scalar<long>(sql), default);
}
