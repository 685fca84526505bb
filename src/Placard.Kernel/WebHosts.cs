using System.Text;

namespace Placard.Kernel;

/// <summary>Names of hosts as the wire has them.</summary>
public static class WebHosts
{
    /// <summary>
    /// The address's host in ASCII, other scripts in punycode; null for a name that nobody can look up although
    /// <see cref="Uri"/> takes it, such as one in which an encoding went wrong.
    /// </summary>
    public static string? InAscii(Uri address)
    {
        try
        {
            return Ascii.IsValid(address.IdnHost) ? address.IdnHost : null;
        }
        catch (UriFormatException)
        {
            return null; // it looks no closer before it is asked
        }
    }
}
