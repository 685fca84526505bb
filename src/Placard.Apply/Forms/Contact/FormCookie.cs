using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Apply.Forms;

/// <summary>
/// Keeps a contact page's chance number for as long as the browser is open, so that the page comes back filled in when
/// the jobseeker goes back to it. Forms work without it.
/// </summary>
internal static class FormCookie
{
    private const string Name = "placard_form";
    private const int Longest = 64;

    /// <summary>What the browser kept; null when it is nothing of ours.</summary>
    public static string? Read(HttpContext context) =>
        context.Request.Cookies[Name] is { Length: > 0 and <= Longest } kept && kept.All(char.IsAsciiLetterOrDigit)
            ? kept
            : null;

    public static void Write(HttpContext context, string nonce) => context.Response.Cookies.Append(
        Name, nonce, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = PageText.Prefix(context) + "/apply",
        });
}
