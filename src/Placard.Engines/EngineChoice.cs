using Placard.Engines.Postgres;
using Placard.Engines.Sqlite;
using Placard.Storage;

namespace Placard.Engines;

/// <summary>Picks the engine: a connection string means PostgreSQL, none means SQLite inside the data folder.</summary>
public static class EngineChoice
{
    /// <summary>
    /// Opens the store's engine. Nothing is created but the data folder and, on SQLite, its two files.
    /// </summary>
    public static IEngine Open(string? database, string dataFolder)
    {
        SQLitePCL.Batteries_V2.Init();
        return string.IsNullOrWhiteSpace(database) ? new SqliteEngine(dataFolder) : new PostgresEngine(database);
    }

    /// <summary>
    /// Whether there is something to open, without creating it. Whether a PostgreSQL database is there shows when it is
    /// asked.
    /// </summary>
    public static bool Exists(string? database, string dataFolder) =>
        !string.IsNullOrWhiteSpace(database) || SqliteEngine.Exists(dataFolder);
}
