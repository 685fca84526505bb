using Microsoft.Extensions.DependencyInjection;
using Placard.Engines;
using Placard.Storage;

namespace Placard.Tests.Storage;

/// <summary>
/// Statements over large tables take their time. PostgreSQL's driver gives up after half a minute unless it is told not
/// to; here it would after five seconds.
/// </summary>
public sealed class LongStatementsTests
{
    private const string SixSeconds = "SELECT CAST(1 AS BIGINT) AS number FROM pg_sleep(6)";

    [Theory, OnPostgres]
    public async Task ARowThatComesLateInAStreamIsWaitedFor(string engine)
    {
        await using var impatient = await Impatient(engine);
        var store = new ServiceCollection().AddStorage(impatient).BuildServiceProvider().GetRequiredService<Store>();

        var rows = await store.Read(
            async session => await session.Stream<NumberRow>(SixSeconds).ToListAsync(), CancellationToken.None);

        Assert.Equal([new NumberRow(1)], rows);
    }

    [Theory, OnPostgres]
    public async Task AStreamEndsWhenItsCallerGoes(string engine)
    {
        await using var impatient = await Impatient(engine);
        var store = new ServiceCollection().AddStorage(impatient).BuildServiceProvider().GetRequiredService<Store>();
        using var gone = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Read(
            async session =>
            {
                await foreach (var row in session.Stream<NumberRow>(
                    "SELECT CAST(generate_series(1, 1000000000) AS BIGINT) AS number"))
                {
                    Assert.True(row.Number < 1_000_000, "The stream goes on without its caller.");
                    await gone.CancelAsync();
                }
                return 0;
            }, gone.Token));
    }

    [Theory, OnPostgres]
    public async Task AScriptTakesAsLongAsItNeeds(string engine)
    {
        await using var impatient = await Impatient(engine);

        await impatient.Migrate([new Migration(Area.Ledger, "ledger-001-slow", SixSeconds)], CancellationToken.None);
        await impatient.Migrate([new Migration(Area.Ledger, "ledger-001-slow", "no SQL")], CancellationToken.None);
    }

    private static async Task<IEngine> Impatient(string engine)
    {
        Assert.Equal(StorageEngine.Postgres, engine);
        return EngineChoice.Open($"{await PostgresServer.CreateDatabase()};Command Timeout=5", "");
    }

    private sealed record NumberRow(long Number);
}
