using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Clicks.Pages;

/// <summary>503 for a click that cannot be decided while the store is down.</summary>
internal static class TryAgainPage
{
    public static Task Write(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "30";
        return PageText.Write(
            context, StatusCodes.Status503ServiceUnavailable, "Please try again",
            "<h1>We cannot open this job just now</h1><p>Please try again in a minute.</p>");
    }
}
