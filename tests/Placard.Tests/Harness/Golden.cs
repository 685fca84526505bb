namespace Placard.Tests.Harness;

/// <summary>
/// Compares what the exchange said with a file below <c>tests/golden</c>. <c>PLACARD_REWRITE_GOLDEN=1</c> writes the
/// files instead; the diff is then reviewed like code. Files of <c>exemplary/</c> are also the public examples.
/// </summary>
public static class Golden
{
    private static readonly bool Rewrite = Environment.GetEnvironmentVariable("PLACARD_REWRITE_GOLDEN") == "1";

    /// <summary>Fails unless the text is exactly the file's.</summary>
    public static void Matches(string file, string actual)
    {
        var path = PathOf(file);
        if (Rewrite)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        Assert.True(File.Exists(path), $"No golden file {file}; PLACARD_REWRITE_GOLDEN=1 writes it:\n{actual}");
        var expected = File.ReadAllText(path);
        Assert.True(expected == actual, Difference(file, expected, actual));
    }

    /// <summary>The text of a golden file, for tests that send it.</summary>
    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string PathOf(string file) => RepositoryRoot.At(["tests", "golden", .. file.Split('/')]);

    private static string Difference(string file, string expected, string actual)
    {
        var wanted = expected.Split('\n');
        var got = actual.Split('\n');
        var line = 0;
        while (line < wanted.Length && line < got.Length && wanted[line] == got[line])
        {
            line++;
        }
        return $"{file} differs from line {line + 1} on.\n"
            + $"expected: {wanted.ElementAtOrDefault(line)}\nactual:   {got.ElementAtOrDefault(line)}\n"
            + $"--- all that was said ---\n{actual}";
    }
}
