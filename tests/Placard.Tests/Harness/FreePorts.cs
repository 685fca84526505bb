using System.Net;
using System.Net.Sockets;

namespace Placard.Tests.Harness;

/// <summary>
/// Ports of loopback for programs that must be told theirs. They lie where the operating system hands out none by
/// itself, so nobody who takes whatever is free takes one before its program has it, or while that is stopped.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 10_000;
    private const int LinuxHandsOutFrom = 32_768;
    private const string Setting = "/proc/sys/net/ipv4/ip_local_port_range";
    private static readonly int Count = HandedOutFrom() - Lowest;

    // Two runs on one machine begin at different places.
    private static int last = Environment.ProcessId * 97;

    /// <summary>A port on which nobody listens.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Lowest + (int)((uint)Interlocked.Increment(ref last) % (uint)Count);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    private static int HandedOutFrom() =>
        File.Exists(Setting)
        && int.TryParse(File.ReadAllText(Setting).Split('\t', ' ')[0], CultureInfo.InvariantCulture, out var from)
        && from > 2 * Lowest
            ? from
            : LinuxHandsOutFrom;
}
