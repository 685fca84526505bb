namespace Placard.Host.Demo.Corpus;

/// <summary>Reads the corpus's embedded text: UTF-8 lines, <c>#</c> comments, two blanks continue a line.</summary>
internal static class CorpusText
{
    private const string Root = "Placard.Host.Demo.Corpus.";

    public static IReadOnlyList<string> Lines(string name)
    {
        using var stream = typeof(CorpusText).Assembly.GetManifestResourceStream(Root + name)
            ?? throw new InvalidOperationException($"The program was built without its demo text {name}.");
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith("  ", StringComparison.Ordinal)) lines[^1] += " " + line.Trim();
            else lines.Add(line.TrimEnd());
        }
        return lines;
    }
}
