using System.Globalization;
using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Apply.Forms;

/// <summary>Paths of the jobseekers' pages, as links and forms of a page name them.</summary>
internal static class ApplyAddresses
{
    public static string Contact(HttpContext context, long jobId, string claimed)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{PageText.Prefix(context)}/apply/{jobId}");
        return claimed.Length == 0 ? path : $"{path}?tlr_sid={Uri.EscapeDataString(claimed)}";
    }

    public static string Draft(HttpContext context, string secret) =>
        $"{PageText.Prefix(context)}/apply/a/{secret}";

    /// <summary>One page of a draft; 0 is the contact page.</summary>
    public static string Page(HttpContext context, string secret, int page) => string.Create(
        CultureInfo.InvariantCulture, $"{Draft(context, secret)}?page={page}");

    /// <summary>An RSVP, when it was sent.</summary>
    public static string Rsvp(HttpContext context, string secret) =>
        $"{PageText.Prefix(context)}/apply/rsvp/{secret}";

    public static string Closed(HttpContext context, long jobId) => string.Create(
        CultureInfo.InvariantCulture, $"{PageText.Prefix(context)}/closed/{jobId}");

    /// <summary>Sends the browser on with GET; never from a cache.</summary>
    public static void SeeOther(HttpContext context, string location, int status = StatusCodes.Status303SeeOther)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.Location = location;
    }
}
