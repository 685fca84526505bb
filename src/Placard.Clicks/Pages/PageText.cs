using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Placard.Clicks.Pages;

/// <summary>The frame of the few pages that a jobseeker may meet: plain HTML, readable at 360 px, no script.</summary>
internal static class PageText
{
    private const string Style =
        ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:40rem;"
        + "padding:1.5rem 1rem;color:#1b1b1f;background:#fff;overflow-wrap:anywhere}"
        + "h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.15rem;margin:1.75rem 0 .75rem}"
        + "ul{list-style:none;margin:0;padding:0}li{border-top:1px solid #d5d5dc;padding:.75rem 0}"
        + "a{color:#0b57d0;font-weight:600;text-underline-offset:.15em}"
        + "a:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}.place{color:#4a4a55}"
        + "@media(prefers-color-scheme:dark){body{background:#17171a;color:#ececf1}a{color:#a8c7fa}"
        + "a:focus-visible{outline-color:#a8c7fa}li{border-color:#3a3a42}.place{color:#b9b9c4}}";

    public static Task Write(HttpContext context, int status, string title, string main)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer-when-downgrade";
        var html = new StringBuilder(2048)
            .Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<meta name=\"robots\" content=\"noindex\"><title>").Append(Safe(title)).Append("</title><style>")
            .Append(Style).Append("</style></head><body><main>").Append(main).Append("</main></body></html>");
        return response.WriteAsync(html.ToString(), context.RequestAborted);
    }

    public static string Safe(string text) => WebUtility.HtmlEncode(text);
}
