using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Placard.PackData;

/// <summary>Two published bot lists and our own additions as one text, less what would judge people.</summary>
internal static partial class BotLines
{
    /// <summary>Every so many of the published sample agents go into the tests.</summary>
    private const int SampleStep = 20;

    public static void Write(NpmPackage crawlers, NpmPackage isbot, string to)
    {
        var leftOut = Lists.Read("bots-left-out.txt").ToHashSet(StringComparer.Ordinal);
        var unused = leftOut.ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var text = new StringBuilder("""
            # User agents of programs. One pattern a line: a .NET regular expression, looked for anywhere in the agent,
            # in exactly this case unless the line begins with (?i).
            # Made by tools/pack-data: change its lists, not this file.

            """);
        Section(text, $"{crawlers.NameAndVersion}, MIT, (c) 2017 Martin Monperrus", CrawlerPatterns(crawlers));
        Section(text, $"{isbot.NameAndVersion}, Unlicense", IsbotPatterns(isbot));
        Section(text, "our own", Lists.Read("bots-added.txt"));
        File.WriteAllText(to, text.ToString());
        foreach (var pattern in unused)
        {
            Console.WriteLine($"left out, but on no list: {pattern}");
        }
        Console.WriteLine($"{Path.GetFileName(to)}: {seen.Count} patterns, {new FileInfo(to).Length} bytes");

        void Section(StringBuilder text, string source, IEnumerable<string> patterns)
        {
            text.Append('\n').Append("# ").Append(source).Append('\n');
            foreach (var pattern in patterns)
            {
                unused.Remove(pattern);
                if (!leftOut.Contains(pattern) && seen.Add(pattern))
                {
                    text.Append(pattern).Append('\n');
                }
            }
        }
    }

    public static void WriteSamples(NpmPackage crawlers, string to)
    {
        using var list = JsonDocument.Parse(crawlers.Text("crawler-user-agents.json"));
        var samples = list.RootElement.EnumerateArray()
            .SelectMany(entry => entry.GetProperty("instances").EnumerateArray())
            .Select(sample => sample.GetString()!)
            .Where((sample, i) => i % SampleStep == 0 && !sample.Contains('\n', StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        File.WriteAllText(to, $"""
            # Sample agents of {crawlers.NameAndVersion}, MIT, (c) 2017 Martin Monperrus: every {SampleStep}th.
            # Made by tools/pack-data.
            {string.Join('\n', samples)}

            """);
    }

    private static IEnumerable<string> CrawlerPatterns(NpmPackage package)
    {
        using var list = JsonDocument.Parse(package.Text("crawler-user-agents.json"));
        return [.. list.RootElement.EnumerateArray().Select(entry => Plain(entry.GetProperty("pattern").GetString()!))];
    }

    private static IEnumerable<string> IsbotPatterns(NpmPackage package)
    {
        const string Opening = "var patterns_default = ";
        var script = package.Text("index.mjs");
        var from = script.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        using var list = JsonDocument.Parse(script[from..(script.IndexOf("];", from, StringComparison.Ordinal) + 1)]);
        return [.. list.RootElement.EnumerateArray().Select(pattern => "(?i)" + Plain(pattern.GetString()!))];
    }

    /// <summary>A slash needs no escape here, and without it a pattern may be plain text.</summary>
    private static string Plain(string pattern) => EscapedSlash().Replace(pattern, "/");

    [GeneratedRegex(@"\\/")]
    private static partial Regex EscapedSlash();
}
