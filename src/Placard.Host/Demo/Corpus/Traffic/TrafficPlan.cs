using System.Globalization;

namespace Placard.Host.Demo.Corpus.Traffic;

/// <summary>
/// Makes visits day by day. A day's visits depend on the seed and the date alone, so the month that ends tomorrow
/// shares all but its edges with the month that ends today.
/// </summary>
internal sealed class TrafficPlan(int seed, IReadOnlyList<DemoFeed> feeds)
{
    public const int Days = 30;

    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;
    private const long DayMs = 24 * HourMs;

    // Days and hours of people are counted in Eastern standard time: an hour either way would not show in a curve.
    private const long EasternMs = -5 * HourMs;

    private const int VisitsOnAFullDay = 360;

    private const int RegularPercent = 14;

    // Sunday first, in percent of a full day.
    private static readonly int[] Weekdays = [62, 104, 108, 104, 98, 86, 55];

    private static readonly int[] PeopleByHour =
        [6, 4, 3, 2, 3, 8, 18, 32, 48, 60, 66, 68, 66, 62, 60, 56, 50, 44, 42, 46, 48, 40, 26, 13];

    private static readonly int[] ClicksInAVisit = [56, 25, 12, 7];

    private readonly VisitorPool _visitors = new(seed);
    private readonly int[] _weights = [.. feeds.Select(feed => feed.Mix.Weight)];

    public DemoTraffic Month(DateTimeOffset now)
    {
        var toMs = now.ToUnixTimeMilliseconds();
        var fromMs = toMs - (Days * DayMs);
        var clicks = new List<ClickIntent>(20_000);
        for (var day = (fromMs + EasternMs) / DayMs; day <= (toMs + EasternMs) / DayMs; day++)
        {
            AddDay(clicks, (int)day, toMs);
        }
        clicks.RemoveAll(click => click.AtMs < fromMs || click.AtMs >= toMs);
        // A stable sort: clicks of one millisecond keep the order in which they were made.
        return new DemoTraffic(fromMs, toMs, [.. clicks.OrderBy(click => click.AtMs)]);
    }

    private void AddDay(List<ClickIntent> clicks, int day, long toMs)
    {
        var dice = new Dice(seed, day);
        // Day 0, 1 January 1970, was a Thursday.
        var visits = VisitsOnAFullDay * Weekdays[(day + 4) % 7] * dice.Between(92, 108) / 10_000;
        for (var visit = 0; visit < visits; visit++) AddVisit(clicks, dice, (day * DayMs) - EasternMs, toMs);
    }

    private void AddVisit(List<ClickIntent> clicks, Dice dice, long midnightMs, long toMs)
    {
        var feedIndex = dice.Weighted(_weights);
        var mix = feeds[feedIndex].Mix;
        var kind = KindOf(mix, dice);
        var hour = kind is ClickKind.Person ? dice.Weighted(PeopleByHour) : dice.Between(0, 23);
        var atMs = midnightMs + (hour * HourMs) + dice.Between(0L, HourMs - 1);
        var first = new ClickIntent
        {
            AtMs = atMs,
            FeedIndex = feedIndex,
            JobPick = 0,
            Kind = kind,
            Visitor = VisitorOf(kind, dice),
            T1 = dice.PickOrNone(mix.T1),
            T2 = dice.PickOrNone(mix.T2),
            T3 = dice.PickOrNone(mix.T3),
            Referrer = dice.PickOrNone(mix.Referrers),
        };
        if (kind is ClickKind.Person) AddPerson(clicks, dice, first, toMs);
        else if (kind is ClickKind.Bot) AddBot(clicks, dice, first);
        else clicks.Add(Aimed(first, dice));
    }

    private static ClickKind KindOf(TrafficMix mix, Dice dice)
    {
        var people = 100 - mix.BotPercent - mix.ForeignPercent - mix.ForgedPercent;
        return dice.Weighted([people, mix.BotPercent, mix.ForeignPercent, mix.ForgedPercent]) switch
        {
            0 => ClickKind.Person,
            1 => ClickKind.Bot,
            2 => ClickKind.Foreign,
            _ => ClickKind.Forged,
        };
    }

    private Visitor VisitorOf(ClickKind kind, Dice dice) => kind switch
    {
        ClickKind.Bot => VisitorPool.Bot(dice),
        ClickKind.Foreign => VisitorPool.Abroad(dice),
        _ => dice.Percent(RegularPercent) ? _visitors.Regular(dice) : VisitorPool.AtHome(dice),
    };

    private void AddPerson(List<ClickIntent> clicks, Dice dice, ClickIntent first, long toMs)
    {
        var mix = feeds[first.FeedIndex].Mix;
        var count = 1 + dice.Weighted(ClicksInAVisit);
        var atMs = first.AtMs;
        for (var n = 0; n < count; n++)
        {
            var click = Aimed(first with { AtMs = atMs }, dice) with
            {
                WantsClosedJob = dice.Percent(mix.ClosedPercent),
            };
            var stale = dice.Percent(mix.StalePercent);
            if (stale) click = click with { AgeOfUrlHours = StaleHours(click.FeedIndex, dice) };
            var outcome = OutcomePlan.Of(click.AtMs, toMs, dice);
            clicks.Add(click.WantsClosedJob ? click : click with { Outcome = outcome });
            if (dice.Percent(mix.RepeatPercent)) clicks.Add(Repeated(click, dice));
            atMs += dice.Between(25_000L, 400_000L);
        }
    }

    private void AddBot(List<ClickIntent> clicks, Dice dice, ClickIntent first)
    {
        // A crawler walks down the list, a second or three between pages.
        var pages = dice.Between(1, 5);
        for (var page = 0; page < pages; page++)
        {
            clicks.Add(Aimed(first with { AtMs = first.AtMs + (page * dice.Between(900L, 3_200L)) }, dice));
        }
    }

    // People look at the top of a list more than at its end.
    private ClickIntent Aimed(ClickIntent click, Dice dice) => click with
    {
        JobPick = Math.Pow(dice.Quantile(), 1.5),
        AgeOfUrlHours = (int)(dice.Quantile() * dice.Quantile() * 20),
        PublisherClickId = feeds[click.FeedIndex].ClickIdParameter is null ? null : ClickId(dice),
    };

    private static ClickIntent Repeated(ClickIntent click, Dice dice) => click with
    {
        Kind = ClickKind.Repeat,
        AtMs = click.AtMs + dice.Between(2_000L, 25 * MinuteMs),
        PublisherClickId = click.PublisherClickId is null ? null : ClickId(dice),
        Outcome = null,
    };

    private int StaleHours(int feedIndex, Dice dice) =>
        feeds[feedIndex].ClickExpirationHours + dice.Between(2, 90);

    private static string ClickId(Dice dice) =>
        dice.Between(0L, long.MaxValue - 1).ToString("x16", CultureInfo.InvariantCulture);
}
