using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Placard.Events;

namespace Placard.Tests.Events;

/// <summary>Mails leave through a server where one is configured, and become files where none is.</summary>
public sealed class MailTests
{
    [Theory, OnBothEngines]
    public async Task WithoutAServerEachMailIsAFile(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);

        await writer.Mail(new NewMail(
            ["one@acme.example", "two@acme.example"],
            "Neue Bewerbung: Zoë\r\nBcc: evil@example.com",
            "Zoë hat sich beworben.",
            "app-1",
            new MailAttachment("termin.ics", "text/calendar", Encoding.UTF8.GetBytes("BEGIN:VCALENDAR"))));
        await writer.Mail(new NewMail(["not an address"], "s", "t"));
        await writer.Mail(new NewMail(["later@acme.example"], "Reminder", "t")
        {
            NotBeforeMs = Later(TimeSpan.FromHours(2)),
        });

        await Eventually.Becomes(2, () => Task.FromResult(Files(exchange).Count));
        var files = Files(exchange);
        Assert.Single(files, file => file.Contains("one@acme.example", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("\nBcc:", file, StringComparison.Ordinal));
        Assert.All(files, file => Assert.Contains("termin.ics", file, StringComparison.Ordinal));
        await scenario.AdvanceClock(TimeSpan.FromHours(3));
        Assert.Equal(3, Files(exchange).Count);
        Assert.Empty(await writer.Query<byte[]>("SELECT body FROM mails WHERE body IS NOT NULL"));
        Assert.Contains(
            "placard_mails_total{outcome=\"written\"} 3", await Metrics(exchange), StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task AServerThatIsDownGetsTheMailLater(string engine)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var exchange = await Exchange.Start(
            engine, "--Placard:Mail:Host=127.0.0.1", $"--Placard:Mail:Port={port}", "--Placard:Mail:Tls=false",
            "--Placard:Mail:From=jobs@exchange.example");
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);
        await writer.Mail(new NewMail(["it@acme.example"], "New application", "Somebody applied."));
        await Eventually.Becomes(1L, async () => (await writer.Query<long>("SELECT attempts FROM mails")).Single());

        await using var sink = SmtpSink.Start(port);
        await scenario.AdvanceClock(TimeSpan.FromMinutes(10));

        await Eventually.Becomes(1, () => Task.FromResult(sink.Mails.Count));
        Assert.Contains("To: it@acme.example", sink.Mails.Single(), StringComparison.Ordinal);
        Assert.Contains("From: jobs@exchange.example", sink.Mails.Single(), StringComparison.Ordinal);
        Assert.Contains("Somebody applied.", sink.Mails.Single(), StringComparison.Ordinal);
        await Eventually.Becomes(1L, async () => (await writer.Query<long>("SELECT status FROM mails")).Single());
    }

    private static long Later(TimeSpan time) =>
        Placard.Host.Serving.SystemClock.Machine.GetUtcNow().Add(time).ToUnixTimeMilliseconds();

    private static async Task<string> Metrics(Exchange exchange) => await exchange.Http.GetStringAsync("/metrics");

    private static List<string> Files(Exchange exchange)
    {
        var folder = Path.Combine(exchange.DataFolder, "outbox");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.eml").Select(File.ReadAllText)] : [];
    }

    /// <summary>A mail server that takes everything.</summary>
    private sealed class SmtpSink : IAsyncDisposable
    {
        private readonly TcpListener listener;
        private readonly ConcurrentQueue<string> mails = new();
        private readonly Task serving;

        private SmtpSink(int port)
        {
            listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            serving = Serve();
        }

        public IReadOnlyCollection<string> Mails => mails;

        public static SmtpSink Start(int port) => new(port);

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
        }

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    await Talk(client);
                }
            }
            catch (SocketException)
            {
                // Stopped.
            }
        }

        private async Task Talk(TcpClient client)
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n" };
            writer.AutoFlush = true;
            await writer.WriteLineAsync("220 sink");
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line != "DATA")
                {
                    await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 ok");
                    continue;
                }
                await writer.WriteLineAsync("354 go on");
                var mail = new StringBuilder();
                while (await reader.ReadLineAsync() is { } text && text != ".")
                {
                    mail.AppendLine(text);
                }
                mails.Enqueue(mail.ToString());
                await writer.WriteLineAsync("250 taken");
            }
        }
    }
}
