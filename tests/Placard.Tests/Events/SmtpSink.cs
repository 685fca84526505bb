using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Placard.Tests.Events;

/// <summary>
/// A mail server on a port of its own: down until it is started, then it takes everything that it does not refuse.
/// </summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> mails = new();
    private readonly int port = FreePort();
    private TcpListener? listener;
    private Task serving = Task.CompletedTask;

    /// <summary>What makes an exchange send its mail here.</summary>
    public string[] Settings =>
    [
        "--Placard:Mail:Host=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--Placard:Mail:Port={port}"),
        "--Placard:Mail:Tls=false", "--Placard:Mail:From=jobs@exchange.example",
    ];

    /// <summary>What it answers to a line instead of taking it; null: it is taken.</summary>
    public Func<string, string?> Refusal { get; set; } = _ => null;

    /// <summary>The mails so far, head and body as they came.</summary>
    public IReadOnlyCollection<string> Mails => mails;

    public void Start()
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        serving = Serve(listener);
    }

    public async ValueTask DisposeAsync()
    {
        listener?.Stop();
        await serving;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task Serve(TcpListener open)
    {
        while (true)
        {
            try
            {
                using var client = await open.AcceptTcpClientAsync();
                await Talk(client);
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                return; // stopped
            }
            catch (IOException)
            {
                // Whoever was refused may hang up in the middle of it.
            }
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
                await writer.WriteLineAsync(Refusal(line) ?? (line == "QUIT" ? "221 bye" : "250 ok"));
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
