using System.Net;
using Placard.Storage;
using Placard.Tests.Reporting;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Imports;

/// <summary>Two imports of one source, and programs that die in the middle of one.</summary>
public sealed class ConcurrentImportTests
{
    [Theory, OnBothEngines]
    public async Task ManyImportsOfOneSourceComeOneAfterTheOther(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();

        var imports = await Task.WhenAll(Enumerable.Range(1, 6).Select(count =>
            advertiser.Import(AdvertiserXml.Of(count * 3).ToString())));

        Assert.All(imports, import => Assert.Equal("COMPLETED", (string)import["status"]!));
        var last = imports.MaxBy(import => (long)import["id"]!)!;
        Assert.Equal((int)last["accepted"]!, (await InFeed(advertiser)).Count);
        Assert.Equal(18, imports.Sum(import => (int)import["created"]!));
    }

    [Theory, OnPostgres]
    public async Task TwoNodesTakeTurnsOnOneSource(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var first = await Scenario.On(exchange);
        var advertiser = await first.NewAdvertiser();
        var second = await Scenario.On(await exchange.StartSecondNode());

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(count => Send(
            (count % 2 == 0 ? first : second).Operator, advertiser.SourceId,
            Bytes(AdvertiserXml.Of(count * 5).ToString()))));

        Assert.All(answers, answer => Assert.Equal("COMPLETED", (string)answer.Expect(201)["status"]!));
        var last = answers.MaxBy(answer => (long)answer["id"]!)!;
        Assert.Equal((int)last["accepted"]!, (await InFeed(advertiser)).Count);
        Assert.Equal(40, answers.Sum(answer => (int)answer["created"]!));
    }

    [Theory, OnBothEngines]
    public async Task AKilledImportLeavesTheFormerStateWhole(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(50));
        var large = new AdvertiserXml();
        for (var i = 0; i < 20_000; i++)
        {
            large.Job($"big-{i}");
        }
        var body = Bytes(large.ToString());

        // Killed while it reads, then at moments further and further on: somewhere in there it writes.
        var cut = new[] { 0, 200, 500, 900 };
        foreach (var moment in cut)
        {
            var before = await InFeed(advertiser);
            var upload = Upload(scenario, advertiser.SourceId, body);
            await RunsSince(scenario, advertiser.SourceId, moment, upload);
            await exchange.Kill();
            var finished = await upload;
            await exchange.Restart();
            scenario = await Scenario.On(exchange);
            advertiser = new Advertiser(scenario, advertiser.CustomerId, advertiser.PoolId, advertiser.SourceId);

            var now = await InFeed(advertiser);
            Assert.True(now.Count is 50 or 20_000, $"{now.Count} jobs after a kill at {moment}");
            Assert.False(finished && now.Count == 50, "An acknowledged import was lost");
            if (now.Count == 50)
            {
                Assert.Equal(before, now);
                await Eventually.Becomes("FAILED", async () => (string?)(await scenario.Operator.List(
                    "/v5/imports", $"sourceId={advertiser.SourceId}"))[0]["status"]);
            }
            else
            {
                break;
            }
        }
        var import = await advertiser.Import(large);
        Assert.Equal(20_000, (int)import["accepted"]!);
        Assert.Equal(20_000, (await InFeed(advertiser)).Count);
        // None is left of the imports that were killed.
        await using var store = new OpenedBooks(exchange);
        Assert.Equal(20_050, await store.Number("SELECT COUNT(*) FROM job_texts"));
        Assert.Equal(0, await store.Number("SELECT COUNT(*) FROM texts_aside"));
    }

    // Its disk was full, and it could not even say so.
    [Theory, OnBothEngines]
    public async Task AnImportThatNobodyRunsIsCalledFailed(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(2));

        await using (var store = new OpenedBooks(exchange))
        {
            await store.Change("UPDATE imports SET status = 'RUNNING', finished_at_ms = NULL", Area.Inventory);
            await store.Change($"INSERT INTO texts_aside VALUES (5, {advertiser.SourceId}, 2)", Area.Inventory);
            await store.Change(
                """
                INSERT INTO job_texts (job_id, details, head, body)
                VALUES (4, '', '', ''), (5, '', '', ''), (6, '', '', '')
                """,
                Area.Inventory);
        }

        await Eventually.Becomes("FAILED", async () => (string?)(await scenario.Operator.List(
            "/v5/imports", $"sourceId={advertiser.SourceId}"))[0]["status"]);
        await using (var store = new OpenedBooks(exchange))
        {
            Assert.Equal(4, await store.Number("SELECT MAX(job_id) FROM job_texts WHERE job_id < 10"));
            Assert.Equal(0, await store.Number("SELECT COUNT(*) FROM texts_aside"));
        }
        Assert.Equal("COMPLETED", (string?)(await advertiser.Import(AdvertiserXml.Of(2)))["status"]);
    }

    private static async Task<bool> Upload(Scenario scenario, long sourceId, byte[] body)
    {
        try
        {
            return (await Send(scenario.Operator, sourceId, body)).Status == (int)HttpStatusCode.Created;
        }
        catch (HttpRequestException)
        {
            return false; // the program was killed, as it should be
        }
    }

    /// <summary>
    /// Waits until an import has run for so long; one that was over before anybody could look is none to wait for.
    /// </summary>
    private static async Task RunsSince(Scenario scenario, long sourceId, int milliseconds, Task upload)
    {
        await Eventually.Holds(async () => upload.IsCompleted || (await scenario.Operator.List(
            "/v5/imports", $"sourceId={sourceId} AND status=RUNNING")).Count > 0, "an import runs");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1 + milliseconds));
        await timer.WaitForNextTickAsync();
    }
}
