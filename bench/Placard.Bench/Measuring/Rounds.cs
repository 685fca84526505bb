namespace Placard.Bench.Measuring;

/// <summary>
/// Runs contenders one after the other, round after round, each round in the reverse order of the one before: what the
/// machine does meanwhile falls on all of them.
/// </summary>
internal static class Rounds
{
    /// <summary>
    /// Answers the measurements as [contender][round]. Each contender first gets one round that is not kept.
    /// </summary>
    public static async Task<T[][]> Interleave<T>(int rounds, params IReadOnlyList<Func<Task<T>>> contenders)
    {
        foreach (var contender in contenders)
        {
            await contender();
        }
        var results = contenders.Select(_ => new T[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            var order = Enumerable.Range(0, contenders.Count);
            foreach (var contender in round % 2 == 0 ? order : order.Reverse())
            {
                results[contender][round] = await contenders[contender]();
            }
        }
        return results;
    }
}
