using System.Data.Common;
using System.Text;
using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Storage;

/// <summary>What an <see cref="IRowBinder"/> binds is what a <see cref="RowReader"/> reads.</summary>
public sealed class RowReaderTests
{
    private static readonly AppendPlan Values = new(
        "things",
        [
            ("id", ColumnType.Number), ("number", ColumnType.Number), ("text", ColumnType.Text),
            ("bytes", ColumnType.Blob),
        ]);

    private static readonly Thing[] Things =
    [
        new(long.MaxValue, "", []),
        new(long.MinValue, "Jürgen 🙂 \u0001", [0, 255, 0]),
        new(null, null, null),
        new(0, new string('é', 5_000), [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)]),
        new(-1, "after a long one", [1]),
    ];

    private sealed record Thing(long? Number, string? Text, byte[]? Bytes);

    private static readonly AppendPlan ManyValues = new("things", Values.Columns) { IsForMany = true };

    [Theory, OnBothEngines]
    public Task ValuesComeBackAsTheyWereBound(string engine) => ComeBack(engine, Values);

    [Theory, OnBothEngines]
    public Task ValuesComeBackWhereTheyAreMany(string engine) => ComeBack(engine, ManyValues);

    [Theory, OnBothEngines]
    public async Task ValuesAreTakenFromMemoryThatIsUsedAgain(string engine)
    {
        await using var scratch = await Scratch(engine);
        var memory = new byte[200_000];
        foreach (var (plan, first) in new[] { (Values, 0), (ManyValues, 2) })
        {
            await scratch.Store.Write(Area.Inventory, session => session.Append(plan, 2, (i, row) =>
            {
                row.Number(first + i);
                row.Number(0);
                row.Utf8Text(memory.AsSpan(0, Encoding.UTF8.GetBytes(i == 0 ? Things[3].Text! : "", memory)));
                Things[3].Bytes!.CopyTo(memory, 0);
                row.Blob(memory.AsSpan(0, i == 0 ? Things[3].Bytes!.Length : 0));
            }), default);
        }

        var found = await All(scratch, "SELECT number, text, bytes FROM things ORDER BY id");

        Assert.Equal([Things[3].Text, "", Things[3].Text, ""], found.Select(thing => thing.Text));
        Assert.Equal([Things[3].Bytes, [], Things[3].Bytes, []], found.Select(thing => thing.Bytes));
    }

    [Theory, OnBothEngines]
    public async Task RowsAreAddedInOrderHoweverManyTheyAre(string engine)
    {
        await using var scratch = await Scratch(engine);
        var over = new AppendPlan("things", Values.Columns, "ON CONFLICT (id) DO UPDATE SET number = excluded.number");

        var written = await scratch.Store.Write(Area.Inventory, session => session.Append(
        [
            new Appending(over, 1, (_, row) => Bind(row, 0, new Thing(1, "first", []))),
            new Appending(ManyValues, 2, (i, row) => Bind(row, i + 1, new Thing(2, "copied", []))),
            new Appending(ManyValues, 0, (_, _) => Assert.Fail("There is no row.")),
            new Appending(over, 2, (i, row) => Bind(row, i, new Thing(3, "last", []))),
        ]), default);

        Assert.Equal(5, written);
        Assert.Equal(
            [new(3, "first"), new(3, "copied"), new(2, "copied")],
            (await All(scratch, "SELECT number, text, bytes FROM things ORDER BY id"))
                .Select(thing => new KeyValuePair<long, string>(thing.Number!.Value, thing.Text!)));
    }

    [Theory, OnBothEngines]
    public async Task OfManyRowsOfWhichOneIsRefusedNoneStays(string engine)
    {
        await using var scratch = await Scratch(engine);

        await Assert.ThrowsAnyAsync<DbException>(() => scratch.Store.Write(Area.Inventory, session => session.Append(
            ManyValues, 3, (i, row) => Bind(row, i % 2, new Thing(1, "twice", []))), default));
        await Assert.ThrowsAsync<FormatException>(() => scratch.Store.Write(Area.Inventory, session => session.Append(
            ManyValues, 3, (i, row) => Bind(row, i < 2 ? i : throw new FormatException(), new Thing(1, "x", []))),
            default));

        Assert.Empty(await All(scratch, "SELECT number, text, bytes FROM things"));
        await ComeBack(scratch, ManyValues);
    }

    private static async Task ComeBack(string engine, AppendPlan plan)
    {
        await using var scratch = await Scratch(engine);
        await ComeBack(scratch, plan);
    }

    private static async Task ComeBack(ScratchStore scratch, AppendPlan plan)
    {
        await scratch.Store.Write(Area.Inventory, session => session.Append(
            plan, Things.Length, (i, row) => Bind(row, i, Things[i])), default);

        var found = await All(scratch, "SELECT number, text, bytes FROM things ORDER BY id");

        Assert.Equal(Things.Select(thing => thing.Number), found.Select(thing => thing.Number));
        Assert.Equal(Things.Select(thing => thing.Text), found.Select(thing => thing.Text));
        Assert.Equal(Things.Select(thing => thing.Bytes), found.Select(thing => thing.Bytes));
    }

    [Theory, OnBothEngines]
    public async Task NoRowsAreNone(string engine)
    {
        await using var scratch = await Scratch(engine);

        Assert.Empty(await All(scratch, "SELECT number, text, bytes FROM things"));
    }

    [Theory, OnBothEngines]
    public async Task WhatIsAbsentCannotBeTakenForAValue(string engine)
    {
        await using var scratch = await Scratch(engine);
        await using var lease = await scratch.Store.OpenRead(default);
        await using var rows = await lease.Session.Read("SELECT CAST(NULL AS BIGINT), NULL, 0");

        Assert.True(await rows.Next(default));
        Assert.ThrowsAny<Exception>(() => rows.Number(0));
        Assert.False(rows.IsNull(2));
        Assert.ThrowsAny<Exception>(() => rows.Text(1));
        Assert.ThrowsAny<Exception>(() => rows.Blob(1));
        Assert.False(await rows.Next(default));
    }

    [Theory, OnBothEngines]
    public async Task ARowThatWasClosedIsNotRead(string engine)
    {
        await using var scratch = await Scratch(engine);
        await using var lease = await scratch.Store.OpenRead(default);
        var rows = await lease.Session.Read("SELECT 'text', CAST(7 AS BIGINT)");
        Assert.True(await rows.Next(default));
        await rows.DisposeAsync();

        Assert.ThrowsAny<Exception>(() => rows.Text(0));
        Assert.ThrowsAny<Exception>(() => rows.Number(1));
    }

    private static void Bind(IRowBinder row, int id, Thing thing)
    {
        row.Number(id);
        row.Number(thing.Number);
        row.Text(thing.Text);
        row.Blob(thing.Bytes);
    }

    private static async Task<List<Thing>> All(ScratchStore scratch, string sql)
    {
        await using var lease = await scratch.Store.OpenRead(default);
        await using var rows = await lease.Session.Read(sql);
        var all = new List<Thing>();
        while (await rows.Next(default))
        {
            all.Add(new Thing(rows.NumberOrNull(0), rows.IsNull(1) ? null : rows.Text(1), rows.BlobOrNull(2)));
        }
        return all;
    }

    private static async Task<ScratchStore> Scratch(string engine)
    {
        var scratch = await ScratchStore.On(engine);
        await scratch.Store.Write(Area.Inventory, session => session.Execute(scratch.Store.Engine.Translate(
            "CREATE TABLE things (id BIGINT PRIMARY KEY, number BIGINT, text TEXT, bytes {blob})")), default);
        return scratch;
    }
}
