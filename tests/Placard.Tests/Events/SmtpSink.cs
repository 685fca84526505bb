using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Placard.Tests.Events;

/// <summary>
/// A mail server on a port of its own: down until it is started, then it takes everything that it does not refuse. The
/// port is its own from the beginning, so that nobody else answers there meanwhile.
/// </summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> mails = new();
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task serving = Task.CompletedTask;

    public SmtpSink() => socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>What makes an exchange send its mail here.</summary>
    public string[] Settings =>
    [
        "--Placard:Mail:Host=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--Placard:Mail:Port={Port}"),
        "--Placard:Mail:Tls=false", "--Placard:Mail:From=jobs@exchange.example",
    ];

    /// <summary>What it answers to a line instead of taking it; null: it is taken.</summary>
    public Func<string, string?> Refusal { get; set; } = _ => null;

    /// <summary>What it waits for when a mail has come whole, before it says that it takes it.</summary>
    public Task Scan { get; set; } = Task.CompletedTask;

    /// <summary>The mails so far, head and body as they came.</summary>
    public IReadOnlyCollection<string> Mails => mails;

    /// <summary>Where it listens, or will.</summary>
    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public void Start()
    {
        socket.Listen();
        serving = Serve();
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        gone.SetResult();
        await serving;
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                await using var client = new NetworkStream(await socket.AcceptAsync(), ownsSocket: true);
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

    private async Task Talk(NetworkStream client)
    {
        using var reader = new StreamReader(client, Encoding.Latin1);
        await using var writer = new StreamWriter(client, Encoding.Latin1) { NewLine = "\r\n" };
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
            await Task.WhenAny(Scan, gone.Task);
            await writer.WriteLineAsync("250 taken");
        }
    }
}
