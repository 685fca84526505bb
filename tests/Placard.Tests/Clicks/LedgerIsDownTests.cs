using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Placard.Tests.Clicks;

/// <summary>
/// The ledger cannot be written. Jobseekers are sent on without an id, nothing is charged, the page of numbers says so,
/// and when the ledger is back nothing of it was half-written.
/// </summary>
public sealed partial class LedgerIsDownTests
{
    [Theory, OnBothEngines]
    public async Task AJobseekerIsSentOnWithoutAnIdAndNothingIsCharged(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(
            await Scenario.On(exchange), ClickShop.Selling(("url", "https://acme.example/größe?a=1#b")),
            new { talrooBasicCpc = 50, monthlyBudget = 1m });
        var visitor = Visitor.Fresh();
        (await shop.Scenario.Click(shop.Job.Url, visitor)).Landed();

        await Run(exchange, "ALTER TABLE clicks RENAME TO clicks_away");
        for (var click = 0; click < 3; click++)
        {
            var unseen = await shop.Scenario.Click(shop.Job.Url);
            unseen.Answer.Expect(302);
            Assert.Equal("https://acme.example/gr%C3%B6%C3%9Fe?a=1#b", unseen.Location);
            Assert.Null(unseen.Answer.Header("Set-Cookie"));
        }
        var metrics = (await shop.Scenario.Get("/metrics")).Expect(200).Text;
        Assert.Contains("placard_clicks_unrecorded_total 3\n", metrics, StringComparison.Ordinal);
        (await shop.Scenario.Get("/healthz")).Expect(200);
        await Run(exchange, "ALTER TABLE clicks_away RENAME TO clicks");

        // Neither the money nor the memory of visitors was lost or spent on the way.
        Assert.Equal(50, (long)(await shop.Campaign.Read())["remainingCents"]!);
        (await shop.Scenario.Click(shop.Job.Url, visitor)).Landed();
        (await shop.Scenario.Click(shop.Job.Url)).Landed();
        Assert.Equal(
            ["BILLABLE", "DUPLICATE", "BILLABLE"], (await shop.Rows()).Select(row => (string?)row["verdict"]));
        Assert.Equal("OUT_OF_BUDGET", (string?)(await shop.Campaign.Read())["status"]);
        await exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task WhatHappensToEveryClickIsSaidOnceASecond(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        await Run(exchange, "ALTER TABLE clicks RENAME TO clicks_away");
        var watch = Stopwatch.StartNew();
        for (var click = 0; click < 40; click++)
        {
            Assert.Null((await shop.Scenario.Click(shop.Job.Url)).TlrSid);
        }
        var seconds = (int)watch.Elapsed.TotalSeconds;
        await Run(exchange, "ALTER TABLE clicks_away RENAME TO clicks");

        (await shop.Scenario.Click(shop.Job.Url)).Landed();
        List<Match> Said() => [.. exchange.Output.SelectMany(line => Unrecorded().Matches(line))];
        await Eventually.Becomes(40, () => Task.FromResult(
            Said().Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))));
        // At most one each second, and the last when clicks are recorded again.
        Assert.InRange(Said().Count, 1, seconds + 2);
    }

    // Somebody else holds the ledger and does not let go. The clicks are answered before this test lets go of it.
    [Theory, OnBothEngines]
    public async Task AJobseekerDoesNotWaitForALedgerThatHangs(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        (await shop.Scenario.Click(shop.Job.Url)).Landed();

        await using (var connection = await Open(exchange))
        {
            await Execute(connection, exchange.Database is null
                ? "BEGIN IMMEDIATE"
                : "BEGIN; LOCK TABLE clicks IN ACCESS EXCLUSIVE MODE");
            var clicks = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.Scenario.Click(shop.Job.Url)));
            Assert.All(clicks, click => Assert.Equal("https://acme.example/jobs/job-1", click.Location));
            await Execute(connection, "ROLLBACK");
        }
        (await shop.Scenario.Click(shop.Job.Url)).Landed();
        Assert.Equal(2, (await shop.Rows()).Count);
        Assert.Equal(100, (long)(await shop.Campaign.Read())["spentCents"]!);
        var metrics = (await shop.Scenario.Get("/metrics")).Expect(200).Text;
        Assert.Contains("placard_clicks_unrecorded_total 5\n", metrics, StringComparison.Ordinal);
        await exchange.BooksAddUp();
    }

    // It reads days of clicks first, which take as long as this test wants; the jobseeker is sent on before.
    [Theory, OnPostgres]
    public async Task ANodeThatStartsDoesNotKeepTheLedgerFromOthersWhileItReads(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        var visitor = Visitor.Fresh();
        (await shop.Scenario.Click(shop.Job.Url, visitor)).Landed();
        await exchange.Stop();
        await exchange.Restart();

        await using (var connection = await Open(exchange))
        {
            await Execute(connection, "BEGIN; LOCK TABLE clicks IN ACCESS EXCLUSIVE MODE");
            Assert.Null((await shop.Scenario.Click(shop.Job.Url)).TlrSid);
            // The node has waited for its rows since, and holds the ledger's lock no more than any other.
            Assert.Equal(0, await Count(connection,
                """
                SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """));
            await Execute(connection, "ROLLBACK");
        }

        (await shop.Scenario.Click(shop.Job.Url, visitor)).Landed();
        Assert.Equal(["BILLABLE", "DUPLICATE"], (await shop.Rows()).Select(row => (string?)row["verdict"]));
    }

    // The database ends every connection and takes no new one, as a server that is stopped.
    [Theory, OnPostgres]
    public async Task AJobseekerIsSentOnWhileTheDatabaseIsGone(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        (await shop.Scenario.Click(shop.Job.Url)).Landed();
        var database = new NpgsqlConnectionStringBuilder(exchange.Database);
        await using var keeper = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(exchange.Database) { Database = "postgres", Pooling = false }.ToString());
        await keeper.OpenAsync();

        await Execute(keeper, $"ALTER DATABASE {database.Database} ALLOW_CONNECTIONS false");
        // Again until none is left: one may just have come in.
        var connections = $"pg_stat_activity WHERE datname = '{database.Database}'";
        await Eventually.Holds(async () =>
        {
            await Execute(keeper, $"SELECT pg_terminate_backend(pid) FROM {connections}");
            return await Count(keeper, $"SELECT COUNT(*) FROM {connections}") == 0;
        }, "every connection has ended");
        var gone = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.Scenario.Click(shop.Job.Url)));
        Assert.All(gone, click => Assert.Equal("https://acme.example/jobs/job-1", click.Location));
        Assert.Equal(["LIVE"], await shop.Scenario.Status(shop.Job.Spl));
        var list = (await shop.Scenario.Operator.Get("/v5/campaigns")).ExpectProblem(503);
        Assert.Equal("30", list.Header("Retry-After"));
        Assert.Equal("30", (await shop.Scenario.Convert(new SomeIds(1).Next())).Expect(500).Header("Retry-After"));
        await Execute(keeper, $"ALTER DATABASE {database.Database} ALLOW_CONNECTIONS true");

        await Eventually.Holds(
            async () => (await shop.Scenario.Click(shop.Job.Url)).TlrSid != null, "clicks are recorded again");
        var rows = await shop.Rows();
        Assert.All(rows, row => Assert.Equal("BILLABLE", (string?)row["verdict"]));
        Assert.Equal(rows.Count * 50, (long)(await shop.Campaign.Read())["spentCents"]!);
        await exchange.BooksAddUp();
    }

    // The database was started anew, or something between cut what was idle: it is up, but every connection is dead.
    [Theory, OnPostgres]
    public async Task AClickAfterEveryConnectionDiedIsRecorded(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        (await shop.Scenario.Click(shop.Job.Url)).Landed();

        await Run(exchange,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            + "WHERE datname = current_database() AND pid <> pg_backend_pid()");
        (await shop.Scenario.Click(shop.Job.Url)).Landed();

        Assert.Equal(["BILLABLE", "BILLABLE"], (await shop.Rows()).Select(row => (string?)row["verdict"]));
        await exchange.BooksAddUp();
    }

    // Its commit hangs and then fails, as when the database moves to another machine. Others came meanwhile.
    [Theory, OnPostgres]
    public async Task AClickThatFailsTakesNoOtherWithIt(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        (await shop.Scenario.Click(shop.Job.Url)).Landed();

        await using var connection = await Open(exchange);
        await Execute(connection, "BEGIN; LOCK TABLE clicks IN EXCLUSIVE MODE");
        var first = shop.Scenario.Click(shop.Job.Url);
        const string hanging = "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        await Eventually.Holds(
            async () => await Count(connection, $"SELECT COUNT(*) FROM {hanging}") == 1, "the first one is written");
        var others = Enumerable.Range(0, 5).Select(_ => shop.Scenario.Click(shop.Job.Url)).ToList();
        for (var question = 0; question < 20; question++)
        {
            (await shop.Scenario.Get("/healthz")).Expect(200); // by the time of its answer, they have arrived
        }
        await Execute(connection, $"SELECT pg_terminate_backend(pid) FROM {hanging}");
        Assert.Null((await first).TlrSid);
        await Execute(connection, "ROLLBACK");

        Assert.All(await Task.WhenAll(others), click => Assert.NotNull(click.TlrSid));
        Assert.Equal(6, (await shop.Rows()).Count);
        await exchange.BooksAddUp();
    }

    [GeneratedRegex("([0-9]+) (clicks could not be recorded|more were not before)")]
    private static partial Regex Unrecorded();

    private static async Task Run(Exchange exchange, string sql)
    {
        await using var connection = await Open(exchange);
        await Execute(connection, sql);
    }

    private static async Task Execute(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Count(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<DbConnection> Open(Exchange exchange)
    {
        DbConnection connection = exchange.Database is { } database
            ? new NpgsqlConnection(database)
            : new SqliteConnection($"Data Source={Path.Combine(exchange.DataFolder, "ledger.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
