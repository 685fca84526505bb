using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Placard.Platform.Outbound;

/// <summary>
/// The handler for every call that goes to an address an advertiser gave: names are resolved here and each connection
/// goes only to addresses that <see cref="AddressGuard"/> allows, so a name that changes its mind between check and
/// call, or a redirect, leads nowhere else. No proxy, no cookies, no unpacking; whether redirects are followed and what
/// times out is the caller's to set before the first call.
/// </summary>
public static class GuardedHandler
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(15);

    /// <summary>A handler that follows no redirects; in a sandbox it also reaches this machine's loopback.</summary>
    public static SocketsHttpHandler Make(bool sandbox) => new()
    {
        ConnectCallback = (context, stop) => Connect(context, sandbox, stop),
        ConnectTimeout = ConnectTime,
        // A proxy would look names up for itself, past the address guard.
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        // A server's ETag goes back to it as it came, whatever its bytes: they are read in this way, too.
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        // Names are looked up anew after a while.
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    };

    /// <summary>
    /// Whether a call ended so because of whom it was made to: no connection, an answer that is none, one that breaks
    /// off, or a host (also one that a redirect leads to) whose name cannot be looked up.
    /// </summary>
    public static bool IsTheirFault(Exception fault) =>
        fault is HttpRequestException or IOException or UriFormatException;

    private static async ValueTask<Stream> Connect(
        SocketsHttpConnectionContext context, bool sandbox, CancellationToken stop)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, stop).ConfigureAwait(false);
        var allowed = addresses.Where(address => AddressGuard.Allows(address, sandbox)).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(addresses.Length == 0
                ? $"{host} has no address."
                : $"{host} is not at a public address; only public addresses are called from here.");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, stop).ConfigureAwait(false);
            // The handler asks for it where nobody catches: when the connection is reset by then, a SocketException
            // comes out that no caller expects. Asked for here it is either kept by the socket or a failed connect.
            _ = socket.RemoteEndPoint;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
