using System.IO.Compression;

namespace Placard.Inventory.Places;

/// <summary>
/// US states, cities and ZIPs: immutable after reading, every look-up from memory. The shipped table is credited in
/// ATTRIBUTION.md; an operator may give another.
/// </summary>
internal sealed class UsPlaces
{
    private static readonly Lazy<UsPlaces> s_shipped = new(() =>
    {
        using var packed = typeof(UsPlaces).Assembly.GetManifestResourceStream("Placard.Inventory.Places.us-places.bin")
            ?? throw new InvalidOperationException("The places table is missing from the program.");
        return Read(packed);
    });

    private readonly Place?[] _byZip = new Place?[ZipCode.Count];
    private readonly Dictionary<string, Dictionary<string, Place>.AlternateLookup<ReadOnlySpan<char>>> _byCity;
    private readonly Dictionary<string, Place[]> _cities;

    private UsPlaces(IEnumerable<Place> zips)
    {
        foreach (var place in zips)
        {
            _ = ZipCode.TryRead(place.Zip, out var zip);
            // A ZIP that spans two cities is listed under its main one first.
            _byZip[zip] ??= place;
        }
        var cities = CitiesFrom(_byZip);
        _byCity = cities.ToDictionary(
            state => state.Key,
            state => state.Value.ToDictionary(city => city.Key, city => city.Value.ToPlace(), StringComparer.Ordinal)
                .GetAlternateLookup<ReadOnlySpan<char>>(),
            StringComparer.OrdinalIgnoreCase);
        _cities = cities.ToDictionary(
            state => state.Key,
            state => state.Value
                .OrderByDescending(city => city.Value.Zips)
                .ThenBy(city => city.Key, StringComparer.Ordinal)
                .Select(city => _byCity[state.Key].Dictionary[city.Key])
                .ToArray(),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The table that comes with the program; read at first use.</summary>
    public static UsPlaces Shipped => s_shipped.Value;

    /// <summary>Reads a packed table: the text of <see cref="PlacesText"/> in Brotli.</summary>
    public static UsPlaces Read(Stream packed)
    {
        using var unpacked = new StreamReader(new BrotliStream(packed, CompressionMode.Decompress, leaveOpen: true));
        return Read(unpacked, "the packed places table");
    }

    public static UsPlaces Read(TextReader text, string file) => new(PlacesText.Read(text, file));

    /// <summary>An operator's table as plain text: <c>zip,city,state,latitude,longitude</c>, one ZIP a line.</summary>
    /// <exception cref="InvalidDataException">A line cannot be read; the message names file, line, reason.</exception>
    public static UsPlaces FromFile(string path)
    {
        using var text = File.OpenText(path);
        return Read(text, path);
    }

    /// <summary>The postal code of a state, the District of Columbia, a territory or a military region, from its code
    /// or its name in any case.</summary>
    public bool TryState(string text, out string code) => UsStates.TryCode(text, out code);

    /// <summary>The place of a ZIP or ZIP+4, or null when there is no such ZIP.</summary>
    public Place? ByZip(string zip) => ZipCode.TryRead(zip, out var number) ? _byZip[number] : null;

    /// <summary>A city of a state (given by its code), however it is spelled; null when there is none.</summary>
    public Place? ByCity(string city, string stateCode)
    {
        Span<char> key = stackalloc char[CityKey.Longest];
        var length = CityKey.Write(city, key);
        if (length == 0 || !_byCity.TryGetValue(stateCode, out var cities))
        {
            return null;
        }
        return cities.TryGetValue(key[..length], out var place)
            || cities.TryGetValue(PostalName(key[..length]), out place)
            ? place
            : null;
    }

    /// <summary>The state's cities, those with most ZIPs first, at most so many.</summary>
    public IReadOnlyList<Place> CitiesOf(string stateCode, int most) =>
        _cities.TryGetValue(stateCode, out var cities)
            ? new ArraySegment<Place>(cities, 0, Math.Clamp(most, 0, cities.Length))
            : Array.Empty<Place>();

    /// <summary>What the post calls the two cities that people call otherwise.</summary>
    private static ReadOnlySpan<char> PostalName(ReadOnlySpan<char> key) => key switch
    {
        "newyorkcity" or "nyc" => "newyork",
        "washingtondc" => "washington",
        _ => key,
    };

    private static Dictionary<string, Dictionary<string, CitySum>> CitiesFrom(Place?[] byZip)
    {
        var states = new Dictionary<string, Dictionary<string, CitySum>>(StringComparer.Ordinal);
        Span<char> key = stackalloc char[CityKey.Longest];
        foreach (var place in byZip)
        {
            if (place is null)
            {
                continue;
            }
            if (!states.TryGetValue(place.State, out var cities))
            {
                states[place.State] = cities = new(StringComparer.Ordinal);
            }
            var length = CityKey.Write(place.City, key);
            var byKey = cities.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!byKey.TryGetValue(key[..length], out var sum))
            {
                byKey[key[..length]] = sum = new CitySum(place);
            }
            sum.Add(place);
        }
        return states;
    }

    /// <summary>A city while its ZIPs are read, in rising order: the first is the lowest, and gives the name.</summary>
    private sealed class CitySum(Place lowest)
    {
        private long _latitude;
        private long _longitude;
        private int _located;

        public int Zips { get; private set; }

        public void Add(Place zip)
        {
            Zips++;
            if (zip.HasCoordinates)
            {
                _located++;
                _latitude += zip.LatitudeMicro;
                _longitude += zip.LongitudeMicro;
            }
        }

        public Place ToPlace() => _located == 0
            ? lowest
            : lowest with { LatitudeMicro = _latitude / _located, LongitudeMicro = _longitude / _located };
    }
}
