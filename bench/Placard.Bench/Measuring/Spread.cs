namespace Placard.Bench.Measuring;

/// <summary>Some measurements of one thing: their median, and how far they lay apart.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }

    /// <summary>Round by round: what stood beside each other is compared, never one round with another.</summary>
    public static Spread OfRatios(IEnumerable<double> ours, IEnumerable<double> beside) =>
        Of(ours.Zip(beside, (our, other) => our / other));

    public string Text(Func<double, string> print) => Least == Most
        ? print(Median)
        : $"{print(Median)} ({print(Least)} - {print(Most)})";
}

/// <summary>How numbers are printed.</summary>
internal static class Print
{
    public static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Ms(double value) =>
        value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " ms";

    public static string Seconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    public static string PerSecond(double value) => Number(value) + "/s";

    public static string Megabytes(double bytes) =>
        (bytes / 1e6).ToString("#,0", CultureInfo.InvariantCulture) + " MB";

    public static string MegabytesPerSecond(double bytesPerSecond) => Megabytes(bytesPerSecond) + "/s";
}
