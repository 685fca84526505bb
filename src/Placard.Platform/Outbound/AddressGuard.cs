using System.Net;
using System.Net.Sockets;
using Placard.Kernel;

namespace Placard.Platform.Outbound;

/// <summary>
/// Which addresses may be called for an advertiser (feeds, question documents, webhooks, post URLs): public ones.
/// Anything else would let an advertiser reach what only this machine's own network may see. Asked of every address a
/// name resolves to, at every connection, redirects included: see <see cref="GuardedHandler"/>.
/// </summary>
public static class AddressGuard
{
    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            // "This" network, private networks, carrier NAT, loopback, link-local, protocol assignments, documentation,
            // relays, benchmarks, multicast, reserved (IANA special-purpose registry).
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    // All that is routed today; everything outside it (loopback, unique local, link-local, multicast) is refused.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>In a sandbox this machine's own loopback addresses are allowed too.</summary>
    public static bool Allows(IPAddress address, bool sandbox)
    {
        var plain = Plain(address);
        if (IPAddress.IsLoopback(plain))
        {
            return sandbox;
        }
        return (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain))
            && !Refused.Any(network => network.Contains(plain));
    }

    /// <summary>Why this host may not even be named, as a sentence; null when only its addresses can tell.</summary>
    public static string? Objection(Uri address, bool sandbox)
    {
        if (WebHosts.InAscii(address) is not { } name)
        {
            return "This host's name cannot be looked up.";
        }
        var host = name.Trim('[', ']').TrimEnd('.');
        var isLocal = host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        var isRefused = isLocal ? !sandbox : IPAddress.TryParse(host, out var known) && !Allows(known, sandbox);
        return isRefused ? "Only public addresses are called from here." : null;
    }

    // An IPv4 address in one of the dresses that IPv6 has for it is judged as itself.
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        var bytes = address.GetAddressBytes();
        return Translated.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }
}
