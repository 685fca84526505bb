using System.Net;

namespace Placard.Clicks.Judging;

/// <summary>
/// Addresses of hosting companies and clouds, where programs live and jobseekers do not. A flag for people who look at
/// traffic, not a verdict: offices and private browsing leave through such places too. The shipped table is credited in
/// ATTRIBUTION.md; an operator may give another.
/// </summary>
internal sealed class DataCentres
{
    private static readonly Lazy<DataCentres> s_shipped = new(() =>
    {
        using var packed = typeof(DataCentres).Assembly.GetManifestResourceStream(
            "Placard.Clicks.Judging.datacentres.bin")
            ?? throw new InvalidOperationException("The data-centre table is missing from the program.");
        return new DataCentres(PackedAddresses.Read(packed));
    });

    private readonly AddressTable _table;

    private DataCentres(AddressTable table) => _table = table;

    /// <summary>The table that comes with the program; read at first use.</summary>
    public static DataCentres Shipped => s_shipped.Value;

    /// <summary>An operator's list: a line is <c>first,last</c> or <c>network/bits</c>, IPv4 or IPv6; what follows on
    /// the line is a remark.</summary>
    /// <exception cref="InvalidDataException">A line cannot be read; the message names file, line, reason.</exception>
    public static DataCentres FromFile(string path)
    {
        using var text = File.OpenText(path);
        return Read(text, path);
    }

    public static DataCentres Read(TextReader text, string file) =>
        new(AddressRangesText.Read(text, file, static _ => "data centre"));

    /// <summary>Whether the address is in a data centre's network. Allocates nothing.</summary>
    public bool Contains(IPAddress address) => _table.LabelOf(address) != 0;
}
