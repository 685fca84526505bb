using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Clicks.Pages;

/// <summary>404 for a click whose job or feed never existed.</summary>
internal static class NoSuchJobPage
{
    public static Task Write(HttpContext context) => PageText.Write(
        context, StatusCodes.Status404NotFound, "Job not found",
        "<h1>We do not know this job</h1><p>The link may have been cut off or typed wrong. "
        + "Please go back to the page where you found it and try again.</p>");
}
