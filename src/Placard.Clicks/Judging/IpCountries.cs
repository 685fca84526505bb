using System.Net;

namespace Placard.Clicks.Judging;

/// <summary>
/// Which country an address belongs to, by registries and routing: a good guess (about 97 of 100), never a proof. The
/// shipped table is credited in ATTRIBUTION.md; an operator may give a newer one.
/// </summary>
internal sealed class IpCountries
{
    private static readonly Lazy<IpCountries> s_shipped = new(() =>
    {
        using var packed = typeof(IpCountries).Assembly.GetManifestResourceStream(
            "Placard.Clicks.Judging.ip-country.bin")
            ?? throw new InvalidOperationException("The country table is missing from the program.");
        return new IpCountries(PackedAddresses.Read(packed));
    });

    private readonly AddressTable _table;

    private IpCountries(AddressTable table) => _table = table;

    /// <summary>The table that comes with the program; read at first use.</summary>
    public static IpCountries Shipped => s_shipped.Value;

    /// <summary>
    /// An operator's table: a line is <c>first,last,CC</c> or <c>network/bits,CC</c> with a two-letter ISO code; IPv4
    /// and IPv6 may be in one file; <c>ZZ</c> and an empty code mean unknown.
    /// </summary>
    /// <exception cref="InvalidDataException">A line cannot be read; the message names file, line, reason.</exception>
    public static IpCountries FromFile(string path)
    {
        using var text = File.OpenText(path);
        return Read(text, path);
    }

    public static IpCountries Read(TextReader text, string file) => new(AddressRangesText.Read(text, file, CountryIn));

    /// <summary>The two-letter code in capitals; null when unknown, as every private or loopback address is.
    /// Allocates nothing.</summary>
    public string? CountryOf(IPAddress address) => _table.NameOf(address);

    private static string? CountryIn(string[] fields)
    {
        var code = fields is [var first, ..] ? first.ToUpperInvariant() : "";
        return code switch
        {
            "" or "ZZ" or "-" => null,
            [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] => code,
            _ => throw new FormatException($"\"{code}\" is not a two-letter country code."),
        };
    }
}
