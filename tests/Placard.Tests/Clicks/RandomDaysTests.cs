using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks;

/// <summary>
/// Weeks of clicks, repeated clicks, pauses, budgets that change, days and months that begin, clocks that are set back,
/// restarts and kills, all by chance. After each week the books add up and every click is explained by its row.
/// </summary>
public sealed class RandomDaysTests
{
    private const int Weeks = 3;
    private const int StepsAWeek = 60;

    [Theory, OnBothEngines]
    public async Task WhateverHappensTheBooksAddUp(string engine)
    {
        var seed = (int)Stopwatch.GetTimestamp();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var exchange = await Exchange.Start(engine);
        var history = await History.Begin(exchange, new Random(seed));
        for (var week = 0; week < Weeks; week++)
        {
            for (var step = 0; step < StepsAWeek; step++)
            {
                await history.Step();
            }
            await history.AddsUp($"seed {seed}, week {week}");
            await exchange.BooksAddUp();
        }
    }

    private sealed class History(Exchange exchange, Random random, Scenario scenario)
    {
        private readonly List<ClickShop> shops = [];
        private readonly List<FeedJob> urls = [];
        private readonly List<Visitor> visitors = [.. Enumerable.Range(0, 6).Select(_ => Visitor.Fresh())];
        private readonly Dictionary<string, int> seen = [];
        private int clicks;

        public static async Task<History> Begin(Exchange exchange, Random random)
        {
            var scenario = await Scenario.On(exchange);
            var history = new History(exchange, random, scenario);
            await scenario.SetClock(new DateTimeOffset(2026, 1, 27, 15, 0, 0, TimeSpan.Zero));
            var title = ClickShop.FreshTitle();
            foreach (var pricing in (Pricing[])[Pricing.Share(60), Pricing.Flat(20)])
            {
                // Two of the three jobs are called alike: one may take the other's jobseekers.
                var jobs = new AdvertiserXml().Job("a", ("title", title), ("cpc", "0.37")).Job("b", ("title", title))
                    .Job("c", ("title", ClickShop.FreshTitle()), ("cpc", "1.11"));
                history.shops.Add(await ClickShop.Open(
                    scenario, jobs, new { talrooBasicCpc = 23, monthlyBudget = 8m, dailyBudgetCents = 500 }, pricing,
                    new JsonObject { ["staleClickCents"] = 2, ["duplicateClickMinutes"] = random.Next(0, 90) }));
            }
            // Before anything is paused or spent: there is something to click on, and something was paid.
            await history.Publish();
            await history.ClickSome();
            return history;
        }

        public Task Step() => random.Next(20) switch
        {
            < 9 => ClickSome(),
            < 11 => Advance(TimeSpan.FromMinutes(random.Next(1, 60))),
            11 => Advance(TimeSpan.FromHours(random.Next(1, 48))),
            12 => Advance(-TimeSpan.FromMinutes(random.Next(1, 600))),
            13 => Shop().Campaign.Change(new { monthlyBudget = random.Next(1, 40) }),
            14 => Shop().Campaign.Change(
                new { dailyBudgetCents = random.Next(3) == 0 ? (int?)null : random.Next(1, 900) }),
            15 => Shop().Campaign.Pause(),
            16 => Shop().Campaign.Launch(),
            17 => Publish(),
            18 => Shop().Campaign.Change(new { talrooBasicCpc = random.Next(1, 60) }),
            _ => Restart(),
        };

        public async Task AddsUp(string when)
        {
            var rows = await scenario.Clicks();
            Assert.True(clicks == rows.Count, $"{when}: {clicks} clicks made, {rows.Count} kept");
            foreach (var row in rows)
            {
                var verdict = (string)row["verdict"]!;
                var charged = (long)row["chargedCents"]!;
                seen[verdict] = seen.GetValueOrDefault(verdict) + 1;
                Assert.True(verdict == "BILLABLE" == charged > 0, $"{when}: {row.ToJsonString()}");
                Assert.True(
                    verdict is not "DUPLICATE" || (long)row["earnedMicros"]! == 0, $"{when}: {row.ToJsonString()}");
            }
            foreach (var shop in shops)
            {
                var campaign = await new Campaign(scenario, shop.Campaign.Id).Read();
                var charged = rows.Where(row => (long?)row["campaignId"] == shop.Campaign.Id)
                    .Sum(row => (long)row["chargedCents"]!);
                Assert.True(
                    charged == (long)campaign["spentTotalCents"]!, $"{when}: {charged} {campaign.ToJsonString()}");
            }
            Assert.True(seen.ContainsKey("BILLABLE"), $"{when}: nothing was ever paid");
        }

        private ClickShop Shop() => shops[random.Next(shops.Count)];

        private async Task ClickSome()
        {
            var batch = Enumerable.Range(0, random.Next(1, 12)).Select(_ => (
                urls[random.Next(urls.Count)].Url + (random.Next(4) == 0 ? "&rdr=https%3A%2F%2Fboard.example%2F" : ""),
                random.Next(3) == 0 ? Visitor.Fresh() : visitors[random.Next(visitors.Count)])).ToList();
            var answers = await Task.WhenAll(batch.Select(click => scenario.Click(click.Item1, click.Item2)));
            Assert.All(answers, answer => answer.Answer.Expect(302));
            clicks += answers.Length;
        }

        private async Task Publish()
        {
            foreach (var shop in shops)
            {
                var part = await shop.Feed.BuildAndFetch();
                urls.AddRange(part.Jobs);
            }
        }

        private async Task Advance(TimeSpan by) =>
            await scenario.SetClock((await scenario.Now()).Add(by));

        private async Task Restart()
        {
            if (random.Next(2) == 0)
            {
                await exchange.Stop();
            }
            else
            {
                await exchange.Kill();
            }
            await exchange.Restart();
        }
    }
}
