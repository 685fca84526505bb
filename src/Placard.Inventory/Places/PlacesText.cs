using System.Globalization;

namespace Placard.Inventory.Places;

/// <summary>
/// The text form of the places table, one ZIP a line: <c>zip,city,state,latitude,longitude</c>, degrees with a decimal
/// point, no comma inside a field; quotes around a field, empty lines, lines that begin with # and a heading are let
/// pass. The shipped table is this text, compressed.
/// </summary>
internal static class PlacesText
{
    private const int FieldsPerLine = 5;

    /// <exception cref="InvalidDataException">A line cannot be read; the message names file, line, reason.</exception>
    public static IEnumerable<Place> Read(TextReader from, string file)
    {
        // One string per city name and state, not one per line.
        var shared = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var number = 0;
        while (from.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#') || IsHeading(line))
            {
                continue;
            }
            yield return Parse(line, shared)
                ?? throw new InvalidDataException(
                    $"{file}, line {number}: expected zip,city,state,latitude,longitude with a five-digit ZIP, "
                    + $"a known state and degrees, found \"{line}\".");
        }
    }

    private static bool IsHeading(string line) => line.StartsWith("zip,", StringComparison.OrdinalIgnoreCase);

    private static Place? Parse(string line, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> shared)
    {
        Span<Range> fields = stackalloc Range[FieldsPerLine + 1];
        if (line.AsSpan().Split(fields, ',', StringSplitOptions.TrimEntries) != FieldsPerLine)
        {
            return null;
        }
        var zip = Field(line, fields[0]);
        var city = Field(line, fields[1]);
        return ZipCode.TryRead(zip, out _)
            && city.Length > 0
            && UsStates.TryCode(Shared(Field(line, fields[2]), shared), out var state)
            && TryMicro(Field(line, fields[3]), 90, out var latitude)
            && TryMicro(Field(line, fields[4]), 180, out var longitude)
            ? new Place(Shared(city, shared), state, zip[..5].ToString(), latitude, longitude)
            : null;
    }

    private static ReadOnlySpan<char> Field(string line, Range range) => line.AsSpan(range).Trim('"');

    private static string Shared(ReadOnlySpan<char> text, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> shared)
    {
        if (!shared.TryGetValue(text, out var known))
        {
            known = text.ToString();
            shared.Set.Add(known);
        }
        return known;
    }

    private static bool TryMicro(ReadOnlySpan<char> text, int most, out long micro)
    {
        const NumberStyles Degrees = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        micro = 0;
        if (!decimal.TryParse(text, Degrees, CultureInfo.InvariantCulture, out var degrees)
            || Math.Abs(degrees) > most)
        {
            return false;
        }
        micro = (long)Math.Round(degrees * 1_000_000, MidpointRounding.AwayFromZero);
        return true;
    }
}
