using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks;

/// <summary>The last dollars of a budget under many clicks at once, on one node and on two.</summary>
public sealed class LastCentsTests
{
    [Theory, OnBothEngines]
    public async Task ManyClicksAtOnceAreBilledExactlyAsLongAsTheMoneyLasts(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(
            await Scenario.On(exchange), campaign: new { talrooBasicCpc = 37, monthlyBudget = 10m });

        var clicks = await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => shop.Scenario.Click(shop.Job.Url)));
        var campaign = await shop.Campaign.Read();
        Assert.Equal(
            ("OUT_OF_BUDGET", 999, 1),
            ((string?)campaign["status"], (long)campaign["spentCents"]!, (long)campaign["remainingCents"]!));

        var rows = await shop.Rows();
        Assert.Equal(150, rows.Count);
        Assert.Equal(27, rows.Count(Is("BILLABLE")));
        Assert.Equal(123, rows.Count(Is("EXPIRED")) + rows.Count(Is("CAPPED")));
        Assert.Equal(27, clicks.Count(click => click.TlrSid is not null));
        Assert.All(rows, row => Assert.Equal(Is("BILLABLE")(row) ? 37 : 0, (long)row["chargedCents"]!));
        Assert.All(rows, row => Assert.Equal(Is("BILLABLE")(row) ? 220_000 : 60_000, (long)row["earnedMicros"]!));
        Assert.All(rows.Where(Is("CAPPED")), row =>
            Assert.Equal("The campaign's budget ran out at this click.", (string?)row["reason"]));
        Assert.Equal("EXPIRED", await shop.Scenario.StatusOf(shop.Job.JobId));
        Assert.Equal(["EXPIRED"], await shop.Scenario.Status(shop.Job.Spl));
        await exchange.BooksAddUp();
    }

    // What is found out at the disk is known to the jobseeker too: a capped click leads where an expired one leads.
    [Theory, OnBothEngines]
    public async Task WhoeverComesTooLateIsSentBackOrToTheClosedPage(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var shop = await ClickShop.Open(
            await Scenario.On(exchange), campaign: new { talrooBasicCpc = 50, monthlyBudget = 2m });
        var clicks = await Task.WhenAll(Enumerable.Range(0, 120).Select(number => shop.Scenario.Click(
            shop.Job.Url + $"&t1=n{number}" + (number % 2 == 0 ? "&rdr=https%3A%2F%2Fboard.example%2Fgone" : ""))));
        var rows = (await shop.Rows()).ToDictionary(row => (string)row["t1"]!);
        for (var number = 0; number < clicks.Length; number++)
        {
            var row = rows[$"n{number}"];
            var expected = Is("BILLABLE")(row) ? $"https://acme.example/jobs/job-1?tlr_sid={row["tlrSid"]}"
                : number % 2 == 0 ? "https://board.example/gone?status=expired"
                : $"{exchange.Address}closed/{shop.Job.JobId}?feed={shop.Feed.Id}";
            Assert.Equal(expected, clicks[number].Location);
            Assert.Equal(
                Is("BILLABLE")(row) ? 300_000 : number % 2 == 0 ? 0 : 60_000, (long)row["earnedMicros"]!);
        }
        Assert.Equal(4, rows.Values.Count(Is("BILLABLE")));
        await exchange.BooksAddUp();
    }

    // A click whose job ran dry at the disk may still be somebody's: the next similar job's, as long as it can pay.
    [Theory, OnBothEngines]
    public async Task AClickThatFindsTheMoneyGoneMovesToASimilarJobAndPaysItsWholeBudget(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var title = ClickShop.FreshTitle();
        var shop = await ClickShop.Open(
            scenario, ClickShop.Selling(("title", title)), new { talrooBasicCpc = 50, monthlyBudget = 5m });
        var other = await ClickShop.Open(
            scenario, ClickShop.Selling(("title", title)), new { talrooBasicCpc = 20, monthlyBudget = 3m });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => scenario.Click(shop.Job.Url)));
        var rows = await shop.Rows();
        var own = rows.Where(row => Is("BILLABLE")(row) && (long)row["jobId"]! == shop.Job.JobId).ToList();
        var moved = rows.Where(row => Is("BILLABLE")(row) && (long)row["jobId"]! == other.Job.JobId).ToList();
        Assert.Equal((100, 10, 15), (rows.Count, own.Count, moved.Count));
        Assert.All(moved, row => Assert.Equal(shop.Job.JobId, (long)row["askedJobId"]!));
        Assert.All(moved, row => Assert.Equal(120_000, (long)row["earnedMicros"]!));
        Assert.Equal((500, 300), (
            (long)(await shop.Campaign.Read())["spentCents"]!, (long)(await other.Campaign.Read())["spentCents"]!));
        await exchange.BooksAddUp();
    }

    [Theory, OnPostgres]
    public async Task TwoNodesSpendTheLastDollarsTogetherAndNotACentMore(string engine)
    {
        await using var first = await Exchange.Start(engine);
        var second = await first.StartSecondNode();
        var shop = await ClickShop.Open(
            await Scenario.On(first), campaign: new { talrooBasicCpc = 37, monthlyBudget = 20m });
        var there = await Scenario.On(second);
        await TakesClicks(there, shop);

        var clicks = await Task.WhenAll(Enumerable.Range(0, 240).Select(number =>
            (number % 2 == 0 ? shop.Scenario : there).Click(shop.Job.Url)));
        var rows = await shop.Rows();
        Assert.Equal((240, 54), (rows.Count, rows.Count(Is("BILLABLE"))));
        Assert.Equal(54, clicks.Count(click => click.TlrSid is not null));
        foreach (var node in (Scenario[])[shop.Scenario, there])
        {
            var campaign = await new Campaign(node, shop.Campaign.Id).Read();
            Assert.Equal(
                ("OUT_OF_BUDGET", 1_998, 2),
                ((string?)campaign["status"], (long)campaign["spentCents"]!, (long)campaign["remainingCents"]!));
            await Eventually.Becomes("EXPIRED", () => node.StatusOf(shop.Job.JobId));
        }
        await first.BooksAddUp();
    }

    [Theory, OnPostgres]
    public async Task ARepeatedClickIsCaughtWhicheverNodeTakesIt(string engine)
    {
        await using var first = await Exchange.Start(engine);
        var second = await first.StartSecondNode();
        var here = await Scenario.On(first);
        var there = await Scenario.On(second);
        var shop = await ClickShop.Open(here);
        var otherFeed = await (await here.NewPublisher()).NewFeed(Pricing.Flat(10), shop.Advertiser);
        var otherUrl = (await otherFeed.BuildAndFetch()).Jobs[0].Url;
        await TakesClicks(there, shop);
        await Eventually.Holds(
            async () => (await there.Click(otherUrl)).Answer.Status == 302, "the second node knows the second feed");

        var visitors = Enumerable.Range(0, 40).Select(_ => Visitor.Fresh()).ToList();
        await Task.WhenAll(visitors.SelectMany(visitor => (Task[])
        [
            here.Click(shop.Job.Url + "&t1=race", visitor), there.Click(otherUrl + "&t1=race", visitor),
            there.Click(shop.Job.Url + "&t1=race", visitor),
        ]));
        await Task.WhenAll(visitors.Select(visitor => here.Click(shop.Job.Url + "&t1=race", visitor)));

        var rows = await here.Clicks($"t1=race AND jobId={shop.Job.JobId}");
        Assert.Equal((160, 40), (rows.Count, rows.Count(Is("BILLABLE"))));
        Assert.Equal(120, rows.Count(Is("DUPLICATE")));
        await first.BooksAddUp();
    }

    // The ledger may hear of a pause before the market does. The money is not gone then, and nobody says it were.
    [Theory, OnBothEngines]
    public async Task AClickThatMeetsAPauseOnItsWayToTheDiskIsNotCalledCapped(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine), campaign: new { monthlyBudget = 100_000m });

        for (var round = 0; round < 15; round++)
        {
            var clicks = Task.WhenAll(Enumerable.Range(0, 60).Select(_ => shop.Scenario.Click(shop.Job.Url)));
            await shop.Campaign.Pause();
            await clicks;
            await shop.Campaign.Launch();
        }

        var rows = await shop.Rows();
        Assert.Equal(15 * 60, rows.Count);
        Assert.All(rows.Where(row => !Is("BILLABLE")(row)), row =>
            Assert.Equal(Paused, ((string?)row["verdict"], (string?)row["reason"])));
    }

    // "Once a pause is answered, no click is charged any more, on any node."
    [Theory, OnPostgres]
    public async Task APauseOnOneNodeHoldsOnTheOtherAtOnce(string engine)
    {
        await using var first = await Exchange.Start(engine);
        var second = await first.StartSecondNode();
        var shop = await ClickShop.Open(await Scenario.On(first));
        var there = await Scenario.On(second);
        await TakesClicks(there, shop);
        for (var round = 0; round < 10; round++)
        {
            await shop.Campaign.Pause();
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => there.Click(shop.Job.Url + $"&t1=paused{round}")));
            var rows = await there.Clicks($"t1=paused{round}");
            Assert.Equal(5, rows.Count);
            Assert.All(rows, row => Assert.Equal(0, (long)row["chargedCents"]!));
            Assert.All(rows, row => Assert.Equal(Paused, ((string?)row["verdict"], (string?)row["reason"])));
            await shop.Campaign.Launch();
            await Eventually.Becomes("LIVE", () => there.StatusOf(shop.Job.JobId));
        }
    }

    private static readonly (string?, string?) Paused = ("EXPIRED", "The job's campaign is paused.");

    // The token's status needs the feed as well as the job: a node may know the one before the other.
    private static Task TakesClicks(Scenario node, ClickShop shop) =>
        Eventually.Becomes("LIVE", async () => (await node.Status(shop.Job.Spl))[0]);

    private static Func<JsonObject, bool> Is(string verdict) => row => (string?)row["verdict"] == verdict;
}
