namespace Placard.Tests.House;

/// <summary>One line of the code, with where it stands.</summary>
internal sealed record SourceLine(string File, int Number, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Number}: {Text.Trim()}";
}

/// <summary>The hand-written files of the tree, read once.</summary>
internal static class SourceFiles
{
    private static readonly string[] Generated = ["bin", "obj"];

    /// <summary>C# and SQL below <c>src</c>: path relative to the root, and the lines.</summary>
    public static IReadOnlyDictionary<string, string[]> Product { get; } = Read("src", "*.cs", "*.sql");

    /// <summary>C# below <c>tests</c>.</summary>
    public static IReadOnlyDictionary<string, string[]> Tests { get; } = Read("tests", "*.cs");

    /// <summary>Every line of the product.</summary>
    public static IEnumerable<SourceLine> ProductLines => Lines(Product);

    /// <summary>Every line of product and tests.</summary>
    public static IEnumerable<SourceLine> AllLines => Lines(Product).Concat(Lines(Tests));

    /// <summary>Folders below <c>src</c> and <c>tests</c>, relative to the root.</summary>
    public static IEnumerable<string> Folders =>
        Product.Keys.Concat(Tests.Keys).Select(file => Path.GetDirectoryName(file)!).Distinct();

    private static IEnumerable<SourceLine> Lines(IReadOnlyDictionary<string, string[]> files) =>
        files.SelectMany(file => file.Value.Select((text, index) => new SourceLine(file.Key, index + 1, text)));

    private static Dictionary<string, string[]> Read(string folder, params string[] patterns) =>
        patterns.SelectMany(pattern =>
                Directory.EnumerateFiles(RepositoryRoot.At(folder), pattern, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Folder, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(Generated).Any())
            .ToDictionary(file => file, file => File.ReadAllLines(RepositoryRoot.At(file)));
}
