using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks;

/// <summary>
/// The program is killed in the middle of its work, several times over. Whatever it had acknowledged - a redirect with
/// an id, a conversion, a disposition - is there afterwards exactly once, and the books add up.
/// </summary>
public sealed class KilledUnderLoadTests
{
    private const int Rounds = 4;
    private const int Jobseekers = 24;

    [Theory, OnBothEngines]
    public async Task WhatWasAcknowledgedSurvivesEveryKill(string engine)
    {
        var seed = (int)Stopwatch.GetTimestamp();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        // One budget runs dry on the way, the other does not; a third of the clicks are somebody's second.
        var small = await ClickShop.Open(scenario, campaign: new { talrooBasicCpc = 37, monthlyBudget = 40m });
        var large = await ClickShop.Open(scenario, campaign: new { talrooBasicCpc = 11, monthlyBudget = 5_000m });
        var heard = new Heard();
        for (var round = 0; round < Rounds; round++)
        {
            var enough = heard.Clicks.Count + random.Next(50, 600);
            var seekers = Enumerable.Range(0, Jobseekers).Select(_ => new Random(random.Next()))
                .Select(chance => SeekUntilTheEnd(scenario, [small, large], chance, heard)).ToList();
            await Eventually.Holds(
                () => Task.FromResult(heard.Clicks.Count >= enough), $"{enough} clicks came through");
            await exchange.Kill();
            await Task.WhenAll(seekers);
            await exchange.Restart();
            scenario = await Scenario.On(exchange);
            await EverythingHeardIsThere(scenario, heard, $"seed {seed}, round {round}");
        }
        foreach (var shop in (ClickShop[])[small, large])
        {
            var rows = await scenario.Clicks($"campaignId={shop.Campaign.Id}");
            var campaign = await new Campaign(scenario, shop.Campaign.Id).Read();
            Assert.Equal(rows.Sum(row => (long)row["chargedCents"]!), (long)campaign["spentCents"]!);
        }
        var spent = (long)(await new Campaign(scenario, small.Campaign.Id).Read())["spentCents"]!;
        Assert.True(spent <= 4_000, $"seed {seed}: {spent} cents of 4,000");
        await exchange.BooksAddUp();
    }

    private static async Task SeekUntilTheEnd(Scenario scenario, ClickShop[] shops, Random chance, Heard heard)
    {
        var known = new List<Visitor> { Visitor.Fresh() };
        try
        {
            while (true)
            {
                var visitor = chance.Next(3) == 0 ? known[chance.Next(known.Count)] : Visitor.Fresh();
                known.Add(visitor);
                var click = await scenario.Click(shops[chance.Next(shops.Length)].Job.Url, visitor);
                Assert.Equal(302, click.Answer.Status);
                if (click.TlrSid is not { } tlrSid)
                {
                    continue;
                }
                heard.Clicks.Add(tlrSid);
                if (chance.Next(4) == 0 && (await scenario.Convert(tlrSid)).Status == 200)
                {
                    heard.Conversions.Add(tlrSid);
                }
                if (chance.Next(4) == 0 && (await scenario.SendDispositions(Hired(tlrSid))).Status == 200)
                {
                    heard.Dispositions.Add(tlrSid);
                }
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // The exchange is dead: what was not answered counts as not said.
            heard.Unanswered.Add(fault.Message);
        }
    }

    private static JsonObject Hired(string tlrSid) => new()
    {
        ["tlr_sid"] = tlrSid,
        ["event"] = "hired",
        ["event_time"] = "2026-01-31T10:00:00Z",
    };

    private static async Task EverythingHeardIsThere(Scenario scenario, Heard heard, string when)
    {
        await IsThereOnce(scenario, "/v5/clicks", heard.Clicks, when);
        await IsThereOnce(scenario, "/v5/conversions", heard.Conversions, when);
        await IsThereOnce(scenario, "/v5/dispositions", heard.Dispositions, when);
    }

    private static async Task IsThereOnce(Scenario scenario, string list, ConcurrentBag<string> heard, string when)
    {
        var stored = (await scenario.Operator.List(list)).CountBy(row => (string)row["tlrSid"]!)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        var wrong = heard.Distinct().Where(tlrSid => stored.GetValueOrDefault(tlrSid) != 1).ToList();
        Assert.True(
            wrong.Count == 0,
            $"{when}: {wrong.Count} of {heard.Count} in {list} are not there once, such as {wrong.FirstOrDefault()}: "
            + $"{stored.GetValueOrDefault(wrong.FirstOrDefault() ?? "")} times");
    }

    private sealed class Heard
    {
        public ConcurrentBag<string> Clicks { get; } = [];

        public ConcurrentBag<string> Conversions { get; } = [];

        public ConcurrentBag<string> Dispositions { get; } = [];

        public ConcurrentBag<string> Unanswered { get; } = [];
    }
}
