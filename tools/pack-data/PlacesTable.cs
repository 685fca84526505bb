using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Placard.PackData;

/// <summary>The ZIP table as text (zip,city,state,latitude,longitude), names tidied, compressed.</summary>
internal static partial class PlacesTable
{
    private static readonly Dictionary<string, string> s_writtenOut = new(StringComparer.Ordinal)
    {
        ["St"] = "Saint", ["Ste"] = "Sainte", ["Ft"] = "Fort", ["Mt"] = "Mount", ["Hts"] = "Heights",
        ["Spgs"] = "Springs", ["Jct"] = "Junction", ["Vly"] = "Valley", ["Bch"] = "Beach", ["Twp"] = "Township",
        ["Afb"] = "AFB", ["Apo"] = "APO", ["Dpo"] = "DPO", ["Fpo"] = "FPO",
    };

    private static readonly Dictionary<string, string> s_firstWord = new(StringComparer.Ordinal)
    {
        ["N"] = "North", ["S"] = "South", ["E"] = "East", ["W"] = "West",
    };

    private static readonly HashSet<string> s_smallInside =
        new(["Of", "The", "And", "Or", "Du", "In", "On", "At", "By"], StringComparer.Ordinal);

    public static void Pack(NpmPackage package, string to)
    {
        var script = package.Text("lib/codes.js");
        var from = script.IndexOf('{', StringComparison.Ordinal);
        using var codes = JsonDocument.Parse(script[from..(script.IndexOf("};\n", StringComparison.Ordinal) + 1)]);
        var lines = codes.RootElement.EnumerateObject()
            .Select(code => code.Value)
            .Where(code => code.GetProperty("country").GetString() == "US")
            .Select(Line)
            .Order(StringComparer.Ordinal)
            .ToArray();
        using (var file = File.Create(to))
        using (var packed = new BrotliStream(file, CompressionLevel.SmallestSize))
        {
            packed.Write(Encoding.UTF8.GetBytes(string.Concat(lines)));
        }
        Console.WriteLine($"{Path.GetFileName(to)}: {lines.Length} ZIPs, {new FileInfo(to).Length} bytes");
    }

    private static string Line(JsonElement code) => string.Create(
        CultureInfo.InvariantCulture,
        $"{code.GetProperty("zip").GetString()},{Tidy(code.GetProperty("city").GetString()!)},"
        + $"{code.GetProperty("state").GetString()},{code.GetProperty("latitude").GetDecimal()},"
        + $"{code.GetProperty("longitude").GetDecimal()}\n");

    /// <summary>The source has names with one capital a word; this gives them back their usual writing.</summary>
    private static string Tidy(string city)
    {
        var words = city.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var word = s_writtenOut.GetValueOrDefault(words[i], words[i]);
            word = i == 0 && words.Length > 1 ? s_firstWord.GetValueOrDefault(word, word) : word;
            word = i > 0 && i < words.Length - 1 && s_smallInside.Contains(word) ? word.ToLowerInvariant() : word;
            words[i] = AfterHyphen().Replace(word, match => match.Value.ToUpperInvariant());
        }
        var name = string.Join(' ', words);
        name = ScottishSon().Replace(name, match => "Mc" + match.Groups[1].Value.ToUpperInvariant());
        name = name.Replace("Coeur D Alene", "Coeur d'Alene", StringComparison.Ordinal);
        name = name.Replace("Land O Lakes", "Land O' Lakes", StringComparison.Ordinal);
        return Elided().Replace(name, "$1'");
    }

    [GeneratedRegex("(?<=[-/&])[a-z]")]
    private static partial Regex AfterHyphen();

    [GeneratedRegex(@"\bMc ?([A-Za-z])")]
    private static partial Regex ScottishSon();

    [GeneratedRegex(@"\b([OD]) (?=[A-Z])")]
    private static partial Regex Elided();
}
