using System.Text;
using System.Text.RegularExpressions;

namespace Placard.Clicks.Judging;

/// <summary>
/// A bot list sorted by how fast it can be searched. A line is a .NET regular expression that is looked for anywhere in
/// the user agent, in exactly that case, or in any case when the line begins with <c>(?i)</c>; empty lines and lines
/// that begin with # are let pass. Lines that are plain text after all are taken out and searched for all at once.
/// </summary>
internal sealed class BotPatterns
{
    private const string AnyCase = "(?i)";

    /// <summary>A pattern that needs longer for 512 characters is not worth its answer.</summary>
    private static readonly TimeSpan s_longestMatch = TimeSpan.FromMilliseconds(100);

    private readonly List<string> _linear = [];
    private readonly List<Regex> _backtracking = [];

    private BotPatterns()
    {
    }

    /// <summary>Plain texts in exactly this case.</summary>
    public List<string> Exact { get; } = [];

    /// <summary>Plain texts in any case.</summary>
    public List<string> Folded { get; } = [];

    /// <summary>Expressions whose search is linear in the agent's length, as one.</summary>
    public Regex? Linear { get; private set; }

    /// <summary>Expressions that look around, which only a backtracking search can do; each has a time limit.</summary>
    public IReadOnlyList<Regex> Backtracking => _backtracking;

    /// <exception cref="InvalidDataException">A line is no regular expression; the message says which.</exception>
    public static BotPatterns Read(TextReader text, string file)
    {
        var patterns = new BotPatterns();
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }
            try
            {
                patterns.Add(line);
            }
            catch (ArgumentException unreadable)
            {
                throw new InvalidDataException($"{file}, line {number}: {unreadable.Message}", unreadable);
            }
        }
        if (patterns._linear.Count > 0)
        {
            var together = string.Join('|', patterns._linear);
            patterns.Linear = new Regex(together, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        return patterns;
    }

    private void Add(string line)
    {
        var anyCase = line.StartsWith(AnyCase, StringComparison.Ordinal);
        var pattern = anyCase ? line[AnyCase.Length..] : line;
        if (PlainText(pattern) is { Length: > 0 } plain)
        {
            (anyCase ? Folded : Exact).Add(plain);
            return;
        }
        // Made alone first, so that a mistake is told by its own line.
        var alone = new Regex(line, RegexOptions.CultureInvariant, s_longestMatch);
        if (LooksAround(pattern))
        {
            _backtracking.Add(alone);
        }
        else
        {
            _linear.Add(anyCase ? $"(?i:{pattern})" : $"(?:{pattern})");
        }
    }

    /// <summary>The text that a pattern without operators stands for; null when there is an operator in it.</summary>
    private static string? PlainText(string pattern)
    {
        var plain = new StringBuilder(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            var character = pattern[i];
            if (character == '\\' && i + 1 < pattern.Length && !char.IsLetterOrDigit(pattern[i + 1]))
            {
                plain.Append(pattern[++i]);
            }
            else if (@"\.^$*+?()[]{}|".Contains(character, StringComparison.Ordinal))
            {
                return null;
            }
            else
            {
                plain.Append(character);
            }
        }
        return plain.ToString();
    }

    /// <summary>What the linear engine refuses: looking ahead or behind, atomic groups, conditions, back references.
    /// A false alarm only costs speed.</summary>
    private static bool LooksAround(string pattern) =>
        Regex.IsMatch(pattern, @"\(\?(?:[=!>(]|<[=!])|\\[1-9k]|\\G", RegexOptions.CultureInvariant);
}
