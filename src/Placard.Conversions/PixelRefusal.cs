using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Conversions;

/// <summary>
/// What is refused before a pixel is asked (too many from one address) is a pixel all the same: the advertiser's page
/// must not break. The conversion is lost, and counted as that.
/// </summary>
internal sealed class PixelRefusal(ConversionMetrics metrics) : IRefusesItsOwnWay
{
    public Task? Write(HttpContext context, int status)
    {
        if (ConversionEndpoint.IsApi(context.Request))
        {
            return null;
        }
        if (HttpMethods.IsGet(context.Request.Method))
        {
            metrics.Unrecorded();
        }
        context.Response.StatusCode = StatusCodes.Status200OK;
        return ConversionEndpoint.WritePixel(context);
    }
}
