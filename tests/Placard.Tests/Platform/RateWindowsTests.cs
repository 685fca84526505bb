using Placard.Platform;

namespace Placard.Tests.Platform;

/// <summary>The sliding minute of one caller.</summary>
public sealed class RateWindowsTests
{
    private const long Noon = 1_769_860_800_000;
    private const long MinuteMs = 60_000;

    [Fact]
    public void ACallerGetsItsMinutesWorthAndThenHasToWait()
    {
        var windows = new RateWindows(64);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(0, windows.Take(1, 10, Noon)));
        Assert.InRange(windows.Take(1, 10, Noon), 60, 66);
        Assert.Equal(0, windows.Take(2, 10, Noon));
    }

    // A minute's worth at the end of one minute and another at the start of the next would be twice the limit.
    [Fact]
    public void TheTurnOfTheMinuteGivesNothingAway()
    {
        var windows = new RateWindows(64);
        var late = Noon + MinuteMs - 1;
        for (var i = 0; i < 10; i++)
        {
            windows.Take(1, 10, late);
        }

        Assert.NotEqual(0, windows.Take(1, 10, late + 1));
        Assert.Equal(0, windows.Take(1, 10, late + 7_000));
        Assert.NotEqual(0, windows.Take(1, 10, late + 7_001));
        Assert.Equal(0, windows.Take(1, 10, late + 13_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(600)]
    public void WhoWaitsAsLongAsToldIsLetIn(int perMinute)
    {
        var random = new Random(perMinute);
        var windows = new RateWindows(64);
        var now = Noon;
        for (var i = 0; i < 5_000; i++)
        {
            now += random.Next(60_000 / perMinute);
            var seconds = windows.Take(1, perMinute, now);
            if (seconds > 0)
            {
                Assert.InRange(seconds, 1, 120);
                now += seconds * 1000;
                Assert.Equal(0, windows.Take(1, perMinute, now));
            }
        }
    }

    [Fact]
    public void NoHourHasMoreThanItsLimit()
    {
        const int perMinute = 50;
        var windows = new RateWindows(64);
        var allowed = Enumerable.Range(0, 36_000).Count(i => windows.Take(1, perMinute, Noon + (i * 100L)) == 0);

        Assert.InRange(allowed, 60 * perMinute * 9 / 10, 61 * perMinute);
    }

    [Fact]
    public async Task ManyAtOnceAreCountedExactly()
    {
        var windows = new RateWindows(64);
        var allowed = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                if (windows.Take(1, 12_345, Noon) == 0)
                {
                    Interlocked.Increment(ref allowed);
                }
            }
        })));

        Assert.Equal(12_345, allowed);
    }
}
