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
