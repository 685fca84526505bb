using System.Net;
using System.Text.Json;
using Placard.Host.Demo.Corpus;
using Placard.Host.Demo.Corpus.Traffic;
using Visitor = Placard.Host.Demo.Corpus.Traffic.Visitor;

namespace Placard.Tests.Demo;

public sealed class DemoTrafficTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    private static readonly DemoTraffic Month = DemoCorpus.Standard.Traffic(Now);

    [Fact]
    public void TheSameMonthIsPlayedTwiceAlike()
    {
        var again = new DemoCorpus(seed: 1847).Traffic(Now);
        Assert.Equal(JsonSerializer.Serialize(Month), JsonSerializer.Serialize(again));
        Assert.NotEqual(Month.Clicks.Count, new DemoCorpus(seed: 6).Traffic(Now).Clicks.Count);
    }

    [Fact]
    public void AMonthHasThousandsOfClicksInOrderAndNoneInTheFuture()
    {
        Assert.InRange(Month.Clicks.Count, 12_000, 20_000);
        Assert.Equal(Now.ToUnixTimeMilliseconds(), Month.ToMs);
        Assert.All(Month.Clicks, click => Assert.InRange(click.AtMs, Month.FromMs, Month.ToMs - 1));
        Assert.Equal(Month.Clicks.Select(click => click.AtMs).Order(), Month.Clicks.Select(click => click.AtMs));
        Assert.All(Month.Clicks, click => Assert.InRange(click.JobPick, 0, 0.999999999));
    }

    [Fact]
    public void TomorrowsMonthRemembersToday()
    {
        var tomorrow = DemoCorpus.Standard.Traffic(Now.AddDays(1)).Clicks.Select(Key).ToHashSet();
        var yesterday = Month.Clicks.Where(click => click.AtMs >= Month.FromMs + 86_400_000).Select(Key).ToList();
        Assert.NotEmpty(yesterday);
        Assert.All(yesterday, key => Assert.Contains(key, tomorrow));
    }

    [Fact]
    public void PeopleClickMoreByDayAndOnWeekdays()
    {
        var people = Month.Clicks.Where(click => click.Kind == ClickKind.Person)
            .Select(click => DateTimeOffset.FromUnixTimeMilliseconds(click.AtMs).ToOffset(TimeSpan.FromHours(-5)))
            .ToList();
        Assert.True(people.Count(at => at.Hour is >= 9 and < 17) > 8 * people.Count(at => at.Hour < 5));
        Assert.True(people.Count(at => at.DayOfWeek == DayOfWeek.Tuesday)
            > people.Count(at => at.DayOfWeek == DayOfWeek.Saturday) * 4 / 3);
    }

    [Fact]
    public void EveryKindOfClickAndEveryFeedTakesPart()
    {
        Assert.Equal(Enum.GetValues<ClickKind>().Order(), Month.Clicks.Select(click => click.Kind).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, DemoCorpus.Standard.Feeds.Count),
            Month.Clicks.Select(click => click.FeedIndex).Distinct().Order());
        Assert.Contains(Month.Clicks, click => click.WantsClosedJob);
        Assert.Contains(Month.Clicks, click =>
            click.AgeOfUrlHours > DemoCorpus.Standard.Feeds[click.FeedIndex].ClickExpirationHours);
        Assert.Contains(DemoCorpus.Standard.Feeds, feed => feed.SharePercent == 60);
        Assert.Contains(DemoCorpus.Standard.Feeds, feed => feed is { SharePercent: 45, JobFilters.Length: > 2 });
        Assert.Contains(DemoCorpus.Standard.Feeds, feed => feed.FlatCpcCents == 10);
        Assert.Contains(DemoCorpus.Standard.Feeds, feed => feed is { FlatCpcCents: 35, OnDemandFields.Count: > 0 });
    }

    [Fact]
    public void ARepeatFollowsItsOwnClickInsideTheWindow()
    {
        var repeats = Month.Clicks.Where(click => click.Kind == ClickKind.Repeat).ToList();
        Assert.NotEmpty(repeats);
        var originals = Month.Clicks.Where(click => click.Kind == ClickKind.Person)
            .ToLookup(click => (click.Visitor, click.FeedIndex, click.JobPick));
        // The first minutes of the month may hold a repeat whose click lies before it.
        foreach (var repeat in repeats.Where(click => click.AtMs > Month.FromMs + 1_800_000))
        {
            Assert.Contains(originals[(repeat.Visitor, repeat.FeedIndex, repeat.JobPick)],
                click => repeat.AtMs - click.AtMs is > 0 and < 1_800_000);
        }
    }

    [Fact]
    public void OnlyPeopleApplyAndNothingIsKnownBeforeItHappens()
    {
        var outcomes = Month.Clicks.Where(click => click.Outcome is not null).ToList();
        Assert.All(outcomes, click => Assert.Equal(ClickKind.Person, click.Kind));
        Assert.InRange(outcomes.Count, Month.Clicks.Count * 5 / 100, Month.Clicks.Count * 12 / 100);
        foreach (var click in outcomes)
        {
            var outcome = click.Outcome!;
            long[] times =
            [
                click.AtMs, outcome.StartedAtMs, .. outcome.CompletedAtMs is { } at ? [at] : Array.Empty<long>(),
                .. outcome.Dispositions.Select(step => step.AtMs),
            ];
            Assert.Equal(times.Order(), times);
            Assert.InRange(times[^1], Month.FromMs, Month.ToMs);
            Assert.All(outcome.Dispositions, step => Assert.Equal(step.Event == "rejected", step.Reason is not null));
        }
        var events = outcomes.SelectMany(click => click.Outcome!.Dispositions).Select(step => step.Event).ToHashSet();
        Assert.Superset(new HashSet<string> { "screening", "interviewed", "offered", "hired", "rejected" }, events);
    }

    [Fact]
    public void EveryVisitorHasAnAddress() => Assert.All(Month.Clicks, click =>
    {
        Assert.True(IPAddress.TryParse(click.Visitor.Ip, out _));
        var browser = click.Visitor.UserAgent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
        Assert.True(browser || click.Kind == ClickKind.Bot);
    });

    private static (long, int, double, Visitor) Key(ClickIntent click) =>
        (click.AtMs, click.FeedIndex, click.JobPick, click.Visitor);
}
