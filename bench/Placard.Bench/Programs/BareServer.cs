using System.CommandLine;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Placard.Bench.Programs;

/// <summary>
/// What Kestrel does when nothing is to be done: a redirect, or JSON of a given size once the body is read. No routing,
/// no middleware, no log; a process of its own, as the exchange is.
/// </summary>
internal static class BareServer
{
    public const string Verb = "bare-server";
    public const string Announcement = "Bare server listens at ";
    private const string Landing =
        "https://careers.example.com/openings/10000000001?tlr_sid=0199d2f4-7f6b-7c31-9f0e-5a1c3b7d9e24";

    public static Command Command()
    {
        var command = new Command(Verb, "The server without work that stands beside the exchange.") { Hidden = true };
        command.SetAction((_, stop) => Run(stop));
        return command;
    }

    private static async Task<int> Run(CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false)
            .UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var json = new Dictionary<string, byte[]>();
        app.Run(context =>
        {
            var path = context.Request.Path.Value!;
            return path.StartsWith("/json/", StringComparison.Ordinal) ? Json(context, json, path) : Redirect(context);
        });
        await app.StartAsync(stop);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await Console.Out.WriteLineAsync(Announcement + address);
        await app.WaitForShutdownAsync(stop);
        return 0;
    }

    private static Task Redirect(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = Landing;
        return Task.CompletedTask;
    }

    private static async Task Json(HttpContext context, Dictionary<string, byte[]> known, string path)
    {
        byte[]? answer;
        lock (known)
        {
            if (!known.TryGetValue(path, out answer))
            {
                var size = int.Parse(path.AsSpan("/json/".Length), CultureInfo.InvariantCulture);
                known[path] = answer = System.Text.Encoding.ASCII.GetBytes($"{{\"a\":\"{new string('x', size - 8)}\"}}");
            }
        }
        await Drain(context.Request.BodyReader, context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
    }

    private static async Task Drain(PipeReader body, CancellationToken stop)
    {
        ReadResult read;
        do
        {
            read = await body.ReadAsync(stop);
            body.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }
}
