using System.Data.Common;
using Placard.Kernel;
using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Storage;

/// <summary>Transactions of tens of megabytes, sent to the disk while they are written.</summary>
[Collection(nameof(QuietThread))] // whether somebody asked is known to the whole process
public sealed class BulkWriteTests
{
    private static readonly AppendPlan Pieces = new(
        "pieces", [("id", ColumnType.Number), ("bytes", ColumnType.Blob)],
        "ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes");

    private static readonly AppendPlan ManyPieces = Pieces with { IsForMany = true };

    private static readonly AppendPlan Notes = new(
        "notes", [("id", ColumnType.Number), ("bytes", ColumnType.Blob)]);

    private static readonly AppendPlan ChangedNotes = Notes with { Tail = Pieces.Tail };

    private static readonly AppendPlan Many = new("many",
        [
            ("id", ColumnType.Number), ("may", ColumnType.Number), ("words", ColumnType.Text),
            ("utf8", ColumnType.Text), ("raw", ColumnType.Blob), ("bytes", ColumnType.Blob),
        ])
    {
        IsForMany = true,
    };

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
    public async Task EveryRowIsThereWhenTheyAreWrittenInPiecesBecauseSomebodyAsks(string engine)
    {
        await using var scratch = await Scratch(engine);
        await Write(scratch, rounds: 1, seed: 1);
        using var quiet = new QuietThread("quiet");

        var written = await scratch.Store.Write(Area.Inventory, async session =>
        {
            await quiet.Enter();
            QuietThread.SomebodyAsks();
            return await session.Append(ManyPieces, 103, (id, row) =>
            {
                row.Number(id);
                row.Blob(PieceOf(id, seed: 2));
            });
        }, default);

        Assert.Equal(103, written);
        Assert.Equal(103, await Count(scratch));
        for (var id = 0; id < 103; id++)
        {
            Assert.Equal(PieceOf(id, seed: 2), await Piece(scratch, id));
        }
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
    public async Task ARowForManyArrivesAsItWasBound(string engine)
    {
        await using var scratch = await ScratchOfMany(engine);
        var longText = string.Concat(Enumerable.Repeat("Größe 9\u2033 \U0001F600, ", 20_000));
        var longBytes = Enumerable.Repeat(PieceOf(1, seed: 1), 100).SelectMany(piece => piece).ToArray();
        string?[] texts = [null, "", "Zürich", "Basel"];
        byte[]?[] blobs = [null, [], PieceOf(2, seed: 1), [0]];

        var written = await scratch.Store.Write(Area.Ledger, session => session.Append(Many, 4_000, (i, row) =>
        {
            row.Number(i - 2_000L);
            row.Number(i % 2 == 0 ? null : (long?)long.MaxValue);
            row.Text(i == 3 ? longText : texts[i % 4]);
            row.Utf8Text("Köln"u8);
            row.Blob("\0\u00ff"u8);
            row.Blob(i == 3 ? longBytes : blobs[i % 4]);
        }), default);

        Assert.Equal(4_000, written);
        Assert.Equal(4_000, await Scalar<long>(scratch, "SELECT COUNT(*) FROM many WHERE utf8 = 'Köln'"));
        Assert.Equal(1_000, await Scalar<long>(
            scratch, "SELECT COUNT(*) FROM many WHERE words IS NULL AND may IS NULL AND bytes IS NULL"));
        Assert.Equal(1_000, await Scalar<long>(scratch, "SELECT COUNT(*) FROM many WHERE words = 'Zürich'"));
        Assert.Equal(longText, await Scalar<string>(scratch, "SELECT words FROM many WHERE id = -1997"));
        Assert.Equal(long.MaxValue, await Scalar<long>(scratch, "SELECT may FROM many WHERE id = -1999"));
        Assert.Equal("\0\u00ff"u8.ToArray(), await Scalar<byte[]>(scratch, "SELECT raw FROM many WHERE id = 1999"));
        Assert.Equal(blobs[2], await Scalar<byte[]>(scratch, "SELECT bytes FROM many WHERE id = 1998"));
        Assert.Equal(longBytes, await Scalar<byte[]>(scratch, "SELECT bytes FROM many WHERE id = -1997"));
    }

    [Theory, OnBothEngines]
    public async Task ARowThatCannotBeBoundTakesTheOthersWithIt(string engine)
    {
        await using var scratch = await ScratchOfMany(engine);

        await Assert.ThrowsAsync<FormatException>(() => WriteMany(
            scratch, i => i < 999 ? i : throw new FormatException()));

        Assert.Equal(0, await Scalar<long>(scratch, "SELECT COUNT(*) FROM many"));
    }

    [Theory, OnBothEngines]
    public async Task ARowThatIsThereAlreadyTakesTheOthersWithIt(string engine)
    {
        await using var scratch = await ScratchOfMany(engine);

        await Assert.ThrowsAnyAsync<DbException>(() => WriteMany(scratch, i => i % 999));

        Assert.Equal(0, await Scalar<long>(scratch, "SELECT COUNT(*) FROM many"));
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

    [Theory, OnBothEngines]
    public async Task RowsThatAllChangeAtOnceStayInTheirPagesWhereAsked(string engine)
    {
        await using var scratch = await ScratchStore.On(
            engine, "CREATE TABLE notes (id BIGINT PRIMARY KEY, bytes {blob} NOT NULL)", "-- Alone.\n{roomy notes};");
        await ChangeAll(seed: 1);
        var before = await Pages();

        await ChangeAll(seed: 2);

        Assert.Equal(
            PieceOf(199, seed: 2)[..100], await Scalar<byte[]>(scratch, "SELECT bytes FROM notes WHERE id = 199"));
        Assert.Equal(before, await Pages());

        Task<int> ChangeAll(int seed) => scratch.Store.Write(
            Area.Ledger, session => session.Append(ChangedNotes, 200, (i, row) =>
            {
                row.Number(i);
                row.Blob(PieceOf(i, seed).AsSpan(0, 100));
            }), default);

        async Task<long> Pages() => engine == StorageEngine.Postgres
            ? await Scalar<long>(scratch, "SELECT pg_relation_size('notes')")
            : 0; // SQLite changes rows where they are.
    }

    private static Task<ScratchStore> ScratchOfMany(string engine) => ScratchStore.On(engine,
        """
        CREATE TABLE many (id BIGINT PRIMARY KEY, may BIGINT, words TEXT, utf8 TEXT NOT NULL, raw {blob} NOT NULL,
            bytes {blob})
        """);

    private static Task<int> WriteMany(ScratchStore scratch, Func<int, long> idOf) => scratch.Store.Write(
        Area.Ledger, session => session.Append(Many, 1_000, (i, row) =>
        {
            row.Number(idOf(i));
            row.Number(null);
            row.Text(null);
            row.Utf8Text("Köln"u8);
            row.Blob(PieceOf(i, seed: 1).AsSpan());
            row.Blob(null);
        }), default);

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

    private static Task<T?> Scalar<T>(ScratchStore scratch, string sql) =>
        scratch.Store.Read(session => session.Scalar<T>(sql), default);

    private static Task<long> Count(ScratchStore scratch) =>
        scratch.Store.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM pieces"), default);

    private static Task<byte[]?> Piece(ScratchStore scratch, long id) => scratch.Store.Read(
        session => session.Scalar<byte[]>("SELECT bytes FROM pieces WHERE id = @id", new { id }), default);
}
