using System.Net;
using System.Net.Sockets;
using Placard.Platform.Outbound;

namespace Placard.Tests.Platform.Outbound;

/// <summary>Whatever a receiver does to a connection, its caller hears of it as the handler's contract says.</summary>
public sealed class GuardedHandlerTests
{
    // The fault that this is against showed within a fifth of a second.
    private const int Calls = 3_000;

    [Fact]
    public async Task AConnectionThatIsResetAtOnceIsAFaultOfTheRequest()
    {
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        var resetting = Task.Run(() => ResetEach(receiver));
        using var http = new HttpMessageInvoker(GuardedHandler.Make(sandbox: true));

        for (var call = 0; call < Calls; call++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{receiver.LocalEndpoint}/");
            await Assert.ThrowsAsync<HttpRequestException>(
                () => http.SendAsync(request, TestContext.Current.CancellationToken));
        }
        receiver.Stop();
        await resetting;
    }

    private static async Task ResetEach(TcpListener receiver)
    {
        try
        {
            while (true)
            {
                using var caller = await receiver.AcceptSocketAsync();
                caller.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
        catch (SocketException)
        {
            // The listener was stopped, as it should be.
        }
    }
}
