using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Storage;

/// <summary>Writes that wait together are committed together, and share their batch's fate.</summary>
public sealed class GroupCommitTests
{
    [Theory, OnBothEngines]
    public async Task EveryAcknowledgedItemIsThereInFewerCommitsThanItems(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, "CREATE TABLE items (id BIGINT PRIMARY KEY)");
        var batches = 0;
        var commits = new GroupCommit<long>(
            scratch.Store, Area.Ledger, (session, items) => Insert(session, items, ref batches), _ => 1, 50);

        await Task.WhenAll(Enumerable.Range(0, 500).Select(id => commits.Write(id)));

        Assert.Equal(500, await Count(scratch));
        Assert.InRange(batches, 10, 499);
    }

    [Theory, OnBothEngines]
    public async Task ABatchThatFailsLeavesNothingAndTheNextGoesOn(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, "CREATE TABLE items (id BIGINT PRIMARY KEY)");
        var batches = 0;
        var commits = new GroupCommit<long>(
            scratch.Store, Area.Ledger, (session, items) => Insert(session, items, ref batches), _ => 1, 50);

        await commits.Write(1);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => commits.Write(1));
        await commits.Write(2);

        Assert.Equal(2, await Count(scratch));
    }

    private static Task Insert(DbSession session, IReadOnlyList<long> items, ref int batches)
    {
        batches++;
        return session.Execute(
            $"INSERT INTO items (id) VALUES {string.Join(", ", items.Select(id => $"({id})"))}");
    }

    private static Task<long> Count(ScratchStore scratch) =>
        scratch.Store.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM items"), default);
}
