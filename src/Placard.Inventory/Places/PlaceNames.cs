namespace Placard.Inventory.Places;

/// <summary>The places table as other rooms ask it.</summary>
internal sealed class PlaceNames(UsPlaces places) : IPlaces
{
    public (string City, string State)? ByZip(string zip) =>
        places.ByZip(zip) is { } place ? (place.City, place.State) : null;

    public string? StateCode(string text) => places.TryState(text, out var code) ? code : null;
}
