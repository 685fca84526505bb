using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Placard.Platform;

/// <summary>How one page differs from the others.</summary>
/// <param name="Script">Address path of a script of ours that makes the page better; it must work without.</param>
/// <param name="FormsMayLeave">
/// A form's answer may send the jobseeker to another site: browsers hold the redirects of a form to the policy too.
/// </param>
/// <param name="SecretAddress">The page's address is a key: no other site may learn it from a link.</param>
public sealed record PageTraits(string? Script = null, bool FormsMayLeave = false, bool SecretAddress = false)
{
    /// <summary>A page to read.</summary>
    public static PageTraits Plain { get; } = new();
}

/// <summary>
/// The frame of the pages that a jobseeker meets: plain HTML with one small stylesheet of ours, readable at 360 px,
/// complete without script, under a policy that runs nothing inline.
/// </summary>
public static class PageText
{
    /// <summary>Writes a whole page. <paramref name="main"/> is HTML; <paramref name="title"/> is text.</summary>
    public static Task Write(HttpContext context, int status, string title, string main, PageTraits? traits = null) =>
        WriteReady(
            context, status, Encoding.UTF8.GetBytes(Whole(context, title, main, traits)), traits ?? PageTraits.Plain);

    /// <summary>The page that <see cref="Write"/> sends.</summary>
    public static string Whole(HttpContext context, string title, string main, PageTraits? traits)
    {
        var html = new StringBuilder(main.Length + 512)
            .Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<meta name=\"robots\" content=\"noindex\"><title>").Append(Safe(title))
            .Append("</title><link rel=\"stylesheet\" href=\"").Append(Prefix(context))
            .Append(PageAssets.StyleAddress).Append("\">");
        if (traits?.Script is { } script)
        {
            html.Append("<script defer src=\"").Append(Prefix(context)).Append(script).Append("\"></script>");
        }
        return html.Append("</head><body><main>").Append(main).Append("</main></body></html>").ToString();
    }

    /// <summary>Writes a page that is UTF-8 already.</summary>
    public static async Task WriteReady(
        HttpContext context, int status, ReadOnlyMemory<byte> page, PageTraits traits)
    {
        SetHeaders(context.Response, status, traits);
        context.Response.ContentLength = page.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(page, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Text as HTML shows it, in an element or in a quoted attribute.</summary>
    public static string Safe(string text) => WebUtility.HtmlEncode(text);

    /// <summary>
    /// The path before all addresses of ours, for a proxy that serves us below one; empty at the root. Links of a page
    /// are paths, so that it works under every name by which it was reached.
    /// </summary>
    public static string Prefix(HttpContext context) =>
        (context.RequestServices.GetService(typeof(PublicAddress)) as PublicAddress)?.PathPrefix ?? "";

    private static void SetHeaders(HttpResponse response, int status, PageTraits traits)
    {
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = traits.FormsMayLeave ? LeavingPolicy : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = traits.SecretAddress ? "no-referrer" : "no-referrer-when-downgrade";
    }

    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'; form-action 'self'";

    // form-action stands last: this adds to it.
    private const string LeavingPolicy = Policy + " https: http:";
}
