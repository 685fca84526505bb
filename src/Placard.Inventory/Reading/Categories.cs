using System.Collections.Frozen;
using System.Globalization;

namespace Placard.Inventory.Reading;

/// <summary>A category of the partner contracts; its form is how feeds write it, brackets included.</summary>
internal sealed record Category(int Id, string Label, Category? Major)
{
    public string Form { get; } = Major is null ? $"[{Label}]" : $"[{Major.Label}] {Label}";
}

/// <summary>
/// The taxonomy (publisher-contract, appendix A). A name is recognised by its letters and digits alone, so brackets,
/// case, spaces and the sign between major and minor do not matter.
/// </summary>
internal static class Categories
{
    private const int UsualKey = 256;

    private static readonly Category[] Table = Load();
    private static readonly FrozenDictionary<string, Category> ByKey = Table.ToFrozenDictionary(KeyOf);
    private static readonly FrozenDictionary<string, Category[]> MinorsByLabel = Table
        .Where(category => category.Major is not null)
        .GroupBy(category => Key(category.Label))
        .ToFrozenDictionary(group => group.Key, group => group.ToArray());
    private static readonly FrozenDictionary<string, Category>.AlternateLookup<ReadOnlySpan<char>> KeyLookup =
        ByKey.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, Category[]>.AlternateLookup<ReadOnlySpan<char>> LabelLookup =
        MinorsByLabel.GetAlternateLookup<ReadOnlySpan<char>>();

    public static IReadOnlyList<Category> All => Table;

    /// <summary>
    /// The category of that name; null when there is none, or when the label alone belongs to several majors of which
    /// <paramref name="majors"/> (those the job has already) does not pick one.
    /// </summary>
    public static Category? Find(string text, IReadOnlyCollection<Category> majors)
    {
        var most = LongestKey(text);
        var space = most <= UsualKey ? stackalloc char[UsualKey] : new char[most];
        var key = space[..WriteKey(text, space)];
        if (KeyLookup.TryGetValue(key, out var category))
        {
            return category;
        }
        return LabelLookup.TryGetValue(key, out var minors) ? PickedBy(majors, minors) : null;
    }

    private static Category? PickedBy(IReadOnlyCollection<Category> majors, Category[] minors)
    {
        if (minors.Length == 1)
        {
            return minors[0];
        }
        Category? fitting = null;
        foreach (var minor in minors)
        {
            if (majors.Contains(minor.Major!))
            {
                if (fitting is not null)
                {
                    return null;
                }
                fitting = minor;
            }
        }
        return fitting;
    }

    /// <summary>
    /// The categories in a text that may name several, separated by <c>|</c>, <c>;</c> or <c>,</c>. Labels hold commas
    /// themselves, so the longest run of pieces that is a name is taken. Pieces that name none go to
    /// <paramref name="unknown"/>.
    /// </summary>
    public static List<Category> FindAll(string text, IReadOnlyCollection<Category> majors, List<string> unknown)
    {
        if (Find(text, majors) is { } single)
        {
            return [single];
        }
        var found = new List<Category>();
        foreach (var part in text.Split(['|', ';']))
        {
            FindInList(part.Split(','), majors, found, unknown);
        }
        return found;
    }

    private static void FindInList(
        string[] pieces, IReadOnlyCollection<Category> majors, List<Category> found, List<string> unknown)
    {
        // No label has more than a handful of commas; without the bound a list of thousands would be tried in all ways.
        const int mostPieces = 5;
        for (var at = 0; at < pieces.Length;)
        {
            var length = Math.Min(mostPieces, pieces.Length - at);
            Category? category = null;
            for (; length > 0 && category is null; length--)
            {
                category = Find(string.Join(',', pieces, at, length), majors);
            }
            if (category is not null)
            {
                found.Add(category);
            }
            else if (!string.IsNullOrWhiteSpace(pieces[at]))
            {
                unknown.Add(pieces[at].Trim());
            }
            at += category is null ? 1 : length + 1;
        }
    }

    private static string KeyOf(Category category) =>
        category.Major is null ? Key(category.Label) : Key(category.Major.Label) + Key(category.Label);

    private static string Key(string text)
    {
        var key = new char[LongestKey(text)];
        return new string(key, 0, WriteKey(text, key));
    }

    /// <summary>An ampersand becomes three letters.</summary>
    private static int LongestKey(string text) => text.Length * "and".Length;

    private static int WriteKey(string text, Span<char> key)
    {
        var length = 0;
        foreach (var letter in text)
        {
            if (letter == '&')
            {
                "and".CopyTo(key[length..]);
                length += "and".Length;
            }
            else if (char.IsLetterOrDigit(letter))
            {
                key[length++] = char.ToLowerInvariant(letter);
            }
        }
        return length;
    }

    private static Category[] Load()
    {
        using var stream = typeof(Categories).Assembly.GetManifestResourceStream("Categories.txt")
            ?? throw new InvalidOperationException("The category table is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var table = new List<Category>();
        Category? major = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }
            var isMinor = line.StartsWith(' ');
            var row = line.Trim().Split(' ', 2);
            var id = int.Parse(row[0], CultureInfo.InvariantCulture);
            var category = new Category((isMinor ? major!.Id : 0) + id, row[1], isMinor ? major : null);
            table.Add(category);
            major = isMinor ? major : category;
        }
        return [.. table];
    }
}
