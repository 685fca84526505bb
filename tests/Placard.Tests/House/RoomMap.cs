using System.Xml.Linq;

namespace Placard.Tests.House;

/// <summary>The table of allowed arrows in <c>docs/map.md</c>, and the rooms as they are on disk.</summary>
internal static class RoomMap
{
    private const string EveryRoom = "every room";

    /// <summary>Names of all projects below <c>src</c>, without <c>Placard.</c>.</summary>
    public static IReadOnlyList<string> Rooms { get; } =
    [
        .. Directory.GetDirectories(RepositoryRoot.At("src"), "Placard.*")
            .Where(folder => File.Exists(ProjectFile(Path.GetFileName(folder)["Placard.".Length..])))
            .Select(folder => Path.GetFileName(folder)["Placard.".Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Room to the rooms it may reference, from the document.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed { get; } = ReadAllowed();

    /// <summary>Rooms whose row says that they may use all others: they need not use each.</summary>
    public static IReadOnlyList<string> Composers { get; } =
        [.. ArrowRows().Where(row => row.May == EveryRoom).Select(row => row.Room)];

    public static string ProjectFile(string room) =>
        RepositoryRoot.At("src", $"Placard.{room}", $"Placard.{room}.csproj");

    /// <summary>What a project file references, rooms only.</summary>
    public static IReadOnlyList<string> ProjectReferences(string room) =>
    [
        .. XDocument.Load(ProjectFile(room)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Select(name => name["Placard.".Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What a project file takes from outside.</summary>
    public static IReadOnlyList<string> PackageReferences(string room) =>
    [
        .. XDocument.Load(ProjectFile(room)).Descendants("PackageReference")
            .Select(reference => (string)reference.Attribute("Include")!),
    ];

    private static Dictionary<string, IReadOnlyList<string>> ReadAllowed()
    {
        var rows = ArrowRows();
        return rows.ToDictionary(row => row.Room, row => Expand(row.Room, row.May));

        IReadOnlyList<string> Expand(string room, string may) =>
        [
            .. (may == EveryRoom
                ? rows.Select(row => row.Room).Where(other => other != room)
                : may.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Order(StringComparer.Ordinal),
        ];
    }

    private static List<(string Room, string May)> ArrowRows() =>
    [
        .. File.ReadAllLines(RepositoryRoot.At("docs", "map.md"))
            .SkipWhile(line => line != "| room | may reference |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1], cells[2])),
    ];
}
