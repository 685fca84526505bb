using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Placard.Tests.Clicks;

/// <summary>A change that was answered is every node's: nothing after it is judged by what was before.</summary>
public sealed class ChangesOnTwoNodesTests
{
    private const int Rounds = 12;

    [Theory, OnPostgres]
    public async Task AClickOnTheOtherNodePaysThePriceThatWasJustSet(string engine)
    {
        await using var first = await Exchange.Start(engine);
        var there = await Scenario.On(await first.StartSecondNode());
        var shop = await ClickShop.Open(await Scenario.On(first));

        for (var round = 1; round <= Rounds; round++)
        {
            await shop.Campaign.Change(new { talrooBasicCpc = 100 + round });
            await shop.Feed.Change(new { pricing = new { model = "FLAT", cpcCents = round } });
            var click = await there.Click(shop.Job.Url);

            var row = await shop.RowOf(click.TlrSid!);
            Assert.Equal((100 + round, round * 10_000), ((int)row["chargedCents"]!, (int)row["earnedMicros"]!));
        }
    }

    [Theory, OnPostgres]
    public async Task WhatNoLongerIsSoldIsExpiredOnTheOtherNodeAndWhatReturnsIsLive(string engine)
    {
        await using var first = await Exchange.Start(engine);
        var there = await Scenario.On(await first.StartSecondNode());
        var title = ClickShop.FreshTitle();
        var shop = await ClickShop.Open(await Scenario.On(first), ClickShop.Selling(("title", title)));

        for (var round = 1; round <= Rounds; round++)
        {
            var sold = round % 2 == 0;
            var wanted = sold ? title : "no such job";
            await shop.Campaign.Change(new
            {
                jobFilters = new[] { new { field = "title", @operator = "CONTAINS", value = wanted } },
            });
            var status = await there.StatusOf(shop.Job.JobId);
            var click = await there.Click(shop.Job.Url + $"&t1=r{round}");

            Assert.Equal(302, click.Answer.Status);
            var row = Assert.Single(await there.Clicks($"t1=r{round}"));
            Assert.Equal(
                sold ? ("LIVE", "BILLABLE") : ("EXPIRED", "EXPIRED"), (status, (string)row["verdict"]!));
        }
    }

    [Theory, OnPostgres]
    public async Task AnImportedPriceAndAnArchivedFeedAreKnownOnTheOtherNode(string engine)
    {
        await using var first = await Exchange.Start(engine);
        var there = await Scenario.On(await first.StartSecondNode());
        var title = ClickShop.FreshTitle();
        var shop = await ClickShop.Open(await Scenario.On(first), ClickShop.Selling(("title", title), ("cpc", "0.50")));

        for (var round = 1; round <= Rounds; round++)
        {
            var dollars = (1m + (round / 100m)).ToString(CultureInfo.InvariantCulture);
            await shop.Advertiser.Import(ClickShop.Selling(("title", title), ("cpc", dollars)));
            var click = await there.Click(shop.Job.Url);

            Assert.Equal(100 + round, (int)(await shop.RowOf(click.TlrSid!))["chargedCents"]!);
        }
        await shop.Feed.Change(new { status = "ARCHIVED" });
        Assert.Equal(["UNKNOWN"], await there.Status(shop.Job.Spl));
    }

    // Whoever hangs holds a change up once; whoever died, not at all.
    [Theory, OnPostgres]
    public async Task AChangeWaitsForANodeThatHangsOnceAndForADeadOneNever(string engine)
    {
        await using var first = await Exchange.Start(engine);
        var second = await first.StartSecondNode();
        var shop = await ClickShop.Open(await Scenario.On(first));
        async Task<double> SecondsOfAChange(int price)
        {
            var began = Stopwatch.GetTimestamp();
            await shop.Campaign.Change(new { talrooBasicCpc = price });
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        await second.Kill();
        Assert.InRange(await SecondsOfAChange(51), 0, 4);
        await using (var hung = await NodeThatOnlyHears(first))
        {
            Assert.InRange(await SecondsOfAChange(52), 4.5, 30);
            Assert.InRange(await SecondsOfAChange(53), 0, 4);
        }
        // A garbled word on the channel is no question and ends nothing.
        await using (var stranger = await Open(first))
        {
            foreach (var words in (string[])["", "x", "1 x", "99999999999 1", "1 2 3", " "])
            {
                await using var command = new NpgsqlCommand("SELECT pg_notify('placard', @words)", stranger);
                command.Parameters.AddWithValue("words", words);
                await command.ExecuteNonQueryAsync();
            }
        }
        await second.Restart();
        var there = await Scenario.On(second);
        await shop.Campaign.Change(new { talrooBasicCpc = 54 });
        var click = await there.Click(shop.Job.Url);
        Assert.Equal(54, (int)(await shop.RowOf(click.TlrSid!))["chargedCents"]!);
    }

    /// <summary>Takes part as a node does and never answers.</summary>
    private static async Task<NpgsqlConnection> NodeThatOnlyHears(Exchange exchange)
    {
        var connection = await Open(exchange);
        await using var command = new NpgsqlCommand(
            "LISTEN placard; SELECT pg_advisory_lock_shared(x'506C61630003'::bigint)", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<NpgsqlConnection> Open(Exchange exchange)
    {
        var connection = new NpgsqlConnection(exchange.Database + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
