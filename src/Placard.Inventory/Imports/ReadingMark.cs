using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Placard.Inventory.Sources;
using Placard.Kernel;

namespace Placard.Inventory.Imports;

/// <summary>
/// Everything besides a job's own bytes that decides what becomes of it: the program's rules, the table of places,
/// the zone that dates are shown in, the source's expansions. When any of it changes, no job counts as unchanged.
/// </summary>
internal sealed class ReadingMark(InventoryOptions options, ExchangeCalendar calendar)
{
    /// <summary>Raise it when the same fed job comes to be completed or rendered differently.</summary>
    private const int Generation = 3;

    private const string ShippedTable = "Placard.Inventory.Places.us-places.bin";

    private readonly string table = TableMark(options);

    public UInt128 Of(SourceRow source)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Generation}\n{table}\n{calendar.Zone.Id}\n{options.AllCitiesMost}\n{source.TitleExpansions}");
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>As <see cref="Of"/>, in the form that is stored beside a feed's ETag.</summary>
    public string TextOf(SourceRow source) => Of(source).ToString("x32", CultureInfo.InvariantCulture);

    private static string TableMark(InventoryOptions options)
    {
        using var table = options.PlacesFile is { } file
            ? File.OpenRead(file)
            : typeof(ReadingMark).Assembly.GetManifestResourceStream(ShippedTable)!;
        return Convert.ToHexString(SHA256.HashData(table));
    }
}
