using System.Text;
using Placard.Host.Demo.Corpus;
using Placard.Inventory.Places;

namespace Placard.Bench.World;

/// <summary>
/// Writes what job ads say, from a seed: the demo world's own words, as often as words occur in real text (the n-th
/// most frequent one n times more rarely than the first), and for every employer a paragraph that all its ads share.
/// </summary>
internal sealed class AdText
{
    private const int Employers = 400;
    private static readonly DateTimeOffset CorpusDay = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] States =
        ["AZ", "CA", "CO", "FL", "GA", "IL", "MA", "MI", "NC", "NJ", "NY", "OH", "PA", "TN", "TX", "VA", "WA", "WI"];

    private readonly string[] words;
    private readonly double[] reach;
    private readonly string[] employers;
    private readonly string[] boilerplates;
    private readonly Place[] places;

    public AdText()
    {
        words = WordsOfTheDemo();
        reach = new double[words.Length];
        var sum = 0.0;
        for (var i = 0; i < words.Length; i++)
        {
            reach[i] = sum += 1.0 / (i + 1);
        }
        var dice = new Random(7);
        employers = [.. Enumerable.Range(0, Employers).Select(_ => $"{Capital(Rare(dice))} {Capital(Rare(dice))} LLC")];
        boilerplates = [.. Enumerable.Range(0, Employers).Select(_ => Sentences(dice, 900))];
        places = [.. States.SelectMany(state => UsPlaces.Shipped.CitiesOf(state, 25))];
    }

    public string Title(Random dice) =>
        $"{Capital(Rare(dice))} {Capital(Rare(dice))} {Capital(Word(dice))} - {Capital(Rare(dice))}";

    public (string Name, string Boilerplate) Employer(Random dice)
    {
        var number = dice.Next(Employers);
        return (employers[number], boilerplates[number]);
    }

    public Place Place(Random dice) => places[dice.Next(places.Length)];

    /// <summary>A description in HTML of about so many characters.</summary>
    public string Description(Random dice, int length, string boilerplate)
    {
        var text = new StringBuilder(length + 200);
        text.Append("<p>").Append(Sentences(dice, length / 4)).Append("</p>\n<ul>");
        while (text.Length < length - boilerplate.Length - 60)
        {
            text.Append("<li>").Append(Sentences(dice, 90)).Append("</li>\n");
        }
        return text.Append("</ul>\n<p>").Append(boilerplate).Append("</p>").ToString();
    }

    private string Sentences(Random dice, int length)
    {
        var text = new StringBuilder(length + 40);
        while (text.Length < length)
        {
            text.Append(Capital(Word(dice)));
            for (var more = dice.Next(5, 14); more > 0; more--)
            {
                text.Append(' ').Append(Word(dice));
            }
            text.Append(". ");
        }
        return text.ToString();
    }

    private string Word(Random dice)
    {
        var found = Array.BinarySearch(reach, dice.NextDouble() * reach[^1]);
        return words[found < 0 ? ~found : found];
    }

    private string Rare(Random dice) => words[dice.Next(100, words.Length)];

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string[] WordsOfTheDemo()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var advertiser in DemoCorpus.Standard.Advertisers.Where(one => !one.Gzipped && !one.Sloppy))
        {
            var text = Encoding.UTF8.GetString(advertiser.Feed(CorpusDay));
            foreach (var word in text.Split([' ', '\n', '<', '>', '[', ']', '.', ',', '/', '"', '(', ')']))
            {
                if (word.Length is > 1 and < 14 && word.All(char.IsAsciiLetterLower))
                {
                    counts[word] = counts.GetValueOrDefault(word) + 1;
                }
            }
        }
        return [.. counts.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => word.Key)];
    }
}
