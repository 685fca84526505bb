using System.Globalization;
using Placard.Host.Demo.Corpus.Trades;

namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>
/// Makes an advertiser's openings for a day. Each slot of its list is filled again every <see cref="RepostDays"/> days,
/// on a day of its own, so tomorrow's feed differs from today's in a few jobs only.
/// </summary>
internal sealed class JobDrafts(Trade trade, int seed)
{
    public const int RepostDays = 45;

    private static readonly string[] Headed =
        ["lead", "duties", "needs", "plus", "benefits", "about", "shift"];

    private static readonly string[] Streets =
    [
        "Main Street", "Industrial Parkway", "Commerce Drive", "Washington Avenue", "Maple Street", "River Road",
        "Second Street", "Market Street", "County Line Road", "Airport Road", "Church Street", "Lincoln Way",
    ];

    public IEnumerable<DemoJob> For(DateTimeOffset now)
    {
        var today = (int)(now.ToUnixTimeSeconds() / 86_400);
        var slot = 0;
        foreach (var role in trade.Roles)
        {
            for (var n = 0; n < role.Jobs; n++) yield return Draft(role, slot++, today);
        }
    }

    private DemoJob Draft(Role role, int slot, int today)
    {
        var offset = new Dice(seed, slot).Between(0, RepostDays - 1);
        var cycle = (today + offset) / RepostDays;
        var dice = new Dice(seed, slot, cycle);
        var postedDay = (long)((cycle * RepostDays) - offset);
        // The evening before, so that no job is ever posted in the future of a clock that stands at midnight.
        var posted = DateTimeOffset.FromUnixTimeSeconds(postedDay * 86_400).AddMinutes(-dice.Between(1, 900));

        var city = dice.Pick(trade.Cities);
        var title = dice.Pick(role.Text["title"]);
        var variant = role.For(title);
        var pay = PayText.Around(variant.Pay, city.PayLevel, dice);
        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["{city}"] = city.Name,
            ["{st}"] = city.State,
            ["{state}"] = city.StateName,
            ["{team}"] = dice.Between(8, 46).ToString(CultureInfo.InvariantCulture),
            ["{n}"] = dice.Between(3, 71).ToString(CultureInfo.InvariantCulture),
            ["{pay}"] = PayText.Range(pay),
        };
        words["{company}"] = Filled(dice.Pick(trade.Voice["company"]), words);
        if (dice.Percent(trade.SuffixPercent)) title += " " + Filled(dice.Pick(trade.Voice["suffix"]), words);
        return new DemoJob
        {
            Slot = slot,
            Number = (cycle * 1_000) + slot,
            Role = role,
            Title = title,
            Company = words["{company}"],
            City = city,
            Street = $"{dice.Between(12, 4899)} {dice.Pick(Streets)}",
            Pay = pay,
            BidCents = dice.Between(role.BidCents.Low, role.BidCents.High),
            Categories = variant.Categories,
            PostedAt = posted,
            ExpiresAt = posted.AddDays(RepostDays + 14),
            Text = Write(role, dice, words),
        };
    }

    private JobText Write(Role role, Dice dice, Dictionary<string, string> words)
    {
        var (voice, text) = (trade.Voice, role.Text);
        var (duties, needs, benefits) = (text["duty"], text["need"], voice["benefit"]);
        return new JobText
        {
            Layout = dice.Pick(trade.Layouts),
            Markup = trade.Markup,
            Headings = Headed.Where(block => voice["heading." + block].Count > 0)
                .ToDictionary(block => block, block => dice.Pick(voice["heading." + block])),
            Lead = Filled(dice.Pick(text["lead"]), words),
            PayLine = Filled(dice.Pick(voice["payline"]), words),
            Shift = Filled(dice.Pick(text["shift"]), words),
            Local = Filled(dice.Pick(voice["local"]), words),
            About = Filled(dice.Pick(voice["about"]), words),
            Closing = Filled(dice.Pick(voice["closing"]), words),
            Equal = Filled(dice.Pick(voice["equal"]), words),
            Duties = Several(dice, duties, Math.Max(5, duties.Count - 2), words),
            Needs = Several(dice, needs, needs.Count - 1, words),
            Pluses = Several(dice, text["plus"], 1, words),
            Benefits = Several(dice, benefits, benefits.Count - 2, words),
        };
    }

    private static List<string> Several(
        Dice dice, IReadOnlyList<string> choices, int least, Dictionary<string, string> words)
    {
        var count = dice.Between(Math.Clamp(least, 0, choices.Count), choices.Count);
        return [.. dice.Some(choices, count).Select(choice => Filled(choice, words))];
    }

    private static string Filled(string text, Dictionary<string, string> words)
    {
        if (!text.Contains('{', StringComparison.Ordinal)) return text;
        foreach (var (slot, word) in words) text = text.Replace(slot, word, StringComparison.Ordinal);
        return text;
    }
}
