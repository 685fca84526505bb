using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Placard.Tests.Harness;

/// <summary>The storage engines every behaviour must hold on.</summary>
public static class StorageEngine
{
    /// <summary>Embedded storage, files inside the data folder.</summary>
    public const string Sqlite = "SQLite";

    /// <summary>A PostgreSQL server that the tests start for themselves.</summary>
    public const string Postgres = "PostgreSQL";

    /// <summary>On a build server nothing may be missing: a missing engine is then a failure.</summary>
    public static bool Required { get; } = Environment.GetEnvironmentVariable("PLACARD_REQUIRE_ENGINES") == "1";

    /// <summary>Ends the running test because an engine is missing: skipped, or failed where it is required.</summary>
    public static void Missing(string reason)
    {
        if (Required)
        {
            Assert.Fail(reason);
        }
        Assert.Skip(reason);
    }

    /// <summary>Whether this run asks about an engine: <c>./test --engine</c> chooses one.</summary>
    internal static bool Chosen(string engine) =>
        Environment.GetEnvironmentVariable("PLACARD_ENGINES") switch
        {
            "sqlite" => engine == Sqlite,
            "postgres" => engine == Postgres,
            _ => true,
        };
}

/// <summary>
/// Runs a theory once per storage engine, its only argument the engine's name:
/// <c>[Theory, OnBothEngines] public async Task Name(string engine)</c>.
/// </summary>
public sealed class OnBothEnginesAttribute() : EnginesAttribute(StorageEngine.Sqlite, StorageEngine.Postgres);

/// <summary>Runs a theory on PostgreSQL only: what needs several nodes.</summary>
public sealed class OnPostgresAttribute() : EnginesAttribute(StorageEngine.Postgres);

/// <summary>Runs a theory on SQLite only: what is promised for a node alone on its files.</summary>
public sealed class OnSqliteAttribute() : EnginesAttribute(StorageEngine.Sqlite);

/// <summary>Gives a theory the engines of this run; see the two attributes that name them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class EnginesAttribute(params string[] engines) : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var chosen = engines.Where(StorageEngine.Chosen).Select(engine => new TheoryDataRow<string>(engine)).ToList();
        return new(chosen.Count > 0 ? chosen : [new TheoryDataRow<string>(engines[0]) { Skip = "another engine" }]);
    }

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
