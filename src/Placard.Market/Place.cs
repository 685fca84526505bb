using System.Runtime.InteropServices;

namespace Placard.Market;

/// <summary>Where a job is; coordinates may be missing, the state may be blank.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(int LatitudeMicro, int LongitudeMicro, string State)
{
    public bool HasCoordinates => LatitudeMicro != int.MinValue && LongitudeMicro != int.MinValue;

    /// <summary>Great-circle distance in miles between two places with coordinates.</summary>
    public double MilesTo(in Place other)
    {
        const double earthMiles = 3958.8;
        var (lat1, lat2) = (Radians(LatitudeMicro), Radians(other.LatitudeMicro));
        var north = Math.Sin((lat2 - lat1) / 2);
        var east = Math.Sin((Radians(other.LongitudeMicro) - Radians(LongitudeMicro)) / 2);
        var chord = (north * north) + (Math.Cos(lat1) * Math.Cos(lat2) * east * east);
        return 2 * earthMiles * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    private static double Radians(int micro) => micro / 1e6 * Math.PI / 180;
}
