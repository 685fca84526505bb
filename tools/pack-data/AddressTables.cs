using System.Net;
using Placard.Clicks.Judging;

namespace Placard.PackData;

internal static class AddressTables
{
    public static void PackCountries(NpmPackage package, string to)
    {
        var builder = new AddressTableBuilder();
        foreach (var family in (string[])["ipv4", "ipv6"])
        {
            foreach (var line in File.ReadLines(package.PathOf($"geo-whois-asn-country-{family}.csv")))
            {
                var fields = line.Split(',');
                builder.Add(IPAddress.Parse(fields[0]), IPAddress.Parse(fields[1]), fields[2]);
            }
        }
        Write(builder, to);
    }

    /// <summary>Keeps the networks whose owner is on our list, by the beginning of its name or by its number.</summary>
    public static void PackDataCentres(NpmPackage package, string to)
    {
        var owners = Lists.Read("hosting-networks.txt");
        var unused = owners.ToHashSet(StringComparer.Ordinal);
        var builder = new AddressTableBuilder();
        foreach (var family in (string[])["ipv4", "ipv6"])
        {
            foreach (var line in File.ReadLines(package.PathOf($"asn-{family}.csv")))
            {
                var fields = line.Split(',', 4);
                var name = fields[3].Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal);
                var owner = Array.Find(owners, owner => Owns(owner, fields[2], name));
                if (owner is not null)
                {
                    unused.Remove(owner);
                    builder.Add(IPAddress.Parse(fields[0]), IPAddress.Parse(fields[1]), "data centre");
                }
            }
        }
        foreach (var owner in unused)
        {
            Console.WriteLine($"no network belongs to \"{owner}\"");
        }
        Write(builder, to);
    }

    private static bool Owns(string owner, string number, string name) =>
        name.StartsWith(owner, StringComparison.OrdinalIgnoreCase) || owner == "AS" + number;

    private static void Write(AddressTableBuilder builder, string to)
    {
        var table = builder.Build();
        using (var file = File.Create(to))
        {
            PackedAddresses.Write(table, file);
        }
        Console.WriteLine(
            $"{Path.GetFileName(to)}: {table.Names.Length - 1} names, {table.Four.Starts.Length} IPv4 and "
            + $"{table.Six.Starts.Length} IPv6 stretches, {new FileInfo(to).Length} bytes");
    }
}
