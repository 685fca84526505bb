using Placard.Campaigns;
using Placard.Storage;

namespace Placard.Tests.Campaigns;

/// <summary>What the ledger's turn counts on: exact balances, after failures and restarts, on several nodes.</summary>
public sealed class CampaignMoneyTests
{
    [Theory, OnBothEngines]
    public async Task ClicksAreTakenFromTheMoneyAndWritten(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        Assert.Equal(100, workshop.Available(id));

        var (taken, changed) = await workshop.Turn((id, 40), (id, 40), (id, 40), (id, 20));

        Assert.Equal([true, true, false, true], taken);
        Assert.True(changed);
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));
        Assert.Equal(0, workshop.Available(id));
        Assert.Equal([100L], await workshop.Query<long>("SELECT spent_cents FROM spend"));
        Assert.Equal(CampaignStatus.OutOfBudget, workshop.Campaigns.Current[id].Status);
    }

    [Theory, OnBothEngines]
    public async Task ACampaignIsOutOfBudgetWhenItsCheapestJobIsTooDear(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        workshop.Cheapest[id] = 30;

        Assert.False((await workshop.Turn((id, 60))).StatusChanged);
        Assert.Equal("LIVE", await workshop.Status(id));
        Assert.True((await workshop.Turn((id, 20))).StatusChanged);
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));
        Assert.Equal(20, workshop.Available(id));

        workshop.Cheapest[id] = 20;
        await workshop.CatchUp();
        Assert.Equal("LIVE", await workshop.Status(id));

        workshop.Cheapest[id] = 21;
        await workshop.CatchUp();
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));
    }

    // The click that could not be paid shows it too: nothing was spent in that turn.
    [Theory, OnBothEngines]
    public async Task ARefusedClickMayTurnTheCampaignOff(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 0.5 });
        workshop.Cheapest[id] = 60;

        var (taken, changed) = await workshop.Turn((id, 60));

        Assert.Equal([false], taken);
        Assert.True(changed);
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));
        Assert.Empty(await workshop.Query<long>("SELECT spent_cents FROM spend"));
    }

    [Theory, OnBothEngines]
    public async Task ATurnThatFailsSpentNothing(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });

        await workshop.FailedTurn((id, 70));

        Assert.Equal(100, workshop.Available(id));
        Assert.Equal([true, false], (await workshop.Turn((id, 100), (id, 1))).Taken);
        Assert.Equal([100L], await workshop.Query<long>("SELECT spent_cents FROM spend"));
    }

    [Theory, OnBothEngines]
    public async Task AMemoryBuiltFromTheRowsIsTheSame(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 10, dailyBudgetCents = 300 });
        await workshop.GiveOneTime(id, 20260110, 150);
        await workshop.Turn((id, 100), (id, 80));
        Assert.Equal(120, workshop.Available(id));

        await workshop.Restart();

        Assert.Equal(120, workshop.Available(id));
        Assert.Equal([true, false], (await workshop.Turn((id, 120), (id, 1))).Taken);
    }

    [Theory, OnBothEngines]
    public async Task AChangedBudgetCountsFromTheNextTurnOn(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        await workshop.Turn((id, 100));
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));

        await workshop.Change(id, new { monthlyBudget = 2 });
        Assert.Equal("LIVE", await workshop.Status(id));
        Assert.Equal(100, workshop.Available(id));
        Assert.Equal([true], (await workshop.Turn((id, 60))).Taken);

        await workshop.Change(id, new { monthlyBudget = 1.5 });
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));
        Assert.Equal([false], (await workshop.Turn((id, 1))).Taken);
    }

    // Midnight passes while it waits: clicks that came before it were charged on the new day, under what it was then.
    [Theory, OnBothEngines]
    public async Task AChangeThatWaitsForItsTurnIsOfTheMomentWhenItGetsIt(string engine)
    {
        var midnight = new DateTimeOffset(2026, 1, 11, 5, 0, 0, TimeSpan.Zero);
        await using var workshop = await CampaignWorkshop.Open(engine, midnight.AddMilliseconds(-5));
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 10, dailyBudgetCents = 500 });

        var store = workshop.Get<Store>();
        var lowering = await store.WriteLedgerInOrder(session =>
        {
            var waiting = workshop.Change(id, new { dailyBudgetCents = 100 });
            workshop.Clock.Now = midnight.AddMilliseconds(5);
            return Task.FromResult<Task[]>([waiting]);
        }, default);
        await lowering[0];

        Assert.Equal(workshop.NowMs, await store.Read(session => session.Scalar<long>(
            "SELECT MAX(since_ms) FROM budget_ceilings WHERE campaign_id = @id", new { id }), default));
    }

    // An advertiser who was told that the campaign is paused is not charged for a click that was under way.
    [Theory, OnBothEngines]
    public async Task APausedOrArchivedCampaignPaysNothing(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });

        await workshop.SetStatus(id, StatusWords.Paused);
        Assert.Equal(0, workshop.Available(id));
        Assert.Equal([false], (await workshop.Turn((id, 10))).Taken);

        await workshop.SetStatus(id, StatusWords.Live);
        Assert.Equal(100, workshop.Available(id));

        await workshop.SetStatus(id, StatusWords.Archived);
        Assert.Equal([false], (await workshop.Turn((id, 10))).Taken);
    }

    [Theory, OnBothEngines]
    public async Task AnUnknownCampaignHasNoMoney(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);

        Assert.Equal(0, workshop.Available(12345));
        Assert.Equal([false], (await workshop.Turn((12345, 1))).Taken);
    }

    [Theory, OnBothEngines]
    public async Task ADaysCeilingHoldsUntilMidnightInNewYork(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 10, dailyBudgetCents = 100 });
        await workshop.Turn((id, 100));
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));

        await workshop.GoTo(2026, 1, 10, hour: 23);
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));

        await workshop.GoTo(2026, 1, 11, hour: 0);
        Assert.Equal("LIVE", await workshop.Status(id));
        Assert.Equal(100, workshop.Available(id));
    }

    // A batch may hold clicks from both sides of midnight.
    [Theory, OnBothEngines]
    public async Task EachClickIsPaidOnItsOwnDay(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 10, dailyBudgetCents = 100 });
        await workshop.GoTo(2026, 2, 1, hour: 0);
        var lastEvening = workshop.NowMs - 1000;

        await workshop.Turn(() =>
        {
            Assert.True(workshop.Pays(id, 70, lastEvening));
            Assert.True(workshop.Pays(id, 70, workshop.NowMs));
            Assert.False(workshop.Pays(id, 70, lastEvening));
            return workshop.Pays(id, 30, lastEvening);
        });

        Assert.Equal([100L, 70L], await workshop.Query<long>("SELECT spent_cents FROM spend ORDER BY day"));
        await workshop.Restart();
        Assert.Equal(30, workshop.Available(id));
    }

    [Theory, OnBothEngines]
    public async Task OneTimeMoneyIsSpentBeforeTheMonthly(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        var budget = await workshop.GiveOneTime(id, 20260110, 50);
        Assert.Equal(150, workshop.Available(id));

        await workshop.Turn((id, 70));

        Assert.Equal(
            [(0L, 20L), (budget, 50L)],
            (await workshop.Query<SpendRow>(
                "SELECT campaign_id, budget_id, day, spent_cents FROM spend ORDER BY budget_id"))
            .Select(row => (row.BudgetId, row.SpentCents)));
    }

    [Theory, OnPostgres]
    public async Task TwoNodesShareOnePurse(string engine)
    {
        await using var first = await CampaignWorkshop.Open(engine);
        var id = await first.LaunchCampaign(new { monthlyBudget = 1 });
        await using var second = await first.SecondNode();

        Assert.Equal([true], (await first.Turn((id, 40))).Taken);
        Assert.Equal([true, false], (await second.Turn((id, 40), (id, 40))).Taken);
        Assert.Equal([false, true], (await first.Turn((id, 40), (id, 20))).Taken);
        Assert.Equal([false], (await second.Turn((id, 1))).Taken);

        Assert.Equal(100, Assert.Single(await first.Query<long>("SELECT spent_cents FROM spend")));
        await first.Change(id, new { monthlyBudget = 2 });
        Assert.Equal([true], (await second.Turn((id, 100))).Taken);
        await first.SetStatus(id, StatusWords.Paused);
        Assert.Equal([false], (await second.Turn((id, 1))).Taken);
        await second.CatchUp();
        Assert.Equal(CampaignStatus.Paused, second.Campaigns.Current[id].Status);
    }
}
