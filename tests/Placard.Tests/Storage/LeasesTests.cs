using Placard.Host.Serving;
using Placard.Kernel;
using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Storage;

/// <summary>Nodes agree on who does a piece of work, also where their clocks differ.</summary>
public sealed class LeasesTests
{
    private const string Work = "import:1";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    [Theory, OnBothEngines]
    public async Task AClaimThatIsNotProlongedEndsByItself(string engine)
    {
        await using var scratch = await Scratch(engine);
        var clock = new ManualClock(SystemClock.Machine.GetUtcNow());
        var (first, second) = (Node(scratch, clock), Node(scratch, clock));

        Assert.True(await first.TryTake(Work, Length, default));
        clock.Now += TimeSpan.FromSeconds(14);
        Assert.False(await second.TryTake(Work, Length, default));
        Assert.True(await first.TryTake(Work, Length, default));
        clock.Now += TimeSpan.FromSeconds(14);
        Assert.False(await second.TryTake(Work, Length, default));
        clock.Now += TimeSpan.FromSeconds(2);

        Assert.True(await second.TryTake(Work, Length, default));
        Assert.False(await first.TryTake(Work, Length, default));
    }

    [Theory, OnBothEngines]
    public async Task ANodeThatDiedWithItsClockAheadIsFollowedAndALivingOneIsNot(string engine)
    {
        await using var scratch = await Scratch(engine);
        var now = SystemClock.Machine.GetUtcNow();
        var (right, wrong) = (new ManualClock(now), new ManualClock(now.AddYears(1)));
        var (next, other) = (Node(scratch, right), Node(scratch, wrong));

        for (var second = 0; second < 60; second += 5)
        {
            Assert.True(await other.TryTake(Work, Length, default));
            Assert.False(await next.TryTake(Work, Length, default));
            right.Now += TimeSpan.FromSeconds(5);
            wrong.Now += TimeSpan.FromSeconds(5);
        }
        // It prolongs nothing any more.
        Assert.False(await next.TryTake(Work, Length, default));
        right.Now += TimeSpan.FromSeconds(11);

        Assert.True(await next.TryTake(Work, Length, default));
    }

    [Theory, OnBothEngines]
    public async Task WhatIsGivenBackIsFreeAtOnce(string engine)
    {
        await using var scratch = await Scratch(engine);
        var clock = new ManualClock(SystemClock.Machine.GetUtcNow());
        var (first, second) = (Node(scratch, clock), Node(scratch, clock));
        await first.TryTake(Work, Length, default);

        await second.Release(Work, default);
        Assert.False(await second.TryTake(Work, Length, default));
        await first.Release(Work, default);

        Assert.True(await second.TryTake(Work, Length, default));
    }

    // What it was claimed for is done by then.
    [Theory, OnBothEngines]
    public async Task AStoreThatRefusesIsNoFaultOfWhoeverGivesBack(string engine)
    {
        await using var scratch = await Scratch(engine);
        var clock = new ManualClock(SystemClock.Machine.GetUtcNow());
        var (first, second) = (Node(scratch, clock), Node(scratch, clock));
        await first.TryTake(Work, Length, default);

        await Run(scratch, "ALTER TABLE leases RENAME TO leases_away");
        await first.Release(Work, default);
        await Run(scratch, "ALTER TABLE leases_away RENAME TO leases");
        Assert.False(await second.TryTake(Work, Length, default));
        clock.Now += TimeSpan.FromSeconds(16);

        Assert.True(await second.TryTake(Work, Length, default));
    }

    private static Task Run(ScratchStore scratch, string sql) =>
        scratch.Store.Write(Area.Ledger, session => session.Execute(sql), default);

    private static Task<ScratchStore> Scratch(string engine) => ScratchStore.On(
        engine, "CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until_ms BIGINT NOT NULL)");

    private static Leases Node(ScratchStore scratch, ManualClock clock) =>
        new(scratch.Store, new MachineTime(clock), new IdSource());
}
