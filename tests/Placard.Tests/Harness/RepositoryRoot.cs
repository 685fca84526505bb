namespace Placard.Tests.Harness;

/// <summary>Finds the clone the tests were built from: golden files, docs and sources live there.</summary>
public static class RepositoryRoot
{
    /// <summary>Full path of the folder that holds <c>Placard.slnx</c>.</summary>
    public static string Folder { get; } = Find();

    /// <summary>Name of the build configuration the tests run in, such as <c>Release</c>.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Full path of something given relative to the root.</summary>
    public static string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Placard.slnx")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"No Placard.slnx above {AppContext.BaseDirectory}");
    }
}
