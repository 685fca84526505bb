namespace Placard.Tests.Harness;

/// <summary>What a running program says, waited for.</summary>
internal static class ExchangeWords
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Waits until the program has printed a line with these words.</summary>
    public static Task Says(this ExchangeProcess process, string words, TimeSpan? patience = null) => Eventually.Holds(
        () => process.HasExited
            ? throw new InvalidOperationException($"The exchange ended before it said '{words}':\n{process.Tail}")
            : Task.FromResult(process.Lines.Any(line => line.Contains(words, StringComparison.Ordinal))),
        $"the exchange says '{words}'", patience ?? Patience);
}
