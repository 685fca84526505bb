using System.Text;

namespace Placard.Bench.World;

/// <summary>
/// Writes advertisers' feeds of any size, about 4.3 kB a job, all text in CDATA. The same seed, the same bytes.
/// </summary>
internal static class AdFeedFile
{
    public const int DescriptionLength = 3_700;
    private static readonly string[] Categories =
    [
        "[Sales]", "[Healthcare]", "[Transportation]", "[Retail]", "[Accounting]", "[Education]", "[Engineering]",
    ];

    /// <summary>
    /// Writes the feed; answers its bytes. Another edition of a seed has other descriptions for the same jobs.
    /// </summary>
    public static long Write(string path, AdText text, int jobs, int seed, int edition = 0)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        file.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<source>\n<publisher>Bench</publisher>\n");
        for (var number = 0; number < jobs; number++)
        {
            WriteJob(file, text, seed, edition, number);
        }
        file.Write("</source>\n");
        file.Flush();
        return file.BaseStream.Length;
    }

    private static void WriteJob(StreamWriter file, AdText text, int seed, int edition, int number)
    {
        var dice = new Random(HashCode(seed, number));
        var (company, boilerplate) = text.Employer(dice);
        var place = text.Place(dice);
        file.Write("<job>\n");
        Element(file, "title", text.Title(dice));
        Element(file, "date", $"Fri, {dice.Next(1, 28):00} Nov 2026 08:{dice.Next(60):00}:00 EST");
        Element(file, "referencenumber", $"b{seed}-{number}");
        Element(file, "url", $"https://careers.example.com/openings/{seed}/{number}?src=feed");
        Element(file, "company", company);
        Element(file, "city", place.City);
        Element(file, "state", place.State);
        Element(file, "postalcode", place.Zip);
        Element(file, "cpc", $"0.{dice.Next(20, 90)}");
        Element(file, "major_category0", Categories[dice.Next(Categories.Length)]);
        Element(file, "jobtype", "Full Time");
        var words = new Random(HashCode(seed + (edition * 1_000_003), number));
        Element(file, "description", text.Description(words, DescriptionLength, boilerplate));
        file.Write("</job>\n");
    }

    private static void Element(StreamWriter file, string name, string value)
    {
        file.Write('<');
        file.Write(name);
        file.Write("><![CDATA[");
        file.Write(value);
        file.Write("]]></");
        file.Write(name);
        file.Write(">\n");
    }

    // Not System.HashCode: that one differs from process to process.
    private static int HashCode(int seed, int number) => (int)(((uint)seed * 2_654_435_761u) ^ ((uint)number * 40_503u));
}
