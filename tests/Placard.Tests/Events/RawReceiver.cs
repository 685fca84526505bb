using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Placard.Tests.Events;

/// <summary>
/// A port that is no web server: hears a post to its end, says its line and closes; or closes without a word, after
/// some bytes of the post.
/// </summary>
internal sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private Task serving = Task.CompletedTask;

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hook";

    public static RawReceiver Saying(string line) => Start(async (stream, ending) =>
    {
        await ReadWhole(stream, ending);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line), ending);
    });

    public static RawReceiver LeavingAfter(int bytes) => Start((stream, ending) =>
        stream.ReadExactlyAsync(new byte[bytes], ending).AsTask());

    private static RawReceiver Start(Func<NetworkStream, CancellationToken, Task> serve)
    {
        var receiver = new RawReceiver();
        receiver.listener.Start();
        receiver.serving = receiver.Serve(serve);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await serving;
        listener.Dispose();
        ending.Dispose();
    }

    private async Task Serve(Func<NetworkStream, CancellationToken, Task> serve)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(ending.Token);
                await serve(client.GetStream(), ending.Token);
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                // The sender left before it was done: the next one is heard all the same.
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // A socket that is closed over unread bytes takes back what it said.
    private static async Task ReadWhole(NetworkStream stream, CancellationToken ending)
    {
        var buffer = new byte[64 << 10];
        var text = new StringBuilder();
        while (!IsWhole(text.ToString()))
        {
            var read = await stream.ReadAsync(buffer, ending);
            if (read == 0)
            {
                return;
            }
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }
        const string name = "content-length:";
        var length = request[..end].Split("\r\n")
            .Single(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return request.Length - end - 4 >= int.Parse(length[name.Length..], CultureInfo.InvariantCulture);
    }
}
