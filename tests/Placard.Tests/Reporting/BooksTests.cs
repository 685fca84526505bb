using System.Collections.Concurrent;
using Placard.Reporting.Checking;

namespace Placard.Tests.Reporting;

/// <summary>The operator has the books checked: they add up, and whoever tampers with them is found out.</summary>
public sealed class BooksTests
{
    private const string NotInForce = "from one-time budget 999, which was not in force for it";

    /// <summary>What was done to the rows, and what the auditor says then.</summary>
    private static readonly (string[] Changes, string Says)[] Tampering =
    [
        (["UPDATE clicks SET charged_cents = charged_cents + 1 WHERE verdict = 0"],
            "spent 100 cents, but its clicks were charged 102"),
        (["UPDATE clicks SET charged_cents = 0 WHERE verdict = 0"], "billable, but charged 0 cents"),
        (["UPDATE clicks SET charged_cents = 5 WHERE verdict = 1"], "DUPLICATE, but charged 5 cents"),
        (["UPDATE clicks SET earned_micros = 5 WHERE verdict = 1"], "DUPLICATE, but earned 5 micros"),
        (["UPDATE clicks SET earned_micros = -5 WHERE verdict = 0"], "earned -5 micros"),
        (["UPDATE clicks SET campaign_id = NULL WHERE verdict = 0"], "billable without a campaign that pays"),
        (["UPDATE clicks SET verdict = 99 WHERE seq = 1"], "there is no verdict 99"),
        (["UPDATE clicks SET verdict = 5, charged_cents = 0, sent_back = 1 WHERE seq = 1"],
            "EXPIRED and sent back to the publisher, but earned 300000 micros"),
        (["UPDATE clicks SET clicked_at_ms = clicked_at_ms - 86400000 WHERE seq = 1"],
            "its time is -86400000 ms off its id's"),
        (["UPDATE clicks SET feed_id = 987654 WHERE seq = 1"], "feed 987654 has clicks, but is not there"),
        (["UPDATE clicks SET campaign_id = 987654 WHERE seq = 1"], "campaign 987654 has clicks, but is not there"),
        (["DELETE FROM clicks WHERE seq = 2"], "the ledger has 2 clicks, but their numbers go from 1 to 3"),
        (["UPDATE clicks SET verdict = 0 WHERE verdict = 1"], "are billable, of one visitor, and 0 s apart"),
        (["UPDATE spend SET spent_cents = 99"], "spent 99 cents, but its clicks were charged 100"),
        (["DELETE FROM spend"], "spent 0 cents, but its clicks were charged 100"),
        (["UPDATE spend SET day = 20200131"],
            "spent 100 cents on 20200131, but its clicks of that day were charged 0"),
        (["UPDATE spend SET day = 20261399"], "spent 100 cents on 20261399, which is no day"),
        (["UPDATE clicks SET publisher_id = 987654 WHERE seq = 1"], "but has clicks that name publisher 987654"),
        (["UPDATE clicks SET customer_id = 987654 WHERE seq = 1"], "but has clicks that name customer 987654"),
        (["UPDATE budget_ceilings SET monthly_cents = 99"], "more than the 99 it had"),
        (["UPDATE budget_ceilings SET daily_cents = 99"], "more than its daily 99"),
        (["UPDATE spend SET budget_id = 999"], NotInForce),
        ([OneTimeBudget("campaign_id", "day"), "UPDATE spend SET budget_id = 999"], "one-time budget 999 of campaign"),
        ([OneTimeBudget("campaign_id + 1", "day"), "UPDATE spend SET budget_id = 999"], NotInForce),
        ([OneTimeBudget("campaign_id", "day + 1"), "UPDATE spend SET budget_id = 999"], NotInForce),
        ([OneTimeBudget("campaign_id", "day - 100"), "UPDATE spend SET budget_id = 999"], NotInForce),
        (["UPDATE feed_days SET earned_micros = earned_micros - 1"], "3 clicks, 2 paid, 599999 micros earned"),
        (["DELETE FROM feed_days"], "its days show 0 clicks"),
        (["UPDATE feed_days SET day = 20200131"], "its day 20200131 shows 3 clicks, 2 paid"),
        (["UPDATE campaign_days SET day = 20200131"], "its day 20200131 shows 3 clicks, 2 billable, 100 cents spent"),
        (["UPDATE feed_days SET expired = expired + 1"], "1 expired, 0 stale; its clicks are 3"),
        (["UPDATE feed_days SET stale = stale + 1"], "0 expired, 1 stale; its clicks are 3"),
        (["UPDATE campaign_days SET billable_clicks = 3"], "its days show 3 clicks, 3 billable"),
        (["UPDATE fold_cursors SET seq = 13"], "the days include click number 13, but the ledger ends with 3"),
        (["UPDATE conversions SET repeat_seq = seq WHERE repeat_seq = 0"], "was reported 2 times and counts 0 times"),
        (["UPDATE conversions SET campaign_id = campaign_id + 1"], "a conversion (event 2) of click"),
        (["UPDATE conversions SET click_seq = NULL"], "does not name that click and its owners"),
        (["UPDATE dispositions SET customer_id = 987654"], "a disposition (event 15) of click"),
        ([
            "DROP INDEX dispositions_of_click",
            """
            INSERT INTO dispositions (seq, tlr_sid, by_click, event, event_time_ms, received_at_ms, click_seq,
                customer_id, publisher_id, campaign_id)
            SELECT seq + 100, tlr_sid, by_click, event, event_time_ms, 0, click_seq, customer_id, publisher_id,
                campaign_id FROM dispositions
            """],
            "disposition hired of"),
    ];

    [Theory, OnBothEngines]
    public async Task WhateverIsTamperedWithIsNamed(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await LiveADay(await Scenario.On(exchange));
        await exchange.Stop();
        await using var books = new OpenedBooks(exchange);

        Assert.Empty(await books.FindingsAfter([]));
        foreach (var (changes, says) in Tampering)
        {
            var findings = await books.FindingsAfter(changes);
            Assert.True(
                findings.Any(finding => finding.Contains(says, StringComparison.Ordinal)),
                $"After {changes[0]} nobody says '{says}' but: {string.Join('\n', findings)}");
        }
    }

    [Fact]
    public void AFaultThatIsEverywhereIsCountedAndHidesNoOther()
    {
        var told = new List<string>();
        var findings = new Findings(finding => told.Add(finding.Text));
        for (var click = 1; click <= 25; click++)
        {
            findings.Note("clicks that are wrong", $"click {click} is wrong");
        }
        for (var feed = 1; feed <= 20; feed++)
        {
            findings.Note("feeds that are wrong", $"feed {feed} is wrong");
        }
        findings.Close();

        Assert.Equal(45, findings.Count);
        Assert.Equal(
            [
                .. Enumerable.Range(1, 20).Select(click => $"click {click} is wrong"),
                .. Enumerable.Range(1, 20).Select(feed => $"feed {feed} is wrong"),
                "... and 5 more: clicks that are wrong",
            ],
            told);
    }

    [Theory, OnBothEngines]
    public async Task TheVerbPrintsWhatItFindsAndEndsWithOne(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await LiveADay(await Scenario.On(exchange));

        var inOrder = await exchange.Verify();
        Assert.Equal(0, inOrder.ExitCode);
        Assert.Contains(
            "books: ok (3 clicks, 1 campaigns, 1 feeds, 2 conversions, 1 dispositions, 0 applications, 0 events)",
            inOrder.Output,
            StringComparison.Ordinal);

        await exchange.Stop();
        await using (var books = new OpenedBooks(exchange))
        {
            await books.Change("UPDATE spend SET spent_cents = spent_cents + 1");
        }
        var tampered = await exchange.Verify();
        Assert.Equal(1, tampered.ExitCode);
        Assert.Contains("spent 101 cents, but its clicks were charged 100", tampered.Output, StringComparison.Ordinal);
        Assert.Contains("books: 1 findings", tampered.Output, StringComparison.Ordinal);

        await using (var books = new OpenedBooks(exchange))
        {
            await books.Change("UPDATE clicks SET tlr_sid = substr(tlr_sid, 1, 8) WHERE seq = 1");
        }
        var torn = await exchange.Verify();
        Assert.Equal(1, torn.ExitCode);
        Assert.Contains(
            "verify: the store holds a value that no exchange writes: ", torn.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", torn.Output, StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task TheBooksAreCheckedWhileClicksGoOn(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var sold = await SoldJob.On(await Scenario.On(exchange), new { monthlyBudget = 20 });
        using var enough = new CancellationTokenSource();
        var clicks = new ConcurrentBag<string>();

        var seekers = Enumerable.Range(0, 4).Select(_ => ClickUntil(sold, clicks, enough.Token)).ToList();
        for (var check = 0; check < 3; check++)
        {
            await exchange.BooksAddUp();
        }
        await enough.CancelAsync();
        await Task.WhenAll(seekers);

        await exchange.BooksAddUp();
        Assert.Equal(clicks.Count, (await sold.Scenario.Clicks()).Count);
        Assert.Equal(2_000, (long)(await sold.Campaign.Read())["spentCents"]!);
    }

    [Fact]
    public async Task ThereIsNothingToCheckInAnEmptyFolderAndNothingIsMadeThere()
    {
        var folder = Path.Combine(Path.GetTempPath(), "placard-no-such-" + new SomeIds(Environment.ProcessId).Next());

        var verified = await ExchangeProgram.Run(["verify", "--data", folder]);

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("There is no exchange in", verified.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Theory, OnBothEngines]
    public async Task AStoreWithoutASchemaIsNotChecked(string engine)
    {
        var folder = Directory.CreateTempSubdirectory("placard-bare-").FullName;
        var database = engine == StorageEngine.Postgres ? await PostgresServer.CreateDatabase() : null;
        await File.WriteAllBytesAsync(Path.Combine(folder, "ledger.db"), []);
        await File.WriteAllBytesAsync(Path.Combine(folder, "inventory.db"), []);

        var verified = await ExchangeProgram.Run(
            ["verify", "--data", folder, .. database == null ? (string[])[] : [$"--Placard:Database={database}"]]);

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("start the server over it once", verified.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    // Something else is wrong than that a server was never started over it.
    [Theory, OnBothEngines]
    public async Task AStoreThatCannotBeReadIsNotTakenForOneWithoutASchema(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        await exchange.Stop();
        await using (var books = new OpenedBooks(exchange))
        {
            await books.Change("ALTER TABLE ledger_migrations RENAME COLUMN name TO other");
        }

        var verified = await exchange.Verify();

        Assert.Equal(1, verified.ExitCode);
        Assert.StartsWith("verify: the store cannot be read: ", verified.Output, StringComparison.Ordinal);
    }

    private static string OneTimeBudget(string campaignId, string startDay) =>
        $"""
        INSERT INTO one_time_budgets (id, campaign_id, start_day, budget_cents, rollover, launch_on_start, started,
            rolled, created_at_ms)
        SELECT 999, {campaignId}, {startDay}, 60, 1, 0, 1, 0, 0 FROM spend
        """;

    // Two visitors, one of them twice; a conversion reported twice; a hire. All folded, and all at one moment: the
    // findings say how far clicks lie apart.
    private static async Task LiveADay(Scenario scenario)
    {
        await scenario.SetClock(await scenario.Now());
        var sold = await SoldJob.On(scenario);
        var visitor = Visitor.Fresh();
        var click = await sold.Click(visitor);
        await sold.Click(visitor);
        await sold.Click();
        (await scenario.Convert(click)).Expect(200);
        (await scenario.Convert(click)).Expect(200);
        (await scenario.SendDispositions(
            $$"""{"tlr_sid":"{{click}}","event":"hired","event_time":"2026-01-10T15:04:05Z"}""")).Expect(200);
        (await scenario.Operator.Get($"/v5/feeds/{sold.Feed.Id}/earnings")).Expect(200);
    }

    private static async Task ClickUntil(SoldJob sold, ConcurrentBag<string> clicks, CancellationToken enough)
    {
        // Enough to spend the budget whatever the machine, then as many as fit.
        while (clicks.Count < 60 || !enough.IsCancellationRequested)
        {
            var click = await sold.Scenario.Click(sold.Job.Url);
            clicks.Add(click.Location ?? "");
        }
    }
}
