using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Placard.Tests.Inventory.Pulling;

/// <summary>An advertiser's web server on a free loopback port. Answers as told and remembers who asked.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<(string Path, string IfNoneMatch, string Authorization)> asked = [];

    private FeedServer(WebApplication app) => this.app = app;

    /// <summary>What it answers; set before it is asked.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Address of the server, without a slash at its end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<(string Path, string IfNoneMatch, string Authorization)> Asked
    {
        get
        {
            lock (asked)
            {
                return [.. asked];
            }
        }
    }

    public static async Task<FeedServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
            // As old servers do: a header is bytes.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        var server = new FeedServer(builder.Build());
        server.app.Run(server.Handle);
        await server.app.StartAsync();
        server.Address = server.app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    /// <summary>Serves a feed with an ETag, and 304 to whoever has it.</summary>
    public void Serve(string feed, string etag) => Answer = context =>
    {
        context.Response.Headers.ETag = etag;
        context.Response.Headers.LastModified = "Fri, 05 Dec 2025 20:52:19 GMT";
        if (context.Request.Headers.IfNoneMatch == etag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        context.Response.ContentType = "text/xml";
        return context.Response.WriteAsync(feed);
    };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private Task Handle(HttpContext context)
    {
        lock (asked)
        {
            asked.Add((
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.IfNoneMatch.ToString(),
                context.Request.Headers.Authorization.ToString()));
        }
        return Answer(context);
    }
}
