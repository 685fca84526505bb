using System.Reflection;

namespace Placard.Storage;

/// <summary>
/// A room's schema scripts: embedded files <c>Migrations/{area}-{number}-{subject}.sql</c>. Forward only; a script
/// that has been released is never edited. Scripts of a smaller number run first, whatever their room.
/// </summary>
public sealed class MigrationSet(IEnumerable<Assembly> rooms)
{
    /// <summary>Applies what is missing; safe when several nodes start at once.</summary>
    public Task Apply(IEngine engine, CancellationToken stop) => engine.Migrate([.. Read()], stop);

    /// <summary>
    /// Names of scripts that the store has not seen: all of them where there is no schema yet. For those who only read.
    /// </summary>
    public async Task<IReadOnlyList<string>> Missing(Store store, CancellationToken stop)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        foreach (var area in Enum.GetValues<Area>())
        {
            applied.UnionWith(await Applied(store, area, stop).ConfigureAwait(false));
        }
        return [.. Read().Select(migration => migration.Name).Where(name => !applied.Contains(name))];
    }

    private static Task<List<string>> Applied(Store store, Area area, CancellationToken stop) =>
        store.Read(async session =>
        {
            // The list of scripts is the first table of a schema: without it there is none.
            var table = area == Area.Ledger ? "ledger_migrations" : "inventory_migrations";
            return await store.Engine.HasTable(session, table).ConfigureAwait(false)
                ? await session.Query<string>($"SELECT name FROM {table}").ConfigureAwait(false)
                : [];
        }, stop);

    internal IEnumerable<Migration> Read() =>
        from room in rooms.Distinct()
        from resource in room.GetManifestResourceNames()
        where resource.Contains(".Migrations.", StringComparison.Ordinal)
        let file = resource[(resource.IndexOf(".Migrations.", StringComparison.Ordinal) + 12)..^4]
        let parts = file.Split('-', 3)
        orderby parts[1], room.GetName().Name == "Placard.Storage" ? 0 : 1, file
        select new Migration(Enum.Parse<Area>(parts[0], ignoreCase: true), file, Text(room, resource));

    private static string Text(Assembly room, string resource)
    {
        using var reader = new StreamReader(room.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
