using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Placard.Tests.House;

/// <summary>Holds the code to the table of arrows in <c>docs/map.md</c>.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Drivers = ["Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw"];

    public static TheoryData<string> Rooms => [.. RoomMap.Rooms];

    public static TheoryData<string> RoomsWithoutDrivers => [.. RoomMap.Rooms.Where(room => room != "Engines")];

    [Fact]
    public void TheMapNamesEveryRoomAndNoOther() =>
        Assert.Equal(RoomMap.Rooms, RoomMap.Allowed.Keys.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Rooms))]
    public void AProjectReferencesWhatTheMapAllows(string room)
    {
        var referenced = RoomMap.ProjectReferences(room);
        if (RoomMap.Composers.Contains(room))
        {
            Assert.Empty(referenced.Except(RoomMap.Allowed[room]));
            return;
        }
        Assert.Equal(RoomMap.Allowed[room], referenced);
    }

    // References reach further than the project file says, because projects hand theirs on. What was compiled tells.
    [Theory, MemberData(nameof(Rooms))]
    public void TheCompiledRoomUsesOnlyWhatTheMapAllows(string room)
    {
        var used = CompiledReferences(room)
            .Where(name => name.StartsWith("Placard.", StringComparison.Ordinal))
            .Select(name => name["Placard.".Length..]);
        Assert.Empty(used.Except(RoomMap.Allowed[room]));
    }

    [Fact]
    public void ArrowsMakeNoCircle()
    {
        var open = RoomMap.Allowed.ToDictionary(row => row.Key, row => row.Value.ToHashSet());
        while (open.Where(row => row.Value.Count == 0).Select(row => row.Key).ToList() is { Count: > 0 } done)
        {
            foreach (var room in done)
            {
                open.Remove(room);
            }
            foreach (var row in open.Values)
            {
                row.ExceptWith(done);
            }
        }
        Assert.Empty(open.Keys);
    }

    [Theory, MemberData(nameof(RoomsWithoutDrivers))]
    public void OnlyEnginesNamesADatabaseDriver(string room)
    {
        Assert.DoesNotContain(CompiledReferences(room), IsDriver);
        Assert.DoesNotContain(RoomMap.PackageReferences(room), IsDriver);
    }

    [Fact]
    public void TheKernelNeedsTheBaseLibraryOnly() => Assert.Empty(RoomMap.PackageReferences("Kernel"));

    [Fact]
    public void TheSolutionHoldsEveryProject()
    {
        var listed = XDocument.Load(RepositoryRoot.At("Placard.slnx")).Descendants("Project")
            .Select(project => (string)project.Attribute("Path")!);
        // tools/ is not here: what it makes is committed, so neither the build nor the tests need it.
        string[] folders = ["src", "tests", "bench"];
        var there = folders.Select(folder => RepositoryRoot.At(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetDirectories(folder))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Folder, file).Replace('\\', '/'));
        Assert.Equal(there.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static bool IsDriver(string name) =>
        Drivers.Any(driver => name.StartsWith(driver, StringComparison.OrdinalIgnoreCase));

    private static List<string> CompiledReferences(string room)
    {
        var assembly = room == "Host" ? "placard.dll" : $"Placard.{room}.dll";
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly)));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.AssemblyReferences
                .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)),
        ];
    }
}
