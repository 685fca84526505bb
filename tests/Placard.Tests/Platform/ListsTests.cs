using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Tests.Platform;

/// <summary>
/// What a list answers, on both engines: missing values, letter case and text order are where they differ.
/// </summary>
public sealed class ListsTests
{
    private const string Sid = "0198c5a0-1111-7222-8333-444455556666";

    private static readonly ListPlan Plan = new(
        "id, name, size, made_at_ms",
        "things",
        "id",
        new ListField("id", "id", ListType.Number),
        new ListField("name", "name"),
        new ListField("size", "size", ListType.Number),
        new ListField("madeAt", "made_at_ms", ListType.Time),
        new ListField("open", "open", ListType.Flag),
        new ListField("sid", "sid", ListType.ClickId),
        new ListField("kind", "kind", ListType.Number, new Dictionary<string, long> { ["RED"] = 1, ["BLUE"] = 2 }));

    private static readonly string[] Things =
    [
        """
        CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT, size BIGINT, made_at_ms BIGINT, open BIGINT,
            sid {blob}, kind BIGINT, owner BIGINT)
        """,
        // 2026-01-31T10:00:00Z is 1769853600000.
        "INSERT INTO things VALUES (1, 'apple', 10, 1769853600000, 1, NULL, 1, 7)",
        "INSERT INTO things VALUES (2, 'Banana', 20, 1769853600500, 0, NULL, 2, 7)",
        "INSERT INTO things VALUES (3, 'cherry_100%', NULL, NULL, NULL, NULL, NULL, 7)",
        "INSERT INTO things VALUES (4, NULL, 20, 1769940000000, 1, NULL, 1, 7)",
        @"INSERT INTO things VALUES (5, 'back\slash', -5, 1769767200000, 0, NULL, 2, 7)",
        "INSERT INTO things VALUES (6, 'another''s', 1, 1, 1, NULL, 1, 8)",
    ];

    private sealed record Thing(long Id, string? Name, long? Size, long? MadeAtMs);

    [Theory, OnBothEngines]
    public async Task SearchFindsTheRows(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Things);
        await SetSid(scratch, 2);
        var cases = TextTable.Read(
            """
            search                                        | ids
            -                                             | 1,2,3,4,5
            id=2                                          | 2
            name=apple                                    | 1
            name=APPLE                                    | -
            name!=apple                                   | 2,3,4,5
            -name=apple                                   | 2,3,4,5
            -name!=apple                                  | 1
            name~AN                                       | 2
            -name~AN                                      | 1,3,4,5
            name~"_1"                                     | 3
            name~"0%"                                     | 3
            name~"%"                                      | 3
            name~"k\\s"                                   | 5
            name~"a" AND id>1                             | 2,5
            name:(apple, "Banana")                        | 1,2
            -name:(apple,Banana)                          | 3,4,5
            name<a                                        | 2
            name>=b                                       | 3,5
            size>10                                       | 2,4
            size<=10                                      | 1,5
            -size<=10                                     | 2,3,4
            size=-5                                       | 5
            size:(10,20)                                  | 1,2,4
            madeAt=2026-01-31T10:00:00Z                   | 1
            madeAt=2026-01-31T10:00                       | 1
            madeAt=2026-01-31T12:00:00+02:00              | 1
            madeAt>=2026-01-31T10:00:00.5Z                | 2,4
            madeAt<2026-01-31                             | 5
            open=true                                     | 1,4
            open!=true                                    | 2,3,5
            open:(true,false)                             | 1,2,4,5
            kind=RED                                      | 1,4
            -kind:(RED,BLUE)                              | 3
            sid=0198c5a0-1111-7222-8333-444455556666      | 2
            sid>=00000000-0000-0000-0000-000000000000     | 2
            sid!=0198C5A0111172228333444455556666         | 1,3,4,5
            id>0 AND name="x' OR '1'='1"                  | -
            """);

        Assert.All(cases.Rows, row => Assert.Equal(row["ids"], Ids(scratch, "search", row["search"])));
    }

    [Theory, OnBothEngines]
    public async Task SortPutsTheRowsInOneOrderOnBothEngines(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Things);
        var cases = TextTable.Read(
            """
            sort                  | ids
            name                  | 2,1,5,3,4
            name,asc              | 2,1,5,3,4
            name,DESC             | 4,3,5,1,2
            size,asc              | 5,1,2,4,3
            size,desc             | 3,4,2,1,5
            madeAt                | 5,1,2,4,3
            kind,desc             | 3,5,2,4,1
            """);

        Assert.All(cases.Rows, row => Assert.Equal(row["ids"], Ids(scratch, "sort", row["sort"])));
        Assert.Equal("5,1,4,2,3", await IdsOf(scratch, "?sort=size&sort=name,desc"));
    }

    [Theory, OnBothEngines]
    public async Task PagesCoverTheListOnce(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Things);

        var first = await Page(scratch, "?size=2&sort=name,asc");
        Assert.Equal(
            """{"size":2,"number":0,"totalPages":3,"totalElements":5,"content":[{"id":2},{"id":1}]}""",
            first.Body.ToJsonString());
        Assert.Equal("5,3", await IdsOf(scratch, "?size=2&page=1&sort=name"));
        Assert.Equal("4", await IdsOf(scratch, "?size=2&page=2&sort=name"));
        Assert.Equal("", await IdsOf(scratch, "?size=2&page=3&sort=name"));
        Assert.Equal("", await IdsOf(scratch, "?size=500&page=2147483647"));
        var none = await Page(scratch, "?search=id%3D99");
        Assert.Equal(
            """{"size":20,"number":0,"totalPages":0,"totalElements":0,"content":[]}""", none.Body.ToJsonString());
    }

    [Theory]
    [InlineData("?page=-1", "page")]
    [InlineData("?page=1.5", "page")]
    [InlineData("?page=2147483648", "page")]
    [InlineData("?page=0&page=1", "page")]
    [InlineData("?size=0", "size")]
    [InlineData("?size=501", "size")]
    [InlineData("?size=ten", "size")]
    [InlineData("?sort=nothing", "sort")]
    [InlineData("?sort=id,up", "sort")]
    [InlineData("?sort=id,asc,desc", "sort")]
    [InlineData("?sort=", "sort")]
    [InlineData("?sort=id;DROP TABLE things", "sort")]
    [InlineData("?search=id%3D1&search=id%3D2", "search")]
    [InlineData("?search=nothing%3D1", "search")]
    [InlineData("?search=Name%3Dapple", "search")]
    [InlineData("?search=owner%3D8", "search")]
    [InlineData("?search=id%3Done", "search")]
    [InlineData("?search=id%3D99999999999999999999", "search")]
    [InlineData("?search=id~1", "search")]
    [InlineData("?search=madeAt%3Dyesterday", "search")]
    [InlineData("?search=open%3D1", "search")]
    [InlineData("?search=open%3Etrue", "search")]
    [InlineData("?search=kind%3D1", "search")]
    [InlineData("?search=kind%3EBLUE", "search")]
    [InlineData("?search=kind~RE", "search")]
    [InlineData("?search=sid%3Dabc", "search")]
    public async Task WhatCannotBeReadIsRefusedByParameter(string query, string parameter)
    {
        await using var scratch = await ScratchStore.On(StorageEngine.Sqlite, Things);

        var (status, body) = await Page(scratch, query);

        Assert.Equal(422, status);
        Assert.Equal(parameter, Assert.Single(body["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task EveryFaultIsToldAtOnce()
    {
        await using var scratch = await ScratchStore.On(StorageEngine.Sqlite, Things);

        var (_, body) = await Page(scratch, "?page=x&size=0&sort=q&search=%3D");

        Assert.Equal(["page", "search", "size", "sort"], body["errors"]!.AsObject().Select(field => field.Key).Order());
    }

    [Fact]
    public async Task AFaultNamesTheFieldsThatThereAre()
    {
        await using var scratch = await ScratchStore.On(StorageEngine.Sqlite, Things);

        var (_, body) = await Page(scratch, "?search=id%3D1%20AND%20colour%3Dred");

        Assert.Equal(
            "At character 10: this list has no field of that name. "
            + "It has: id, name, size, madeAt, open, sid, kind.",
            (string?)body["errors"]!["search"]![0]);
    }

    // Mangled conditions, quotes and SQL: whatever somebody writes is an answer or a refusal, and no row of another
    // owner ever shows.
    [Theory, OnBothEngines]
    public async Task WhateverSomebodySearchesTheAnswerIsOursOrARefusal(string engine)
    {
        const int seed = 20260131;
        const int tries = 2_000;
        string[] pieces =
        [
            "id", "name", "size", "madeAt", "open", "sid", "kind", "owner", "=", "==", "!=", ">", "<=", "~", ":(", ")",
            ",", " AND ", " OR ", "-", "\"", "\\", "'", "''", ";", "--", "/*", "%", "_", "1", "7", "true", "RED",
            "@list_0", "@scope", "NULL", "2026-01-31", Sid, "\0", "\t", "é", "😀", "\ud800", "(", "1 OR 1 = 1", "?1?",
        ];
        var random = new Random(seed);
        await using var scratch = await ScratchStore.On(engine, Things);
        var answered = 0;
        for (var i = 0; i < tries; i++)
        {
            var text = i % 2 == 0 ? Soup(random, pieces) : NearlyRight(random, pieces);
            var (status, body) = await Page(scratch, "?search=" + Uri.EscapeDataString(text));

            Assert.True(status is 200 or 422, $"{status} for {text}");
            answered += status == 200 ? 1 : 0;
            Assert.DoesNotContain(
                status == 200 ? body["content"]!.AsArray() : [], row => (long)row!["id"]! == 6);
        }
        Assert.InRange(answered, tries / 40, tries * 19 / 20);
        Assert.Equal("1,2,3,4,5", await IdsOf(scratch, ""));
    }

    private static string Soup(Random random, string[] pieces) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));

    private static string NearlyRight(Random random, string[] pieces) => string.Join(" AND ",
        Enumerable.Range(0, random.Next(1, 3)).Select(_ =>
            (random.Next(3) == 0 ? "-" : "") + pieces[random.Next(7)] + pieces[random.Next(8, 14)] + "\""
            + pieces[random.Next(pieces.Length)] + "\""));

    private static string Ids(ScratchStore scratch, string parameter, string value) =>
        IdsOf(scratch, value.Length == 0 ? "" : $"?{parameter}={Uri.EscapeDataString(value)}").GetAwaiter().GetResult();

    private static async Task<string> IdsOf(ScratchStore scratch, string query)
    {
        var (status, body) = await Page(scratch, query);
        Assert.True(status == 200, $"{status} for {query}: {body}");
        return string.Join(',', body["content"]!.AsArray().Select(row => (long)row!["id"]!));
    }

    private static async Task<(int Status, JsonNode Body)> Page(ScratchStore scratch, string query)
    {
        var context = InProcess.Request(query);
        var result = await Lists.Page<Thing, object>(
            context, scratch.Store, Plan, "owner = @scope", new { scope = 7L }, thing => new { thing.Id });
        return await InProcess.Answer(context, result);
    }

    private static Task SetSid(ScratchStore scratch, long id) =>
        scratch.Store.Write(Placard.Storage.Area.Ledger, session => session.Execute(
            "UPDATE things SET sid = @sid WHERE id = @id",
            new { sid = Convert.FromHexString(Sid.Replace("-", "", StringComparison.Ordinal)), id }),
            CancellationToken.None);
}
