using System.Globalization;

namespace Placard.Host.Demo.Corpus.Trades;

/// <summary>Reads a trade's text file. The files are ours, so whatever does not fit is a bug and throws.</summary>
internal static class TradeReader
{
    // These are short, so several stand on one line with bars between; running text never does.
    private static bool HoldsAlternatives(string key) =>
        key is "title" or "company" or "suffix" || key.StartsWith("heading.", StringComparison.Ordinal);

    public static Trade Read(string name)
    {
        var voice = new TradeSection();
        var roles = new List<(string Name, TradeSection Text)>();
        foreach (var line in CorpusText.Lines($"Trades.{name}.txt"))
        {
            if (line.StartsWith("@role ", StringComparison.Ordinal)) roles.Add((line[6..], new TradeSection()));
            else AddLine(roles.Count == 0 ? voice : roles[^1].Text, line);
        }
        var states = voice.Optional("states")?.Split(' ') ?? [];
        return new Trade
        {
            Voice = voice,
            Roles = [.. roles.Select(role => ReadRole(role.Name, role.Text))],
            Cities = Corpus.Cities.In(states),
            Layouts = [.. voice["layout"].Select(layout => layout.Split(' '))],
            Markup = Enum.Parse<MarkupStyle>(voice.Single("markup"), ignoreCase: true),
            SuffixPercent = Number(voice.Optional("suffixrate") ?? "0"),
        };
    }

    private static void AddLine(TradeSection section, string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (key, value) = (line[..colon], line[(colon + 1)..].Trim());
        if (!HoldsAlternatives(key)) section.Add(key, value);
        else foreach (var one in value.Split('|', StringSplitOptions.TrimEntries)) section.Add(key, one);
    }

    private static Role ReadRole(string name, TradeSection text)
    {
        var bid = text.Single("bid").Split('-');
        return new Role
        {
            Name = name,
            Jobs = Number(text.Single("jobs")),
            Pay = ReadPay(text.Single("pay")),
            BidCents = (Number(bid[0]), Number(bid[1])),
            Categories = text["category"],
            Variants = [.. text["variant"].Select(ReadVariant)],
            Text = text,
        };
    }

    // "Mobile = 118000-158000 year ; [Information Technology] Mobile Developer"
    private static RoleVariant ReadVariant(string text)
    {
        var equals = text.IndexOf(" = ", StringComparison.Ordinal);
        var parts = text[(equals + 3)..].Split(';', StringSplitOptions.TrimEntries);
        return new RoleVariant(text[..equals], ReadPay(parts[0]), parts[1..]);
    }

    // "17.5-22 hour"
    private static PayRange ReadPay(string text)
    {
        var words = text.Split('-', ' ');
        return new PayRange(Dollars(words[0]), Dollars(words[1]), words[2]);
    }

    private static decimal Dollars(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
