using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(Placard.Tests.Harness.SharedExchanges))]

namespace Placard.Tests.Harness;

/// <summary>
/// One long-lived exchange per engine for tests that make their own customers and publishers and disturb nobody.
/// Started by the first test that asks; ended, with the PostgreSQL server, after the last test of the run.
/// </summary>
public sealed class SharedExchanges : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Exchange>>> Running = new();

    internal static async Task<Exchange> For(string engine) =>
        await Running.GetOrAdd(engine, name => new Lazy<Task<Exchange>>(() => Exchange.Start(name))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var exchange in Running.Values.Select(lazy => lazy.Value).Where(task => task.IsCompletedSuccessfully))
        {
            await (await exchange).DisposeAsync();
        }
        await PostgresServer.StopShared();
    }
}
