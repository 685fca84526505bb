using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Placard.Tests.Events;

/// <summary>One post as it came: headers by name, the body's exact bytes.</summary>
internal sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string EventId => (string)Json["id"]!;
}

/// <summary>
/// An advertiser's server on a free loopback port: remembers every post and answers as told, badly where a test wants
/// that.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> posts = new();

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>What it answers; 200 without a body unless told otherwise.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Address of the server, without a slash at its end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The posts so far, in order of arrival.</summary>
    public IReadOnlyList<Received> Posts => [.. posts];

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = 64 << 20;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(receiver.Handle);
        await receiver.app.StartAsync();
        receiver.Address = receiver.app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First();
        return receiver;
    }

    /// <summary>Answers with a status from now on.</summary>
    public void AnswerWith(int status, string body = "", params (string Name, string Value)[] headers) =>
        Answer = context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }
            return context.Response.WriteAsync(body);
        };

    /// <summary>Takes posts and never answers them.</summary>
    public void Hang() => Answer = context =>
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(gone.SetResult);
        return gone.Task;
    };

    /// <summary>Waits until so many posts are here.</summary>
    public Task Has(int count) => Eventually.Holds(
        () => Task.FromResult(posts.Count >= count), $"the receiver has {count} posts (it has {posts.Count})");

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Handle(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        posts.Enqueue(new Received(
            context.Request.Method,
            context.Request.Path,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        await Answer(context);
    }
}
