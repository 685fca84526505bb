using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Placard.Tests.Apply.Forms;

/// <summary>Speaks INSTREAM as clamd does; what holds the word <c>virus</c> is one.</summary>
internal sealed class StandInScanner : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public StandInScanner()
    {
        listener.Start();
        _ = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What happens while it looks at a file.</summary>
    public Func<Task> OnFile { get; set; } = () => Task.CompletedTask;

    public void Dispose() => listener.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await Answer(client.GetStream(), OnFile);
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The listener was closed: the test is over.
        }
    }

    private static async Task Answer(NetworkStream stream, Func<Task> onFile)
    {
        var command = new byte["zINSTREAM\0".Length];
        await stream.ReadExactlyAsync(command);
        Assert.Equal("zINSTREAM\0"u8.ToArray(), command);
        var content = new List<byte>();
        var length = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(length);
            var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            if (chunk.Length == 0)
            {
                break;
            }
            await stream.ReadExactlyAsync(chunk);
            content.AddRange(chunk);
        }
        await onFile();
        var text = Encoding.UTF8.GetString([.. content]);
        var said = text.Contains("virus", StringComparison.Ordinal) ? "stream: Test.Virus FOUND"
            : text.Contains("confusing", StringComparison.Ordinal) ? "INSTREAM size limit exceeded. ERROR"
            : "stream: OK";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(said + "\0"));
    }
}
