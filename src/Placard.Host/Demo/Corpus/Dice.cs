namespace Placard.Host.Demo.Corpus;

/// <summary>Repeatable chance. Two dice with the same numbers roll the same.</summary>
internal sealed class Dice
{
    private readonly Random _random;

    public Dice(params ReadOnlySpan<int> numbers) => _random = new Random(Mix(numbers));

    public int Between(int lowest, int highest) => _random.Next(lowest, highest + 1);

    public long Between(long lowest, long highest) => _random.NextInt64(lowest, highest + 1);

    public double Quantile() => _random.NextDouble();

    public bool Percent(int chance) => _random.Next(100) < chance;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>A choice, or null when there is nothing to choose from.</summary>
    public string? PickOrNone(IReadOnlyList<string> choices) => choices.Count == 0 ? null : Pick(choices);

    /// <summary>Some of the choices, each at most once, in their own order.</summary>
    public IReadOnlyList<T> Some<T>(IReadOnlyList<T> choices, int count)
    {
        var taken = new List<T>(count);
        var left = choices.Count;
        foreach (var choice in choices)
        {
            // Selection sampling: each choice is taken with (still wanted) / (still left), so the order is kept.
            if (_random.Next(left--) < count - taken.Count) taken.Add(choice);
        }
        return taken;
    }

    /// <summary>An index, each as likely as its weight says.</summary>
    public int Weighted(ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights) total += weight;
        var roll = _random.Next(total);
        var index = 0;
        while (roll >= weights[index]) roll -= weights[index++];
        return index;
    }

    // System.HashCode differs between processes; neighbouring seeds of Random resemble each other. So mix by hand.
    private static int Mix(ReadOnlySpan<int> numbers)
    {
        var hash = 2166136261u;
        foreach (var number in numbers)
        {
            hash = (hash ^ (uint)number) * 16777619u;
            hash ^= hash >> 15;
            hash *= 2246822519u;
            hash ^= hash >> 13;
        }
        return (int)(hash & int.MaxValue);
    }
}
