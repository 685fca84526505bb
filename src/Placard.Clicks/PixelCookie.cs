using Microsoft.AspNetCore.Http;

namespace Placard.Clicks;

/// <summary>
/// The first-party cookie by which a conversion pixel finds the visitor's latest click: <c>tlr_sid</c>, 30 days.
/// A pixel sits on an advertiser's page, so over https the cookie is sent there too; over http browsers refuse that,
/// and the cookie stays with this site.
/// </summary>
public static class PixelCookie
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "tlr_sid";

    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private static readonly string Terms = $"; Max-Age={(long)Life.TotalSeconds}; Path=/; HttpOnly; ";
    private static readonly string SafeTerms = Terms + "SameSite=None; Secure";
    private static readonly string PlainTerms = Terms + "SameSite=Lax";

    internal static void Set(HttpContext context, ReadOnlySpan<char> id) =>
        context.Response.Headers.SetCookie =
            string.Concat($"{Name}=", id, context.Request.IsHttps ? SafeTerms : PlainTerms);
}
