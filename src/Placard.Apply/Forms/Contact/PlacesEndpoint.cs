using Microsoft.AspNetCore.Http;
using Placard.Inventory;

namespace Placard.Apply.Forms;

/// <summary><c>/apply/places/{zip}</c>: city and state of a ZIP, for the contact page's script.</summary>
internal sealed class PlacesEndpoint(IPlaces places)
{
    public IResult Answer(HttpContext context, string zip)
    {
        if (places.ByZip(zip) is not { } place)
        {
            return Results.Json(new { message = "There is no such ZIP." }, statusCode: StatusCodes.Status404NotFound);
        }
        context.Response.Headers.CacheControl = "public, max-age=86400";
        return Results.Json(new { city = place.City, state = place.State });
    }
}
