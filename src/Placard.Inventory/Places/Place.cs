namespace Placard.Inventory.Places;

/// <summary>
/// A ZIP's place, or a city: then the ZIP is its lowest and the coordinates are the mean of its ZIPs.
/// Coordinates are millionths of a degree, north and east positive; 0, 0 where none are known (military post).
/// </summary>
internal sealed record Place(string City, string State, string Zip, long LatitudeMicro, long LongitudeMicro)
{
    public bool HasCoordinates => LatitudeMicro != 0 || LongitudeMicro != 0;
}
