using System.Globalization;

namespace Placard.Apply.Questions;

/// <summary>
/// Numbers and dates as texts: of answers, and of <c>min</c> and <c>max</c>. Numbers are compared digit by digit, so
/// that no length of them is too long and nothing is rounded.
/// </summary>
internal static class QuestionNumbers
{
    /// <summary><c>YYYY-MM-DD</c>, an existing day.</summary>
    public static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>ASCII digits only.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Digits, perhaps behind a minus.</summary>
    public static bool IsInteger(ReadOnlySpan<char> text) => IsDigits(WithoutSign(text));

    /// <summary>As <see cref="IsInteger"/>, perhaps with a point; digits stand on one side of it at least.</summary>
    public static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var (whole, fraction) = Parts(WithoutSign(text));
        return (whole.IsEmpty || IsDigits(whole)) && (fraction.IsEmpty || IsDigits(fraction))
            && !(whole.IsEmpty && fraction.IsEmpty);
    }

    /// <summary>Compares two texts for which <see cref="IsDecimal"/> holds.</summary>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var (leftSign, rightSign) = (Sign(left), Sign(right));
        if (leftSign != rightSign)
        {
            return leftSign.CompareTo(rightSign);
        }
        var bySize = CompareSizes(Parts(WithoutSign(left)), Parts(WithoutSign(right)));
        return leftSign < 0 ? -bySize : bySize;
    }

    private static int CompareSizes(NumberParts left, NumberParts right)
    {
        var leftWhole = left.Whole.TrimStart('0');
        var rightWhole = right.Whole.TrimStart('0');
        if (leftWhole.Length != rightWhole.Length)
        {
            return leftWhole.Length.CompareTo(rightWhole.Length);
        }
        var byWhole = leftWhole.SequenceCompareTo(rightWhole);
        return byWhole != 0
            ? byWhole
            : left.Fraction.TrimEnd('0').SequenceCompareTo(right.Fraction.TrimEnd('0'));
    }

    private static int Sign(ReadOnlySpan<char> number)
    {
        if (!number.ContainsAnyInRange('1', '9'))
        {
            return 0;
        }
        return number[0] == '-' ? -1 : 1;
    }

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> number) =>
        number.StartsWith('-') ? number[1..] : number;

    private static NumberParts Parts(ReadOnlySpan<char> number)
    {
        var point = number.IndexOf('.');
        return point < 0
            ? new NumberParts(number, default)
            : new NumberParts(number[..point], number[(point + 1)..]);
    }

    private readonly ref struct NumberParts(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        public ReadOnlySpan<char> Whole { get; } = whole;

        public ReadOnlySpan<char> Fraction { get; } = fraction;

        public void Deconstruct(out ReadOnlySpan<char> whole, out ReadOnlySpan<char> fraction)
        {
            whole = Whole;
            fraction = Fraction;
        }
    }
}
