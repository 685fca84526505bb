namespace Placard.Bench.Measuring;

/// <summary>What a ratio (or a number) is held against.</summary>
internal sealed record Goal(double Value, bool IsCeiling, Func<double, string> Format)
{
    public static Goal AtLeast(double value) => new(value, IsCeiling: false, Print.Ratio);

    public static Goal AtMost(double value, Func<double, string>? print = null) =>
        new(value, IsCeiling: true, print ?? Print.Ratio);

    public bool IsMet(double measured) => IsCeiling ? measured <= Value : measured >= Value;

    public override string ToString() => $"{(IsCeiling ? "at most" : "at least")} {Format(Value)}";
}

/// <summary>
/// One line of the table. <paramref name="Result"/> is what the goal looks at, normally a ratio; without a goal the
/// line only informs.
/// </summary>
internal sealed record Finding(
    string Subject, string Measured, string Ours, string Beside, Spread Result, Func<double, string> Format, Goal? Goal)
{
    public bool? Met => Goal?.IsMet(Result.Median);

    public static Finding Ratio(
        string subject, string measured, IReadOnlyList<double> ours, IReadOnlyList<double> beside,
        Func<double, string> print, Goal? goal) =>
        new(subject, measured, Spread.Of(ours).Text(print), Spread.Of(beside).Text(print),
            Spread.OfRatios(ours, beside), Print.Ratio, goal);
}
