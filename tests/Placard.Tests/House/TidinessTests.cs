using System.Text.RegularExpressions;

namespace Placard.Tests.House;

/// <summary>What makes the code readable in an afternoon, as far as a machine can tell.</summary>
public sealed partial class TidinessTests
{
    private const int LongestFile = 500;
    private const int LongestLine = 120;

    // Files that nobody can hold in the head hide their bugs: one subject each.
    [Fact]
    public void NoFileIsTooLong() =>
        AssertNone(SourceFiles.Product.Where(file => file.Value.Length > LongestFile)
            .Select(file => $"{file.Key}: {file.Value.Length} lines"));

    [Fact]
    public void NoLineIsTooLong() =>
        AssertNone(SourceFiles.AllLines.Where(line => line.Text.Length > LongestLine));

    [Fact]
    public void NothingIsLeftForLater() =>
        AssertNone(SourceFiles.ProductLines.Where(line => LeftForLater().IsMatch(line.Text)));

    // A swallowed exception is a lie to whoever is on call. The rare right place says why in a comment.
    [Fact]
    public void NoExceptionIsSwallowedInSilence() =>
        AssertNone(SourceFiles.Product.Where(file => SilentCatch().IsMatch(string.Join('\n', file.Value)))
            .Select(file => file.Key));

    // Such folders collect what nobody thought about.
    [Fact]
    public void NoFolderIsNamedAfterNothing() =>
        AssertNone(SourceFiles.Folders.Where(folder => folder.Split(Path.DirectorySeparatorChar)
            .Any(part => part is "Common" or "Helpers" or "Utils" or "Utilities" or "Misc" or "Shared")));

    // 0.1 + 0.2 is not 0.3: books kept in floating point stop adding up.
    [Fact]
    public void NoFloatingPointIsNearMoney() =>
        AssertNone(SourceFiles.ProductLines.Where(line =>
            FloatingPoint().IsMatch(Code(line)) && Money().IsMatch(Code(line))));

    private static string Code(SourceLine line)
    {
        var comment = line.Text.IndexOf("//", StringComparison.Ordinal);
        return comment < 0 ? line.Text : line.Text[..comment];
    }

    private static void AssertNone(IEnumerable<object> offenders)
    {
        var found = offenders.Take(50).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|\bfor now\b", RegexOptions.IgnoreCase)]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"catch\s*(\([^)]*\)\s*)?(when\s*\([^{]*\)\s*)?\{\s*\}")]
    private static partial Regex SilentCatch();

    [GeneratedRegex(@"\b(double|float|Double|Single)\b")]
    private static partial Regex FloatingPoint();

    [GeneratedRegex("Cents|Micros|Budget|Price|Cpc|cents|micros|budget|price|cpc")]
    private static partial Regex Money();
}
