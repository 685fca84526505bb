using Placard.Campaigns;

namespace Placard.Tests.Campaigns;

/// <summary>What a campaign may spend on a day, and which budget pays: cases a bookkeeper could check.</summary>
public sealed class PurseTests
{
    // one-time budgets: id:start:cents, + rolls over, ! has rolled. spent: budget@day:cents, budget 0 is the monthly.
    private const string Days =
        """
        case                     today     monthly  daily  pacing  one-time          spent            | left   available
        no money at all          20260110  -        -      -       -                 -                | 0      0
        fresh month              20260110  10000    -      -       -                 -                | 10000  10000
        some spent               20260110  10000    -      -       -                 0@20260105:4000  | 6000   6000
        last month is over       20260201  10000    -      -       -                 0@20260131:9000  | 10000  10000
        nothing left             20260131  10000    -      -       -                 0@20260131:10000 | 0      0
        lowered below the spent  20260131  5000     -      -       -                 0@20260130:7000  | 0      0
        monthly taken away       20260131  -        -      -       -                 0@20260130:7000  | 0      0
        daily ceiling            20260110  10000    300    -       -                 0@20260109:300   | 9700   300
        daily ceiling half used  20260110  10000    300    -       -                 0@20260110:120   | 9880   180
        daily ceiling used up    20260110  10000    300    -       -                 0@20260110:300   | 9700   0
        daily lowered below      20260110  10000    100    -       -                 0@20260110:300   | 9700   0
        daily holds all budgets  20260110  10000    300    -       7:20260105:500    7@20260110:250   | 10250  50
        daily alone is no money  20260110  -        300    -       -                 -                | 0      0
        one-time not begun       20260110  -        -      -       7:20260111:500    -                | 0      0
        one-time first day       20260111  -        -      -       7:20260111:500    -                | 500    500
        one-time last day        20260131  -        -      -       7:20260111:500    7@20260112:100   | 400    400
        one-time lapsed          20260201  -        -      -       7:20260111:500    7@20260112:100   | 0      0
        rolling one lapses too   20260201  -        -      -       7:20260111:500+   7@20260112:100   | 0      0
        rolled pays never again  20260131  -        -      -       7:20260111:500+!  7@20260112:100   | 0      0
        successor pays           20260201  -        -      -       8:20260201:400+   7@20260112:100   | 400    400
        both kinds add up        20260120  1000     -      -       7:20260111:500    7@20260119:3     | 1497   1497
        pacing whole month       20260101  3100     -      31      -                 -                | 3100   100
        pacing to month's end    20260101  3100     -      end     -                 -                | 3100   100
        pacing in february       20260201  2800     -      31      -                 -                | 2800   100
        pacing rounds down       20260130  101      -      end     -                 -                | 101    50
        pacing's last day        20260131  101      -      end     -                 -                | 101    101
        spent today moves not    20260101  3100     -      end     -                 0@20260101:40    | 3060   60
        spent before does        20260102  3100     -      end     -                 0@20260101:40    | 3060   102
        spared before does       20260131  3100     -      end     -                 0@20260130:100   | 3000   3000
        pacing's day behind      20260120  3100     -      15      -                 0@20260110:100   | 3000   3000
        pacing's day is today    20260115  3100     -      15      -                 0@20260110:100   | 3000   3000
        pacing's day tomorrow    20260114  3100     -      15      -                 0@20260110:100   | 3000   1500
        pacing and daily         20260101  3100     70     end     -                 -                | 3100   70
        pacing over both kinds   20260122  500      -      end     7:20260105:500    -                | 1000   100
        pacing, raised today     20260122  1000     -      end     -                 0@20260122:50    | 950    50
        """;

    private const string Orders =
        """
        one-time                                   cents  | paid by
        -                                          40     | 0:40
        7:20260105:30                              40     | 7:30 0:10
        7:20260105:100 8:20260103:100              40     | 7:40
        7:20260105:30+ 8:20260106:30               40     | 8:30 7:10
        9:20260105:10 8:20260106:10 7:20260107:10+  40    | 8:10 9:10 7:10 0:10
        7:20260105:30!                             40     | 0:40
        7:20260120:30                              40     | 0:40
        7:20260105:30                              1030   | 7:30 0:1000
        7:20260105:30                              1031   | -
        """;

    public static TheoryData<string> DayCases => [.. TextTable.Read(Days).Rows.Select(row => row["case"])];

    public static TheoryData<string> OrderCases => [.. TextTable.Read(Orders).Rows.Select(row => row.ToString()!)];

    [Theory, MemberData(nameof(DayCases))]
    public void WhatMayBeSpentOnADay(string name)
    {
        var row = TextTable.Read(Days).Rows.Single(row => row["case"] == name);
        var purse = Purse.Open(
            new PurseTerms(
                row.Number("monthly"), row.Number("daily"), row["pacing"].Length > 0,
                row["pacing"] is "end" or "" ? null : row.Number("pacing"), [.. Budgets(row["one-time"])]),
            Spent(row["spent"]),
            (int)row.Number("today")!);

        Assert.Equal((row.Number("left"), row.Number("available")), (purse.LeftCents, purse.AvailableCents));
        Assert.False(purse.TryTake(purse.AvailableCents + 1, (_, _) => Assert.Fail("Nothing may be taken")));
        Assert.True(purse.TryTake(purse.AvailableCents, (_, _) => { }));
        Assert.Equal(0, purse.AvailableCents);
    }

    [Theory, MemberData(nameof(OrderCases))]
    public void WhoPaysFirst(string line)
    {
        var row = TextTable.Read(Orders).Rows.Single(row => row.ToString() == line);
        var purse = Purse.Open(
            new PurseTerms(1000, null, false, null, [.. Budgets(row["one-time"])]), Spent(""), 20260110);
        var paid = new List<string>();

        var taken = purse.TryTake(row.Number("cents")!.Value, (budget, part) => paid.Add($"{budget}:{part}"));

        Assert.Equal(row["paid by"].Length > 0, taken);
        Assert.Equal(row["paid by"], string.Join(' ', paid));
    }

    [Fact]
    public void TwoTakingsGoOnWhereTheFirstEnded()
    {
        var purse = Purse.Open(
            new PurseTerms(100, null, false, null, [.. Budgets("7:20260105:50")]), Spent(""), 20260110);
        var paid = new List<string>();
        void Note(long budget, long part) => paid.Add($"{budget}:{part}");

        Assert.True(purse.TryTake(30, Note));
        Assert.True(purse.TryTake(30, Note));
        Assert.True(purse.TryTake(90, Note));
        Assert.False(purse.TryTake(1, Note));

        Assert.Equal(["7:30", "7:20", "0:10", "0:90"], paid);
        Assert.Equal(0, purse.LeftCents);
    }

    [Theory]
    [InlineData(10000L, "", true)]
    [InlineData(0L, "", false)]
    [InlineData(null, "", false)]
    [InlineData(null, "7:20260105:50", true)]
    [InlineData(null, "7:20260205:50", true)]
    [InlineData(null, "7:20251231:50", false)]
    [InlineData(null, "7:20260105:50+!", false)]
    public void MoneyNowOrToComeIsMoney(long? monthly, string oneTimes, bool money) =>
        Assert.Equal(money, new PurseTerms(monthly, null, false, null, [.. Budgets(oneTimes)]).HasMoney(20260110));

    [Theory]
    [InlineData(20260115, 40, 202601, "")]
    [InlineData(20260115, 0, 202604, "")]
    [InlineData(20260115, 40, 202602, "20260201")]
    [InlineData(20251115, 40, 202602, "20251201 20260101 20260201")]
    public void ABudgetRollsMonthByMonth(long start, long left, int month, string days) =>
        Assert.Equal(days, string.Join(' ', RolloverPlan.FirstDaysAfter(start, left, month)));

    private static IEnumerable<OneTimeBudget> Budgets(string cell) => Parts(cell).Select(part =>
    {
        var fields = part.TrimEnd('!', '+').Split(':');
        return new OneTimeBudget(
            Number(fields[0]), Number(fields[1]), Number(fields[2]), part.Contains('+'), part.Contains('!'));
    });

    private static Dictionary<SpendKey, long> Spent(string cell) => Parts(cell).Select(part => part.Split('@', ':'))
        .ToDictionary(fields => new SpendKey(Number(fields[0]), (int)Number(fields[1])), fields => Number(fields[2]));

    private static string[] Parts(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
