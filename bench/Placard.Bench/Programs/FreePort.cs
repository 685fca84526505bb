using System.Net;
using System.Net.Sockets;

namespace Placard.Bench.Programs;

/// <summary>A port on loopback that nobody has at this moment.</summary>
internal static class FreePort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
