using Placard.Clicks.Ledger;

namespace Placard.Tests.Clicks;

/// <summary>The writer's memory of billable clicks: exact inside every window, however the clock moves.</summary>
public sealed class RecentBillableTests
{
    private const long Minute = 60_000;
    private const long Now = 1_769_853_600_000;
    private const long Window = 30 * Minute;
    private readonly RecentBillable recent = new(Window, RecentBillable.NeededSince(Now, Window));

    [Theory]
    [InlineData(0, true)]
    [InlineData(Window - 1, true)]
    [InlineData(Window, false)]
    [InlineData(Window + 1, false)]
    [InlineData(-5_000, true)]
    public void AClickCountsAsRepeatedForLessThanTheWindow(long later, bool repeated)
    {
        recent.Add(7, 100, Now);
        Assert.Equal(repeated, recent.Has(7, 100, Now + later, Window));
    }

    [Fact]
    public void AnotherVisitorAndAnotherJobAreOthers()
    {
        recent.Add(7, 100, Now);
        Assert.False(recent.Has(8, 100, Now, Window));
        Assert.False(recent.Has(7, 101, Now, Window));
    }

    [Fact]
    public void TheClickedFeedsWindowDecides()
    {
        recent.Add(7, 100, Now);
        Assert.False(recent.Has(7, 100, Now + (5 * Minute), 5 * Minute));
        Assert.True(recent.Has(7, 100, Now + (5 * Minute), 6 * Minute));
        Assert.False(recent.Has(7, 100, Now, 0));
    }

    [Fact]
    public void NothingIsForgottenThatAWindowStillReaches()
    {
        recent.Add(7, 100, Now);
        for (var passed = 0L; passed < Window; passed += Minute)
        {
            recent.Add(8, 100, Now + passed);
            recent.Forget(Now + passed);
            Assert.True(recent.Has(7, 100, Now + passed, Window));
            Assert.True(recent.Reaches(Now + passed));
        }
    }

    // Somebody sets the clock back inside the window: several billable clicks of one visitor can then lie there.
    [Fact]
    public void AClockSetBackInsideTheWindowHidesNothing()
    {
        recent.Add(7, 100, Now);
        Assert.False(recent.Has(7, 100, Now - (10 * Minute), 5 * Minute));
        recent.Add(7, 100, Now - (10 * Minute));
        Assert.True(recent.Has(7, 100, Now - (9 * Minute), 5 * Minute));
        Assert.True(recent.Has(7, 100, Now - (11 * Minute), 5 * Minute));
        Assert.True(recent.Has(7, 100, Now + Minute, 5 * Minute));
    }

    [Fact]
    public void AClockSetBackToWhatIsForgottenAsksForTheLedger()
    {
        recent.Add(7, 100, Now);
        var later = Now + (10 * Window);
        recent.Forget(later);
        Assert.True(recent.Reaches(later));
        Assert.True(recent.Reaches(later - 30_000));
        Assert.False(recent.Reaches(Now));
    }

    [Fact]
    public void ClicksOfALaterTimeStayKnownWhenTheClockComesBackToThem()
    {
        var future = Now + (100 * Window);
        recent.Add(7, 100, future);
        recent.Add(7, 100, Now);
        for (var now = Now; now < future; now += Window)
        {
            recent.Forget(now);
        }
        Assert.True(recent.Has(7, 100, future + Minute, Window));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ItAgreesWithReadingTheWholeLedger(int seed)
    {
        var random = new Random(seed);
        var ledger = new List<(long Visitor, long Job, long AtMs)>();
        var memory = new RecentBillable(Window, RecentBillable.NeededSince(Now, Window));
        var now = Now;
        for (var step = 0; step < 20_000; step++)
        {
            // Mostly on in small steps; sometimes far ahead, back a little, or back a lot.
            now += random.Next(200) switch
            {
                0 => 5 * Window,
                1 => -random.NextInt64(Window),
                2 => -random.NextInt64(20 * Window),
                _ => random.NextInt64(Minute),
            };
            if (!memory.Reaches(now))
            {
                var since = RecentBillable.NeededSince(now, Window);
                memory = new RecentBillable(Window, since);
                foreach (var (visitor, job, atMs) in ledger.Where(click => click.AtMs >= since))
                {
                    memory.Add(visitor, job, atMs);
                }
            }
            memory.Forget(now);
            var click = (Visitor: random.NextInt64(5), Job: random.NextInt64(3), AtMs: now - random.NextInt64(5_000));
            var within = random.Next(3) switch { 0 => Window, 1 => 5 * Minute, _ => random.NextInt64(Window) };
            var expected = ledger.Exists(known => known.Visitor == click.Visitor && known.Job == click.Job
                && Math.Abs(known.AtMs - click.AtMs) < within);
            Assert.True(
                expected == memory.Has(click.Visitor, click.Job, click.AtMs, within), $"seed {seed}, step {step}");
            if (!expected)
            {
                memory.Add(click.Visitor, click.Job, click.AtMs);
                ledger.Add(click);
            }
        }
    }
}
