using System.Globalization;
using Placard.Host.Demo.Corpus.Trades;

namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>How a feed spells its <c>salary</c>.</summary>
internal enum SalaryStyle
{
    /// <summary><c>$18.50 - $22.00 per hour</c></summary>
    Spelled,

    /// <summary><c>$18.50-$22/hr</c>, <c>$52K-$68K/yr</c></summary>
    Short,

    /// <summary><c>USD 52,000 to 68,000 per year</c></summary>
    Formal,

    /// <summary>No salary element; the description may still say.</summary>
    Unstated,
}

/// <summary>Rounds pay to what its trade would print, and prints it.</summary>
internal static class PayText
{
    private static readonly CultureInfo Us = CultureInfo.InvariantCulture;

    /// <summary>An opening's own range, inside the role's and moved to the wages of the state.</summary>
    public static PayRange Around(PayRange usual, int payLevel, Dice dice)
    {
        var width = usual.High - usual.Low;
        var low = usual.Low + (width * dice.Between(0, 35) / 100m);
        var high = usual.High - (width * dice.Between(0, 25) / 100m);
        var step = usual.Per == "hour" ? 0.25m : usual.High < 10_000m ? 25m : 500m;
        return usual with { Low = Rounded(low * payLevel / 100m, step), High = Rounded(high * payLevel / 100m, step) };
    }

    /// <summary>As running text says it: <c>$18.50 to $22.00 per hour</c>.</summary>
    public static string Range(PayRange pay) =>
        $"{Dollars(pay.Low, pay.Per)} to {Dollars(pay.High, pay.Per)} per {pay.Per}";

    public static string? Salary(PayRange pay, SalaryStyle style) => style switch
    {
        SalaryStyle.Spelled => $"{Dollars(pay.Low, pay.Per)} - {Dollars(pay.High, pay.Per)} per {pay.Per}",
        SalaryStyle.Short => $"{Brief(pay.Low, pay.Per)}-{Brief(pay.High, pay.Per)}/{ShortPer(pay.Per)}",
        SalaryStyle.Formal => $"USD {Amount(pay.Low, pay.Per)} to {Amount(pay.High, pay.Per)} per {pay.Per}",
        SalaryStyle.Unstated => null,
        _ => throw new ArgumentOutOfRangeException(nameof(style)),
    };

    private static string Dollars(decimal amount, string per) => "$" + Amount(amount, per);

    private static string Amount(decimal amount, string per) => amount.ToString(per == "hour" ? "0.00" : "#,0", Us);

    private static string Brief(decimal amount, string per) => amount switch
    {
        >= 10_000m => "$" + (amount / 1_000m).ToString("0.#", Us) + "K",
        _ when amount == decimal.Truncate(amount) => "$" + amount.ToString("#,0", Us),
        _ => Dollars(amount, per),
    };

    private static string ShortPer(string per) => per switch
    {
        "hour" => "hr",
        "year" => "yr",
        "week" => "wk",
        _ => per,
    };

    private static decimal Rounded(decimal amount, decimal step) =>
        Math.Round(amount / step, MidpointRounding.AwayFromZero) * step;
}
