using Placard.Campaigns;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Tests.Campaigns;

/// <summary>
/// Random histories of clicks, raises, pauses, one-time budgets, months, clocks set back, failed commits and restarts:
/// after every step memory says what the rows say, and no budget is ever overspent. The seed is the test's argument.
/// </summary>
public sealed class MoneyHistoryTests
{
    private const int Steps = 60;

    public static TheoryData<string, int> Histories => new(
        from engine in new[] { StorageEngine.Sqlite, StorageEngine.Postgres }
        where StorageEngine.Chosen(engine)
        from seed in Enumerable.Range(1, 6)
        select new TheoryDataRow<string, int>(engine, seed));

    [Theory, MemberData(nameof(Histories))]
    public async Task NoHistoryOverspends(string engine, int seed)
    {
        var random = new Random(seed);
        await using var first = await CampaignWorkshop.Open(engine);
        await using var second = engine == StorageEngine.Postgres ? await first.SecondNode() : null;
        var campaigns = new List<long>();
        for (var count = 0; count < 3; count++)
        {
            campaigns.Add(await first.LaunchCampaign(new { monthlyBudget = random.Next(1, 6), applyOrder = count }));
        }
        for (var step = 0; step < Steps; step++)
        {
            var node = second != null && random.Next(2) == 0 ? second : first;
            var what = await Step(node, campaigns, random);
            await node.CatchUp();
            foreach (var id in campaigns)
            {
                await MemoryIsWhatTheRowsSay(node, id, $"seed {seed}, step {step}: {what}");
            }
        }
        await Books.AddUp(first);
        await first.Restart();
        foreach (var id in campaigns)
        {
            await MemoryIsWhatTheRowsSay(first, id, $"seed {seed}, after the restart");
        }
    }

    private static async Task<string> Step(CampaignWorkshop node, List<long> campaigns, Random random)
    {
        var id = campaigns[random.Next(campaigns.Count)];
        switch (random.Next(14))
        {
            case 0:
                var monthly = random.Next(4) == 0 ? (decimal?)null : random.Next(0, 900) / 100m;
                await node.Change(id, new { monthlyBudget = monthly });
                return $"monthlyBudget {monthly}";
            case 1:
                var daily = random.Next(2) == 0 ? (int?)null : random.Next(1, 300);
                await node.Change(id, new { dailyBudgetCents = daily });
                return $"dailyBudgetCents {daily}";
            case 2:
                await node.Change(id, new { pacing = random.Next(2) == 0, pacingDom = random.Next(1, 32) });
                return "pacing";
            case 3:
                var start = random.Next(2) == 0 ? 0 : random.Next(40);
                var day = node.Get<ExchangeCalendar>().DayOf(node.Clock.Now.AddDays(start).ToUnixTimeMilliseconds());
                await node.GiveOneTime(id, day, random.Next(1, 400), random.Next(2) == 0, random.Next(2) == 0);
                return $"one-time budget from {day}";
            case 4:
                await node.SetStatus(id, random.Next(2) == 0 ? StatusWords.Paused : StatusWords.Live);
                return "paused or launched";
            case 5:
                await node.Restart();
                return "restart";
            case 6:
                await node.FailedTurn(Clicks(campaigns, random));
                return "failed turn";
            case 7:
                await node.GoTo(node.Clock.Now.AddHours(-random.Next(1, 40 * 24)));
                return $"clock back to {node.Clock.Now}";
            case 8 or 9:
                await node.GoTo(node.Clock.Now.AddHours(random.Next(1, 30 * 24)));
                return $"clock on to {node.Clock.Now}";
            default:
                await node.Turn(Clicks(campaigns, random));
                return "turn";
        }
    }

    private static (long, long)[] Clicks(List<long> campaigns, Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 20))
            .Select(_ => (campaigns[random.Next(campaigns.Count)], (long)random.Next(1, 80))),
    ];

    private static async Task MemoryIsWhatTheRowsSay(CampaignWorkshop node, long id, string when)
    {
        var loaded = await node.Get<Placard.Storage.Store>().Read(async session => (
            Terms: (await MoneyStore.TermsOf(session, new IdList([id])))[0],
            Spent: await MoneyStore.SpendFrom(session, 0)), default);
        var spent = loaded.Spent.Where(row => row.CampaignId == id).ToDictionary(row => row.Key, row => row.SpentCents);
        var purse = Purse.Open(loaded.Terms.Terms, spent, node.Get<ExchangeCalendar>().DayOf(node.NowMs));
        var paying = loaded.Terms.Status is StatusWords.Live or StatusWords.OutOfBudget;

        Assert.True(
            node.Available(id) == (paying ? purse.AvailableCents : 0),
            $"{when}: {id} {loaded.Terms.Status} has {purse.AvailableCents}, memory says {node.Available(id)}");
        Assert.True(
            loaded.Terms.Status == StatusRules.Settled(loaded.Terms.Status, purse.AvailableCents, 1),
            $"{when}: campaign {id} is {loaded.Terms.Status} with {purse.AvailableCents}");
    }
}
