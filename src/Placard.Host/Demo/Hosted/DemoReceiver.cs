using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Placard.Host.Demo.Hosted;

/// <summary>
/// The demo advertiser's side: a small server of its own that has the questions of its application form, receives
/// events by webhook, checks their signature as the contract tells receivers to, and shows the last of them.
/// </summary>
internal sealed class DemoReceiver : IAsyncDisposable
{
    private const int Kept = 50;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly ConcurrentQueue<Received> events = new();
    private readonly TimeProvider clock;
    private readonly WebApplication app;

    private DemoReceiver(WebApplication app, TimeProvider clock)
    {
        this.app = app;
        this.clock = clock;
    }

    /// <summary>Where it listens, without a slash at its end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What events are signed with; null until the webhook is made.</summary>
    public string? Secret { get; set; }

    /// <summary>Starts it on this port of the loopback, or on a free one when somebody else has it.</summary>
    public static async Task<DemoReceiver> Start(int port, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            return await Listen(port, clock, stop).ConfigureAwait(false);
        }
        catch (IOException) when (port != 0)
        {
            return await Listen(0, clock, stop).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<DemoReceiver> Listen(int port, TimeProvider clock, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, DemosLifetime>();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var receiver = new DemoReceiver(builder.Build(), clock);
        receiver.app.MapGet("/", (HttpContext context) => receiver.Show(context));
        receiver.app.MapGet("/questions.json", () => Results.Content(HostedAdvertiser.Questions(), "application/json"));
        receiver.app.MapPost("/events", (HttpContext context) => receiver.Receive(context));
        try
        {
            await receiver.app.StartAsync(stop).ConfigureAwait(false);
        }
        catch
        {
            await receiver.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        receiver.Address = receiver.app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/');
        return receiver;
    }

    private async Task Receive(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var isSigned = Secret is { } secret
            && IsSigned(context.Request.Headers["x-talroo-signature"].ToString(), body.ToArray(), secret);
        events.Enqueue(new Received(clock.GetUtcNow(), isSigned, Pretty(body.ToArray())));
        while (events.Count > Kept)
        {
            events.TryDequeue(out _);
        }
        // What is not signed is not taken: the exchange would try again, and so would anybody else.
        context.Response.StatusCode = isSigned ? StatusCodes.Status204NoContent : StatusCodes.Status401Unauthorized;
    }

    /// <summary>The receiver's steps of the contract: t and every v1, HMAC-SHA256 over "t.body" as it came.</summary>
    private static bool IsSigned(string header, byte[] body, string secret)
    {
        var parts = header.Split(',').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToList();
        var time = parts.Find(part => part[0].Trim() == "t")?[1] ?? "";
        byte[] signed = [.. Encoding.UTF8.GetBytes(time + "."), .. body];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
        return parts.Exists(part => part[0].Trim() == "v1" && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(part[1]), Encoding.ASCII.GetBytes(expected)));
    }

    private static string Pretty(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return JsonSerializer.Serialize(json, Indented);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }

    private Task Show(HttpContext context)
    {
        var page = new StringBuilder(
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>What the advertiser received</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>pre { white-space: pre-wrap; overflow-wrap: anywhere }</style>
            </head><body><main><h1>What the advertiser received</h1><p><a href="/">Look again</a></p>
            """);
        if (events.IsEmpty)
        {
            page.Append("<p>Nothing yet. Apply for a job, then look again.</p>");
        }
        foreach (var received in events.Reverse())
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{received.At:HH:mm:ss} UTC, ");
            page.Append(received.IsSigned ? "signature is valid" : "SIGNATURE IS WRONG");
            page.Append("</h2><pre>");
            page.Append(WebUtility.HtmlEncode(Shortened(received.Json))).Append("</pre>");
        }
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(page.Append("</main></body></html>").ToString(), context.RequestAborted);
    }

    // A resume in base64 would push everything else off the screen.
    private static string Shortened(string json) => string.Join('\n', json.Split('\n')
        .Select(line => line.Length > 300 ? line[..300] + " ..." : line));

    private sealed record Received(DateTimeOffset At, bool IsSigned, string Json);

    /// <summary>
    /// A signal to end is the demo's: a second host that listens for it would take it away from the first.
    /// </summary>
    private sealed class DemosLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
