using System.Collections.Frozen;

namespace Placard.Campaigns;

/// <summary>
/// The conditions themselves. Text is compared without regard to case. An operator <c>NOT_…</c> is exactly the
/// opposite of its positive one, so a job without a price or category passes it.
/// </summary>
internal static class FilterTest
{
    public static Func<IJobFacts, bool> OfText(FilterField field, string op, List<string> values)
    {
        var wanted = !IsNegative(op);
        var test = TextTest(op, values);
        if (field.Kind == FilterKind.Categories)
        {
            var categories = field.Categories;
            return job => AnyPasses(categories(job), test) == wanted;
        }
        var text = field.Text;
        return job => test(text(job)) == wanted;
    }

    public static Func<IJobFacts, bool> OfNumber(FilterField field, string op, List<long> values)
    {
        var read = field.Number;
        var first = values[0];
        var set = values.ToFrozenSet();
        return op switch
        {
            "GT" => job => read(job) > first,
            "GTE" => job => read(job) >= first,
            "LT" => job => read(job) < first,
            "LTE" => job => read(job) <= first,
            "EQUALS" or "IN" => job => read(job) is { } number && set.Contains(number),
            "NOT_EQUALS" or "NOT_IN" => job => !(read(job) is { } number && set.Contains(number)),
            _ => throw new ArgumentOutOfRangeException(nameof(op)),
        };
    }

    public static Func<IJobFacts, bool> OfFlag(FilterField field, string op, bool value)
    {
        var read = field.Flag;
        var wanted = value != IsNegative(op);
        return job => read(job) == wanted;
    }

    private static bool IsNegative(string op) => op.StartsWith("NOT_", StringComparison.Ordinal);

    private static Func<string, bool> TextTest(string op, List<string> values)
    {
        var all = values.ToArray();
        switch (op)
        {
            case "EQUALS" or "NOT_EQUALS" or "IN" or "NOT_IN":
                var set = all.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
                return set.Contains;
            case "CONTAINS" or "NOT_CONTAINS":
                return text => Array.Exists(all, one => text.Contains(one, StringComparison.OrdinalIgnoreCase));
            case "STARTS_WITH":
                return text => Array.Exists(all, one => text.StartsWith(one, StringComparison.OrdinalIgnoreCase));
            default:
                throw new ArgumentOutOfRangeException(nameof(op));
        }
    }

    private static bool AnyPasses(IReadOnlyList<string> categories, Func<string, bool> test)
    {
        for (var i = 0; i < categories.Count; i++)
        {
            if (test(categories[i]) || test(Bare(categories[i])))
            {
                return true;
            }
        }
        return false;
    }

    // People write [Sales] as Sales, and [Sales] Cashier as Cashier.
    private static string Bare(string category)
    {
        var end = category.StartsWith('[') ? category.IndexOf(']', StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return category;
        }
        var label = category[(end + 1)..].Trim();
        return label.Length > 0 ? label : category[1..end];
    }
}
