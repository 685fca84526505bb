using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Placard.Tests.Apply.Forms;

/// <summary>With a scanner configured no file is taken that it did not look at.</summary>
public sealed class FormsScanTests
{
    [Fact]
    public async Task FilesAreTakenOnlyWhenTheScannerFindsNothing()
    {
        using var scanner = new Scanner();
        await using var exchange = await Exchange.Start(
            StorageEngine.Sqlite, $"--Placard:Clamd=127.0.0.1:{scanner.Port}");
        var hosted = await HostedJob.On(await Scenario.On(exchange));

        var infected = await (await hosted.Open()).FillContact()
            .Attach("resume", "cv.txt", "virus inside"u8.ToArray()).Send();
        var clean = await (await hosted.Open()).FillContact()
            .Attach("resume", "cv.txt", "nothing inside"u8.ToArray()).Send();
        scanner.Dispose();
        var unseen = await (await hosted.Open()).FillContact("b@example.com")
            .Attach("resume", "cv.txt", "nothing inside"u8.ToArray()).Send();
        var without = await (await hosted.Open()).FillContact("c@example.com").Send();

        Assert.Contains("virus", infected.Expect(422).Messages["f-resume"], StringComparison.Ordinal);
        clean.ExpectThanks();
        Assert.Contains("cannot check", unseen.Expect(422).Messages["f-resume"], StringComparison.Ordinal);
        without.ExpectThanks();
    }

    /// <summary>Speaks INSTREAM as clamd does; what holds the word <c>virus</c> is one.</summary>
    private sealed class Scanner : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public Scanner()
        {
            listener.Start();
            _ = Serve();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public void Dispose() => listener.Dispose();

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    await Answer(client.GetStream());
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // The listener was closed: the test is over.
            }
        }

        private static async Task Answer(NetworkStream stream)
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
            await stream.WriteAsync(content.ToArray().AsSpan().IndexOf("virus"u8) >= 0
                ? "stream: Test.Virus FOUND\0"u8.ToArray()
                : "stream: OK\0"u8.ToArray());
        }
    }
}
