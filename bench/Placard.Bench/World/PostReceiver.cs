using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Placard.Bench.World;

/// <summary>
/// A receiver of webhooks in this process: reads each body to its end, notes when, answers 200. What is posted to
/// <c>/hang</c> is never answered.
/// </summary>
internal sealed class PostReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private long count;

    private PostReceiver(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Posts answered so far.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>When an event (its <c>webhook-id</c>) was first received.</summary>
    public ConcurrentDictionary<string, long> At { get; } = new();

    public static async Task<PostReceiver> Start(CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new PostReceiver(builder.Build());
        receiver.app.Run(receiver.Take);
        await receiver.app.StartAsync(stop);
        receiver.Address = new Uri(receiver.app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First());
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        if (context.Request.Path == "/hang")
        {
            var gone = new TaskCompletionSource();
            await using var leaving = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
            return;
        }
        if (context.Request.Headers.TryGetValue("webhook-id", out var id))
        {
            At.TryAdd(id.ToString(), Stopwatch.GetTimestamp());
        }
        Interlocked.Increment(ref count);
    }
}
