using System.Net.Http.Headers;
using System.Text;

namespace Placard.Platform.Outbound;

/// <summary>
/// The name and password of an address that an advertiser gave, such as <c>https://name:password@acme.example</c>. No
/// HTTP client sends them by itself.
/// </summary>
public static class AddressCredentials
{
    /// <summary>What the address's server is told with every call; null where it has none.</summary>
    public static AuthenticationHeaderValue? Of(Uri address)
    {
        if (address.UserInfo.Length == 0)
        {
            return null;
        }
        // Basic has a colon in any case; a name alone is one without password.
        var pair = address.UserInfo.Contains(':', StringComparison.Ordinal)
            ? address.UserInfo
            : $"{address.UserInfo}:";
        return new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(pair))));
    }

    /// <summary>The address as it may stand in a mail: without them. What is no address stays as it is.</summary>
    public static string Without(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped)
            : url;
}
