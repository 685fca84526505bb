using System.Text;

namespace Placard.Kernel;

/// <summary>Names of hosts as the wire has them.</summary>
public static class WebHosts
{
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
