using Microsoft.Extensions.DependencyInjection;
using Placard.Apply.Forms;
using Placard.Engines;
using Placard.Host.Serving;
using Placard.Storage;
using Placard.Tests.Apply.Questions;
using Placard.Tests.Inventory.Pulling;
using Placard.Tests.Platform;

namespace Placard.Tests.Apply.Forms;

/// <summary>An upload, and what becomes of its draft at the same moment.</summary>
public sealed class UploadsAtOnceTests
{
    private const string Letter = """[{"id":"letter","type":"file","question":"A letter?"}]""";
    private const string LetterAndMore =
        """
        [{"id":"letter","type":"file","question":"A letter?"},{"id":"br","type":"pagebreak"},
         {"id":"more","type":"text","question":"Anything else?"}]
        """;

    private const string Somebody = "ada@example.com";

    [Theory, OnBothEngines]
    public async Task WhatIsSentWhileItsDraftIsForgottenIsNotKept(string engine)
    {
        using var scanner = new StandInScanner();
        await using var exchange = await Exchange.Start(engine, $"--Placard:Clamd=127.0.0.1:{scanner.Port}");
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.On(exchange);
        var hosted = await HostedJob.Asking(scenario, server, Letter, "<resume_required>true</resume_required>");

        foreach (var (page, field) in new[] { (1, "letter"), (0, "resume") })
        {
            var draft = await Draft(hosted);
            var form = await JobForm.Open(scenario, $"{draft.Action.Split('?')[0]}?page={page}");
            scanner.OnFile = async () => Assert.Equal(1, await Forget(scenario));

            var end = (await form.Attach(field, "late.pdf", Samples.Pdf).Send()).Expect(404);

            Assert.Contains("We do not have this application", end.Html, StringComparison.Ordinal);
            scanner.OnFile = () => Task.CompletedTask;
        }
        Assert.Equal([0, 0], await FilesOf(hosted));
    }

    // The file is written and its transaction not yet at its end. On SQLite nobody else writes meanwhile.
    [Theory, OnPostgres]
    public async Task AFileThatIsAlmostKeptIsForgottenWithTheOthers(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.On(exchange);
        var hosted = await HostedJob.Asking(scenario, server, Letter);
        await Draft(hosted);
        await using var database = EngineChoice.Open(exchange.Database, exchange.DataFolder);
        await using var services = new ServiceCollection().AddStorage(database).BuildServiceProvider();
        var store = services.GetRequiredService<Store>();
        var id = await store.Read(session => session.Scalar<long>("SELECT id FROM applications"), default);

        var upload = new SlowUpload(store, id);
        await upload.IsWritten;
        var forgotten = Forget(scenario);
        await WaitUntilSomeoneWaits(store);
        upload.MayEnd();

        Assert.NotNull(await upload.FileId);
        Assert.Equal(1, await forgotten);
        Assert.Equal([0], await FilesOf(hosted));
    }

    // Each post's answer names the file's id: of two ids one would name nothing.
    [Theory, OnBothEngines]
    public async Task TwoFilesOfOneFieldAtOnceAreOneFile(string engine)
    {
        await using var scratch = await ScratchStore.On(
            engine, [.. QuestionsShop.Schema("applications", "application_files", "ledger_counters")]);
        await scratch.Store.Write(
            Area.Ledger, session => ApplicationStore.Insert(session, new ApplicationRow { Id = 7 }), default);

        var first = new SlowUpload(scratch.Store, 7);
        await first.IsWritten;
        var second = new SlowUpload(scratch.Store, 7);
        second.MayEnd();
        await WaitUntilSomeoneWaits(scratch.Store);
        first.MayEnd();

        Assert.Equal(await first.FileId, await second.FileId);
        var kept = await scratch.Store.Read(session => ApplicationStore.Files(session, 7), default);
        Assert.Equal(await first.FileId, Assert.Single(kept).Id);
    }

    // The event is written out of its files one by one; another tab takes one away, or replaces it, before its turn.
    [Theory, OnBothEngines]
    public async Task AFileThatChangesWhileItsApplicationIsSentIsToldAsItIsInTheEnd(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await using var server = await FeedServer.Start();
        var hosted = await HostedJob.Asking(await Scenario.On(exchange), server, LetterAndMore);
        await using var node = ExchangeApp.Build(new ServeOptions(
            exchange.DataFolder, null, Sandbox: true, exchange.Database is { } at ? [$"--Placard:Database={at}"] : []));
        await node.Services.GetRequiredService<Followers>().CatchUp(default);
        var (store, desk) = (node.Services.GetRequiredService<Store>(), node.Services.GetRequiredService<DraftDesk>());
        (string? Name, Func<ApplicationRow, Task> Change)[] changes =
        [
            (null, row => store.Write(
                Area.Ledger, session => ApplicationStore.RemoveFile(session, row.Id, "letter"), default)),
            ("longer.pdf", row => desk.Put(
                row, "letter", new Upload("longer.pdf", MediaKind.Pdf, [.. Samples.Pdf, .. "% more"u8]), default)),
        ];
        foreach (var (name, change) in changes)
        {
            var page = (await (await hosted.Open()).FillContact($"{name ?? "none"}@example.com").Send()).Expect(200);
            var last = (await page.Attach("letter", "letter.pdf", Samples.Pdf).Send()).Expect(200);
            var draft = await desk.Find(last.Action.Split('/')[^1].Split('?')[0], default);
            var clock = new MeddlingClock(() => change(draft!));

            var ending = await ActivatorUtilities.CreateInstance<Completing>(node.Services, clock)
                .Complete(draft!.Id, default);

            Assert.Equal(ApplicationStatus.Completed, ending.Row.Status);
            var answer = (await hosted.Events())[^1]["data"]!["questionsAndAnswers"]!["questionsAndAnswers"]![0]!;
            Assert.Equal(name, (string?)answer["answer"]?["fileName"]);
        }
    }

    private static async Task<JobForm> Draft(HostedJob hosted) => (await (await hosted.Open()).FillContact(Somebody)
        .Attach("resume", "cv.pdf", Samples.Pdf).Send()).Expect(200);

    private static async Task<long> Forget(Scenario scenario) => (long)(await scenario.Operator.Post(
        "/v5/applicants/forget", new { emailAddress = Somebody })).Expect(200)["forgotten"]!;

    private static async Task<List<int>> FilesOf(HostedJob hosted)
    {
        var counts = new List<int>();
        foreach (var row in await hosted.Applications())
        {
            var whole = await hosted.Scenario.Operator.Get($"/v5/applications/{row["tlrApplicationId"]}");
            counts.Add(whole.Expect(200)["files"]!.AsArray().Count);
        }
        return counts;
    }

    // On SQLite who waits stands in the program's own queue, where nobody can look.
    private static async Task WaitUntilSomeoneWaits(Store store)
    {
        if (store.Engine.Shared)
        {
            await Eventually.Holds(() => store.Read(session => session.Scalar<bool>(
                """
                SELECT COUNT(*) > 0 FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event = 'transactionid'
                """), default), "another waits for the row");
        }
    }

    /// <summary>
    /// Whoever completes an application asks what time it is between listing its files and opening them.
    /// </summary>
    private sealed class MeddlingClock(Func<Task> meddle) : TimeProvider
    {
        private Func<Task>? once = meddle;

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Exchange(ref once, null)?.Invoke().GetAwaiter().GetResult();
            return SystemClock.Machine.GetUtcNow();
        }
    }

    /// <summary>Keeps a file in a transaction that ends when it may.</summary>
    private sealed class SlowUpload
    {
        private readonly TaskCompletionSource isWritten = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowUpload(Store store, long applicationId)
        {
            var file = new SealedUpload("letter", "application/pdf", 1, 0, [1], [1], [1]);
            FileId = store.Write(Area.Ledger, async session =>
            {
                var put = await ApplicationStore.PutFile(session, applicationId, file, mostBytes: 1 << 20);
                isWritten.SetResult();
                await mayEnd.Task;
                return (put as FilePut.Kept)?.Id;
            }, default);
        }

        public Task IsWritten => isWritten.Task;

        public Task<long?> FileId { get; }

        public void MayEnd() => mayEnd.SetResult();
    }
}
