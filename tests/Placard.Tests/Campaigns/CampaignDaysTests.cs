using Placard.Campaigns;

namespace Placard.Tests.Campaigns;

/// <summary>What new days and months bring to campaigns, and what a clock that jumps or goes back must not.</summary>
public sealed class CampaignDaysTests
{
    [Theory, OnBothEngines]
    public async Task ANewMonthBringsTheMonthlyBudgetBack(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        await workshop.Turn((id, 100));

        await workshop.GoTo(2026, 1, 31, hour: 23);
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));

        await workshop.GoTo(2026, 2, 1, hour: 0);
        Assert.Equal("LIVE", await workshop.Status(id));
        Assert.Equal(100, workshop.Available(id));

        await workshop.Change(id, new { dailyBudgetCents = 70 });
        Assert.Equal("LIVE", await workshop.Status(id));
        await workshop.Turn((id, 60));
        await workshop.Change(id, new { dailyBudgetCents = 60 });
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));
    }

    [Theory, OnBothEngines]
    public async Task AOneTimeBudgetLaunchesItsCampaignOnItsDay(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var launched = await workshop.NewCampaign(new { });
        await workshop.GiveOneTime(launched, 20260115, 500, launchOnStart: true);
        var left = await workshop.NewCampaign(new { });
        await workshop.GiveOneTime(left, 20260115, 500);

        await workshop.GoTo(2026, 1, 14);
        Assert.Equal("DRAFT", await workshop.Status(launched));
        await workshop.GoTo(2026, 1, 15, hour: 0);
        Assert.Equal(("LIVE", "DRAFT"), (await workshop.Status(launched), await workshop.Status(left)));
        Assert.Equal(500, workshop.Available(launched));

        await workshop.GoTo(2026, 2, 1);
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(launched));
    }

    [Theory, OnBothEngines]
    public async Task AnArchivedCampaignIsNotLaunchedByItsBudget(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.NewCampaign(new { });
        await workshop.GiveOneTime(id, 20260115, 500, launchOnStart: true);
        await workshop.SetStatus(id, StatusWords.Archived);

        await workshop.GoTo(2026, 1, 15);

        Assert.Equal("ARCHIVED", await workshop.Status(id));
    }

    [Theory, OnBothEngines]
    public async Task WhatIsLeftRollsOverMonthByMonth(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { });
        var first = await workshop.GiveOneTime(id, 20260110, 500, rollover: true);
        await workshop.Turn((id, 120));

        await workshop.GoTo(2026, 4, 3);

        Assert.Equal(
            [(20260110L, 500L, 1L), (20260201L, 380L, 1L), (20260301L, 380L, 1L), (20260401L, 380L, 0L)],
            await Budgets(workshop));
        Assert.Equal(first, (await workshop.Query<long>(
            "SELECT rolled_from_id FROM one_time_budgets WHERE start_day = 20260201")).Single());
        Assert.Equal(380, workshop.Available(id));
        Assert.Equal("LIVE", await workshop.Status(id));
        Assert.Equal([false, true], (await workshop.Turn((id, 381), (id, 380))).Taken);

        await workshop.GoTo(2026, 5, 3);
        Assert.Equal(4, (await Budgets(workshop)).Count());
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));
    }

    // A budget whose whole life the clock jumped over: launched, lapsed, and what is left lives on.
    [Theory, OnBothEngines]
    public async Task TheClockJumpsOverABudgetsWholeMonth(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var lapses = await workshop.NewCampaign(new { });
        await workshop.GiveOneTime(lapses, 20260210, 500, launchOnStart: true);
        var rolls = await workshop.NewCampaign(new { });
        await workshop.GiveOneTime(rolls, 20260210, 500, rollover: true, launchOnStart: true);

        await workshop.GoTo(2026, 3, 5);

        Assert.Equal(("OUT_OF_BUDGET", "LIVE"), (await workshop.Status(lapses), await workshop.Status(rolls)));
        Assert.Equal(500, workshop.Available(rolls));
    }

    [Theory, OnBothEngines]
    public async Task ACampaignPausedOverTheMonthsEndStaysPaused(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        await workshop.GiveOneTime(id, 20260110, 500, rollover: true, launchOnStart: true);
        await workshop.SetStatus(id, StatusWords.Paused);

        await workshop.GoTo(2026, 2, 1);

        Assert.Equal("PAUSED", await workshop.Status(id));
    }

    // Money that rolled on is not there twice when its old month comes again.
    [Theory, OnBothEngines]
    public async Task TheClockIsSetBackOverAMonthsEnd(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { });
        await workshop.GiveOneTime(id, 20260110, 500, rollover: true);
        await workshop.Turn((id, 100));
        await workshop.GoTo(2026, 2, 1);
        await workshop.Turn((id, 50));

        await workshop.GoTo(2026, 1, 20);
        Assert.Equal(0, workshop.Available(id));
        Assert.Equal([false], (await workshop.Turn((id, 1))).Taken);
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));

        await workshop.GoTo(2026, 2, 1);
        Assert.Equal(350, workshop.Available(id));
        Assert.Equal(
            [(20260110L, 500L, 1L), (20260201L, 400L, 0L)], await Budgets(workshop));
    }

    [Theory, OnBothEngines]
    public async Task TheClockIsSetBackBeyondWhatTheMemoryHolds(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        await workshop.Turn((id, 30));
        await workshop.GoTo(2026, 6, 15);
        await workshop.Turn((id, 10));
        await workshop.Restart();

        await workshop.GoTo(2026, 1, 20);

        Assert.Equal(70, workshop.Available(id));
        Assert.Equal([false, true], (await workshop.Turn((id, 71), (id, 70))).Taken);
        await workshop.GoTo(2026, 6, 15);
        Assert.Equal(90, workshop.Available(id));
    }

    // A sandbox clock that was stopped there: what was spent before the change was spent on the new day, too.
    [Theory, OnBothEngines]
    public async Task TheHistoryOfCeilingsCoversSpendingInTheFirstMomentOfADay(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 10, dailyBudgetCents = 500 });
        await workshop.GoTo(2026, 2, 1, hour: 0);
        Assert.Equal([true], (await workshop.Turn((id, 400))).Taken);

        await workshop.Change(id, new { monthlyBudget = 2, dailyBudgetCents = 100 });

        await Books.AddUp(workshop);
        var later = await workshop.Query<long>(
            "SELECT monthly_cents + daily_cents FROM budget_ceilings ORDER BY since_ms DESC LIMIT 1");
        Assert.Equal([300L], later);
    }

    // Proof for verify: whatever was in force at a moment, on any of its lives, is in the history of ceilings.
    [Theory, OnBothEngines]
    public async Task TheHistoryOfCeilingsCoversAClockThatIsSetBack(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine);
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        await workshop.GoTo(2026, 3, 1);
        await workshop.Change(id, new { monthlyBudget = 5, dailyBudgetCents = 450 });

        await workshop.GoTo(2026, 1, 20);
        Assert.Equal([true], (await workshop.Turn((id, 400))).Taken);
        Assert.Equal([100L, 500L, 500L], await Ceilings(workshop, id));

        await workshop.Change(id, new { monthlyBudget = 7 });
        await workshop.GoTo(2026, 3, 2);
        Assert.Equal([true], (await workshop.Turn((id, 450))).Taken);
        Assert.Equal([100L, 700L, 700L], await Ceilings(workshop, id));
        await Books.AddUp(workshop);
    }

    [Theory, OnBothEngines]
    public async Task APacedCampaignRestsWhenTheDaysPartIsSpent(string engine)
    {
        await using var workshop = await CampaignWorkshop.Open(engine, new(2026, 1, 30, 17, 0, 0, TimeSpan.Zero));
        var id = await workshop.LaunchCampaign(new { monthlyBudget = 1, pacing = true });
        Assert.Equal(50, workshop.Available(id));

        await workshop.Turn((id, 30), (id, 20));
        Assert.Equal("OUT_OF_BUDGET", await workshop.Status(id));
        await workshop.GoTo(2026, 1, 31, hour: 0);

        Assert.Equal("LIVE", await workshop.Status(id));
        Assert.Equal(50, workshop.Available(id));
    }

    // A sandbox clock stops at each of them: over years, most of them would be in vain.
    [Theory, OnBothEngines]
    public async Task OnlyDaysThatCanBringSomethingAreMoments(string engine)
    {
        var tomorrow = new DateTimeOffset(2026, 1, 13, 5, 0, 0, TimeSpan.Zero);
        var nextMonth = new DateTimeOffset(2026, 2, 1, 5, 0, 0, TimeSpan.Zero);
        await using var workshop = await CampaignWorkshop.Open(engine);
        await workshop.GoTo(2026, 1, 12);
        await workshop.NewCampaign(new { monthlyBudget = 1 });
        Assert.Null(await workshop.NextDay());

        var live = await workshop.LaunchCampaign(new { monthlyBudget = 1 });
        Assert.Equal(nextMonth, await workshop.NextDay());

        await workshop.Turn((live, 100));
        Assert.Equal(tomorrow, await workshop.NextDay());
        await workshop.SetStatus(live, StatusWords.Archived);
        Assert.Null(await workshop.NextDay());

        var later = await workshop.NewCampaign(new { });
        await workshop.GiveOneTime(later, 20260114, 500, rollover: true);
        Assert.Equal(tomorrow, await workshop.NextDay());
        await workshop.GoTo(2026, 1, 14);
        Assert.Equal(nextMonth, await workshop.NextDay());
    }

    private static async Task<IEnumerable<(long, long, long)>> Budgets(CampaignWorkshop workshop) =>
        (await workshop.Query<OneTimeRow>(
            $"SELECT {OneTimeStore.Plan.Select} FROM {OneTimeStore.Plan.From} ORDER BY b.start_day"))
        .Select(row => (row.StartDay, row.BudgetCents, row.Rolled));

    private static Task<List<long>> Ceilings(CampaignWorkshop workshop, long id) => workshop.Query<long>(
        "SELECT monthly_cents FROM budget_ceilings WHERE campaign_id = @id ORDER BY since_ms", new { id });
}
