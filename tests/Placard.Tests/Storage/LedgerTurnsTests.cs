using System.Data.Common;
using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Storage;

/// <summary>Turns of the ledger: several writers, each deciding from what all wrote before.</summary>
public sealed class LedgerTurnsTests
{
    private const string Ask = "SELECT 'last' AS name, COALESCE(MAX(id), 0) AS version FROM numbers";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly AppendPlan Numbers = new(
        "numbers", [("id", ColumnType.Number), ("writer", ColumnType.Number), ("remark", ColumnType.Text)]);

    [Theory, OnBothEngines]
    public async Task EachTurnKnowsWhatAllOthersWrote(string engine)
    {
        await using var scratch = await Scratch(engine);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            var turns = scratch.Store.Engine.LedgerTurns(Ask);
            for (var round = 1; round <= 40; round++)
            {
                await using var turn = await turns.Next();
                var last = turn.News?["last"] ?? await turn.Session.Scalar<long>("SELECT MAX(id) FROM numbers");
                // Some ask for the next one in the same trip, some begin anew; the last one must not leave one behind.
                await turn.Commit([Row(last + 1, writer)], another: round % 5 != 0);
            }
        })));

        Assert.Equal(Enumerable.Range(1, 120).Select(id => (long)id), await Ids(scratch));
    }

    [Theory, OnBothEngines]
    public async Task ACommitIsToldBeforeTheNextTurnHasCome(string engine)
    {
        await using var scratch = await Scratch(engine);
        var turns = scratch.Store.Engine.LedgerTurns(Ask);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayLeave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task other;
        await using (var turn = await turns.Next())
        {
            other = Task.Run(() => scratch.Store.WriteLedgerInOrder(async session =>
            {
                entered.SetResult();
                await mayLeave.Task;
                return await session.Append(Numbers, 1, (_, row) => Bind(row, 2, writer: 2));
            }, default));
            await WaitUntilSomeoneWaits(scratch);
            // Somebody else comes first and stays: our commit is told all the same.
            await Task.Run(async () => await turn.Commit([Row(1, 1)], another: true)).WaitAsync(Patience);
        }
        await entered.Task.WaitAsync(Patience);
        Assert.Equal([1L], await Ids(scratch));
        mayLeave.SetResult();
        await other.WaitAsync(Patience);

        await using (var turn = await turns.Next())
        {
            Assert.Equal(2, turn.News?["last"] ?? 2);
            await turn.Commit([Row(3, 1)], another: false);
        }
        Assert.Equal([1L, 2, 3], await Ids(scratch));
    }

    // A machine that vanishes tells nobody. The server waits for it so long, then the others have the ledger.
    [Theory, OnPostgres]
    public async Task WhoeverHoldsTheLedgerAndFallsSilentLosesIt(string engine)
    {
        await using var scratch = await Scratch(engine);
        var turns = scratch.Store.Engine.LedgerTurns(Ask);
        for (var id = 1; id <= 2; id++)
        {
            await using var turn = await turns.Next();
            Assert.Equal("30s", await Timeout(turn.Session));
            await turn.Commit([Row(id, 1)], another: id == 1);
        }
        Assert.Equal("30s", await scratch.Store.WriteLedgerInOrder(Timeout, default));
        Assert.Equal("0", await scratch.Store.Read(Timeout, default));

        var silent = scratch.Store.Engine.LedgerTurns(Ask);
        var left = await silent.Next();
        await left.Session.Execute("SET LOCAL idle_in_transaction_session_timeout = '100ms'");
        await using (var turn = await turns.Next())
        {
            await turn.Commit([Row(3, 1)], another: false);
        }
        await Assert.ThrowsAnyAsync<DbException>(async () => await left.Commit([Row(4, 2)], another: false));
        await left.DisposeAsync();
        Assert.Equal([1L, 2, 3], await Ids(scratch));

        static Task<string?> Timeout(DbSession session) =>
            session.Scalar<string>("SELECT current_setting('idle_in_transaction_session_timeout')");
    }

    [Theory, OnBothEngines]
    public async Task ATurnThatFailsLeavesNothingAndHoldsNobodyUp(string engine)
    {
        await using var scratch = await Scratch(engine);
        var turns = scratch.Store.Engine.LedgerTurns(Ask);
        foreach (var another in (bool[])[false, true])
        {
            await Assert.ThrowsAnyAsync<DbException>(async () =>
            {
                await using var turn = await turns.Next();
                await turn.Commit([Row(1, 1), Row(2, 1), Row(1, 1)], another);
            });
            Assert.Empty(await Ids(scratch));
        }
        await using (await turns.Next())
        {
            // Not committed.
        }

        await scratch.Store.WriteLedgerInOrder(session => session.Append([Row(1, 2)]), default).WaitAsync(Patience);
        await using (var turn = await turns.Next())
        {
            Assert.Equal(1, turn.News?["last"] ?? 1);
            await turn.Commit([], another: false);
        }
        Assert.Equal([1L], await Ids(scratch));
    }

    private static Task<ScratchStore> Scratch(string engine) => ScratchStore.On(
        engine, "CREATE TABLE numbers (id BIGINT PRIMARY KEY, writer BIGINT NOT NULL, remark TEXT)");

    private static Appending Row(long id, long writer) => new(Numbers, 1, (_, row) => Bind(row, id, writer));

    private static void Bind(IRowBinder row, long id, long writer)
    {
        row.Number(id);
        row.Number(writer);
        row.Text(null);
    }

    private static async Task<List<long>> Ids(ScratchStore scratch) => await scratch.Store.Read(
        session => session.Query<long>("SELECT id FROM numbers ORDER BY id"), default);

    // On SQLite who waits stands in the program's own queue, where nobody can look.
    private static async Task WaitUntilSomeoneWaits(ScratchStore scratch)
    {
        if (scratch.Store.Engine.Shared)
        {
            await Eventually.Holds(() => scratch.Store.Read(session => session.Scalar<bool>(
                """
                SELECT COUNT(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """), default), "another waits for its turn");
        }
    }
}
