using System.Text;

namespace Placard.Kernel;

/// <summary>Web addresses and the names of their hosts as the wire has them.</summary>
public static class WebHosts
{
    /// <summary>An absolute http or https address whose host can be looked up; null for everything else.</summary>
    public static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && InAscii(address) != null
            ? address
            : null;

    /// <summary>
    /// The address's host in ASCII, other scripts in punycode; null without one, and for a name that nobody can look up
    /// although <see cref="Uri"/> takes it, such as one in which an encoding went wrong.
    /// </summary>
    public static string? InAscii(Uri address)
    {
        try
        {
            return address.IdnHost is { Length: > 0 } host && Ascii.IsValid(host) ? host : null;
        }
        catch (UriFormatException)
        {
            return null; // it looks no closer before it is asked
        }
    }
}
