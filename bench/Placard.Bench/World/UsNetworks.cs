using System.Net;
using Placard.Clicks.Judging;

namespace Placard.Bench.World;

/// <summary>Networks (<c>a.b</c>) that the exchange's own table gives to the United States as a whole.</summary>
internal static class UsNetworks
{
    private const int Enough = 2_000;

    /// <summary>Writes them into a file, one a line.</summary>
    public static void Write(string path)
    {
        var found = new List<string>();
        for (var first = 3; first < 224 && found.Count < Enough; first++)
        {
            for (var second = 0; second < 256 && found.Count < Enough; second++)
            {
                if (IsAmerican((byte)first, (byte)second))
                {
                    found.Add($"{first}.{second}");
                }
            }
        }
        File.WriteAllLines(path, found);
    }

    private static bool IsAmerican(byte first, byte second)
    {
        for (var third = 0; third < 256; third++)
        {
            if (IpCountries.Shipped.CountryOf(new IPAddress([first, second, (byte)third, 1])) != "US")
            {
                return false;
            }
        }
        return true;
    }
}
