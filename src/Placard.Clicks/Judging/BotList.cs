using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Placard.Clicks.Judging;

/// <summary>
/// Tells a program from a person by the user agent: known crawlers, tools, and whoever does not say what they are.
/// The shipped list is credited in ATTRIBUTION.md; an operator may give another (its form: <see cref="BotPatterns"/>).
/// Safe for any number of threads.
/// </summary>
internal sealed class BotList
{
    /// <summary>Longer agents are judged by their beginning, so that no one can make a click expensive.</summary>
    public const int LongestAgent = 512;

    /// <summary>Agents whose answer is remembered: a day's real browsers fit, and it is at most 8 MB.</summary>
    private const int Remembered = 8_192;

    private static readonly Lazy<BotList> s_shipped = new(() =>
    {
        using var list = typeof(BotList).Assembly.GetManifestResourceStream("Placard.Clicks.Judging.bots.txt")
            ?? throw new InvalidOperationException("The bot list is missing from the program.");
        using var text = new StreamReader(list);
        return Read(text, "bots.txt");
    });

    private readonly SearchValues<string> _exact;
    private readonly SearchValues<string> _folded;
    private readonly Regex? _linear;
    private readonly IReadOnlyList<Regex> _backtracking;
    private Memory _memory = new();

    private BotList(BotPatterns patterns)
    {
        _exact = SearchValues.Create([.. patterns.Exact], StringComparison.Ordinal);
        _folded = SearchValues.Create([.. patterns.Folded], StringComparison.OrdinalIgnoreCase);
        _linear = patterns.Linear;
        _backtracking = patterns.Backtracking;
    }

    /// <summary>The list that comes with the program; read at first use.</summary>
    public static BotList Shipped => s_shipped.Value;

    /// <exception cref="InvalidDataException">A line is no regular expression; the message says which.</exception>
    public static BotList FromFile(string path)
    {
        using var text = File.OpenText(path);
        return Read(text, path);
    }

    public static BotList Read(TextReader text, string file) => new(BotPatterns.Read(text, file));

    /// <summary>Whether a program sent this user agent. An empty or missing agent is a program's.</summary>
    public bool IsBot(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return true;
        }
        var agent = userAgent.AsSpan(0, Math.Min(userAgent.Length, LongestAgent));
        var memory = _memory;
        if (memory.ByAgent.TryGetValue(agent, out var known))
        {
            return known;
        }
        var isBot = Judge(agent);
        Remember(memory, agent, isBot);
        return isBot;
    }

    /// <summary>The judgement without the memory of earlier ones.</summary>
    public bool Judge(ReadOnlySpan<char> agent)
    {
        if (agent.ContainsAny(_exact) || agent.ContainsAny(_folded) || _linear?.IsMatch(agent) == true)
        {
            return true;
        }
        foreach (var pattern in _backtracking)
        {
            if (Matches(pattern, agent))
            {
                return true;
            }
        }
        return false;
    }

    // A pattern that ran out of time has said nothing: a click is paid unless something is known against it. It is
    // asked twice, since its time passes for a thread too that the machine lets wait, and the answer is remembered.
    private static bool Matches(Regex pattern, ReadOnlySpan<char> agent, int times = 2)
    {
        try
        {
            return pattern.IsMatch(agent);
        }
        catch (RegexMatchTimeoutException)
        {
            return times > 1 && Matches(pattern, agent, times - 1);
        }
    }

    /// <summary>A full memory is thrown away whole: no order is kept, so nothing is locked when it is read.</summary>
    private void Remember(Memory memory, ReadOnlySpan<char> agent, bool isBot)
    {
        if (Interlocked.Increment(ref memory.Count) > Remembered)
        {
            Interlocked.CompareExchange(ref _memory, new Memory(), memory);
            return;
        }
        memory.ByAgent[agent] = isBot;
    }

    private sealed class Memory
    {
        public readonly ConcurrentDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> ByAgent =
            new ConcurrentDictionary<string, bool>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        public int Count;
    }
}
