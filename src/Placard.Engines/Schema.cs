using System.Text.RegularExpressions;
using Dapper;
using Placard.Storage;

namespace Placard.Engines;

/// <summary>Applies the scripts that an area has not seen yet.</summary>
internal static partial class Schema
{
    /// <summary>
    /// Seconds, or none: an index over a large table takes its time, and so does waiting for the node that makes it.
    /// </summary>
    public const int Patience = 0;

    /// <summary>The word <c>{whole TABLE}</c> of <see cref="IEngine.Translate"/>.</summary>
    [GeneratedRegex(@"\{whole (\w+)\}")]
    public static partial Regex WholeRows();

    /// <summary>The word <c>{roomy TABLE}</c> of <see cref="IEngine.Translate"/>.</summary>
    [GeneratedRegex(@"\{roomy (\w+)\}")]
    public static partial Regex RoomyPages();

    public static async Task Apply(IEngine engine, IWriteTurn turn, Area area, IReadOnlyList<Migration> migrations)
    {
        var table = area == Area.Ledger ? "ledger_migrations" : "inventory_migrations";
        await turn.Connection.ExecuteAsync(
            $"CREATE TABLE IF NOT EXISTS {table} (name TEXT PRIMARY KEY)",
            transaction: turn.Transaction, commandTimeout: Patience).ConfigureAwait(false);
        var applied = (await turn.Connection.QueryAsync<string>(
            $"SELECT name FROM {table}", transaction: turn.Transaction, commandTimeout: Patience)
            .ConfigureAwait(false)).ToHashSet();
        foreach (var migration in migrations.Where(m => m.Area == area && !applied.Contains(m.Name)))
        {
            await turn.Connection.ExecuteAsync(
                engine.Translate(migration.Sql), transaction: turn.Transaction, commandTimeout: Patience)
                .ConfigureAwait(false);
            await turn.Connection.ExecuteAsync(
                $"INSERT INTO {table} (name) VALUES (@name)", new { name = migration.Name }, turn.Transaction, Patience)
                .ConfigureAwait(false);
        }
    }
}
