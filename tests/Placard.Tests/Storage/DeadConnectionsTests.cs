using System.Data.Common;
using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Storage;

/// <summary>
/// The database was started anew, or something between cut what was idle: it is up, but connections that lay in the
/// pool are dead. Whoever comes next does not notice.
/// </summary>
public sealed class DeadConnectionsTests
{
    private const string EndMine = "SELECT pg_terminate_backend(pg_backend_pid())";

    [Theory, OnPostgres]
    public async Task WhatIsReadIsReadOnAnother(string engine)
    {
        await using var scratch = await Scratch(engine);
        await using var alive = await EveryOtherDies(scratch);

        Assert.Empty(await Items(scratch));
    }

    [Theory, OnPostgres]
    public async Task ATurnInTheLedgerBeginsOnAnother(string engine)
    {
        await using var scratch = await Scratch(engine);
        await using var alive = await EveryOtherDies(scratch);
        var runs = 0;

        await scratch.Store.WriteLedgerInOrder(session => Insert(session, 1, ref runs), default);

        Assert.Equal(1, runs);
        Assert.Equal([1L], await Items(scratch));
    }

    [Theory, OnPostgres]
    public async Task ABatchIsWrittenOnAnother(string engine)
    {
        await using var scratch = await Scratch(engine);
        await using var alive = await EveryOtherDies(scratch);
        var runs = 0;
        var commits = Commits(scratch, (session, item) => Insert(session, item, ref runs));

        await commits.Write(1);

        Assert.Equal([1L], await Items(scratch));
    }

    [Theory, OnPostgres]
    public async Task ABatchWhoseConnectionDiesHalfWayIsWrittenOnce(string engine)
    {
        await using var scratch = await Scratch(engine);
        var runs = 0;
        var commits = Commits(scratch, async (session, item) =>
        {
            await Insert(session, item, ref runs);
            await session.Execute(runs == 1 ? EndMine : "SELECT 1");
        });

        await commits.Write(1);

        Assert.Equal(2, runs);
        Assert.Equal([1L], await Items(scratch));
    }

    [Theory, OnPostgres]
    public async Task AServerThatEndsEveryConnectionIsTriedTwice(string engine)
    {
        await using var scratch = await Scratch(engine);
        var runs = 0;
        var commits = Commits(scratch, async (session, item) =>
        {
            await Insert(session, item, ref runs);
            await session.Execute(EndMine);
        });

        await Assert.ThrowsAnyAsync<DbException>(() => commits.Write(1));

        Assert.Equal(2, runs);
        Assert.Empty(await Items(scratch));
    }

    // The connection dies in the commit: from here nobody can tell whether it is on disk, so it is not written again.
    [Theory, OnPostgres]
    public async Task ABatchWhoseCommitGetsNoAnswerIsNotWrittenAgain(string engine)
    {
        await using var scratch = await Scratch(
            engine,
            $"CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM ({EndMine}); RETURN NEW; END$$",
            """
            CREATE CONSTRAINT TRIGGER dies_late AFTER INSERT ON items DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION die()
            """);
        var runs = 0;
        var commits = Commits(scratch, (session, item) => Insert(session, item, ref runs));

        await Assert.ThrowsAnyAsync<DbException>(() => commits.Write(1));

        Assert.Equal(1, runs);
    }

    private static Task<ScratchStore> Scratch(string engine, params string[] more) =>
        ScratchStore.On(engine, ["CREATE TABLE items (id BIGINT)", .. more]);

    private static GroupCommit<long> Commits(ScratchStore scratch, Func<DbSession, long, Task> write) =>
        new(scratch.Store, Area.Ledger, (session, items) => write(session, Assert.Single(items)), _ => 1, 50);

    private static Task<int> Insert(DbSession session, long id, ref int runs)
    {
        runs++;
        return session.Execute("INSERT INTO items (id) VALUES (@id)", new { id });
    }

    private static Task<List<long>> Items(ScratchStore scratch) =>
        scratch.Store.Read(session => session.Query<long>("SELECT id FROM items"), default);

    // The one that tells the server so stays out of the pool.
    private static async Task<ReadLease> EveryOtherDies(ScratchStore scratch)
    {
        await using var other = await scratch.Store.OpenRead(default);
        var alive = await scratch.Store.OpenRead(default);
        await alive.Session.Execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """);
        return alive;
    }
}
