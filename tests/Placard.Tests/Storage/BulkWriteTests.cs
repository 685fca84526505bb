using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Storage;

/// <summary>Transactions of tens of megabytes, sent to the disk while they are written.</summary>
public sealed class BulkWriteTests
{
    private static readonly AppendPlan Pieces = new(
        "pieces", [("id", ColumnType.Number), ("bytes", ColumnType.Blob)],
        "ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes");

    private static readonly AppendPlan Notes = new(
        "notes", [("id", ColumnType.Number), ("bytes", ColumnType.Blob)]);

    [Theory, OnBothEngines]
    public async Task EveryRowIsThereWhetherWrittenOnceOrOver(string engine)
    {
        await using var scratch = await Scratch(engine);

        await Write(scratch, rounds: 60, seed: 1);
        await Write(scratch, rounds: 60, seed: 2);

        Assert.Equal(6_000, await Count(scratch));
        Assert.Equal(PieceOf(5_999, seed: 2), await Piece(scratch, 5_999));
    }

    [Theory, OnBothEngines]
    public async Task WhatIsRolledBackLeavesNothing(string engine)
    {
        await using var scratch = await Scratch(engine);

        await Assert.ThrowsAsync<FormatException>(() => scratch.Store.Write(Area.Inventory, async session =>
        {
            await Append(session, rounds: 60, seed: 1);
            throw new FormatException();
        }, default));
        await Write(scratch, rounds: 1, seed: 2);

        Assert.Equal(100, await Count(scratch));
    }

    [Theory, OnBothEngines]
    public async Task WritersInARowWaitForTheDiskWithoutLosingAnything(string engine)
    {
        await using var scratch = await Scratch(engine);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Write(scratch, rounds: 10, seed)));

        Assert.Equal(1_000, await Count(scratch));
    }

    [Theory, OnBothEngines]
    public async Task RowsOfUpToHalfAPageAreKeptWholeWhereAsked(string engine)
    {
        await using var scratch = await ScratchStore.On(
            engine, "CREATE TABLE notes (id BIGINT PRIMARY KEY, bytes {blob} NOT NULL)", "-- Alone.\n{whole notes};");
        var note = PieceOf(1, seed: 1)[..3_000];

        await scratch.Store.Write(Area.Ledger, session => session.Append(Notes, 1, (_, row) =>
        {
            row.Number(1);
            row.Blob(note);
        }), default);

        Assert.Equal(note, await scratch.Store.Read(
            session => session.Scalar<byte[]>("SELECT bytes FROM notes"), default));
        if (engine == StorageEngine.Postgres)
        {
            // Neither packed, which would be a few bytes, nor filed elsewhere, which would be without its own length.
            Assert.Equal(3_004, await scratch.Store.Read(
                session => session.Scalar<int>("SELECT pg_column_size(bytes) FROM notes"), default));
        }
    }

    private static async Task<ScratchStore> Scratch(string engine)
    {
        var scratch = await ScratchStore.On(engine);
        await scratch.Store.Write(Area.Inventory, session => session.Execute(scratch.Store.Engine.Translate(
            "CREATE TABLE pieces (id BIGINT PRIMARY KEY, bytes {blob} NOT NULL)")), default);
        return scratch;
    }

    private static Task Write(ScratchStore scratch, int rounds, int seed) => scratch.Store.Write(
        Area.Inventory, session => Append(session, rounds, seed), default);

    private static async Task Append(DbSession session, int rounds, int seed)
    {
        for (var round = 0; round < rounds; round++)
        {
            var first = round * 100;
            await session.Append(Pieces, 100, (i, row) =>
            {
                row.Number(first + i);
                row.Blob(PieceOf(first + i, seed));
            });
        }
    }

    // Four kilobytes that tell the row and the writing apart.
    private static byte[] PieceOf(int id, int seed)
    {
        var bytes = new byte[4_096];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((i * (seed + 3)) + (id * 31) + (i >> 8));
        }
        return bytes;
    }

    private static Task<long> Count(ScratchStore scratch) =>
        scratch.Store.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM pieces"), default);

    private static Task<byte[]?> Piece(ScratchStore scratch, long id) => scratch.Store.Read(
        session => session.Scalar<byte[]>("SELECT bytes FROM pieces WHERE id = @id", new { id }), default);
}
