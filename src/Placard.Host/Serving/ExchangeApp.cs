using System.Data.Common;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Engines;
using Placard.Host.Metrics;
using Placard.Host.Sandbox;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Host.Serving;

/// <summary>One exchange in this process: built from options, started in order, ended cleanly.</summary>
internal sealed class ExchangeApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ExchangeOptions options;

    private ExchangeApp(WebApplication app, ExchangeOptions options)
    {
        this.app = app;
        this.options = options;
    }

    public IServiceProvider Services => app.Services;

    /// <summary>Every mapped route.</summary>
    public IEndpointRouteBuilder Routes => app;

    /// <summary>Whether SQLite holds the books: then one server has the data folder to itself.</summary>
    public bool KeepsBooksInFolder => string.IsNullOrWhiteSpace(options.Database);

    /// <summary>The first bound address, without a slash at its end; known once started.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Puts the exchange together and opens its engine. Nothing runs yet.</summary>
    /// <exception cref="CannotStartException">
    /// A setting cannot be used, or the store must exist and does not.
    /// </exception>
    public static ExchangeApp Build(ServeOptions serve, bool mustExist = false)
    {
        try
        {
            return Compose(serve, mustExist);
        }
        catch (DbException fault)
        {
            throw CannotStartException.Naming(Path.GetFullPath(serve.DataFolder), fault);
        }
        catch (Exception fault) when (CannotStartException.Explains(fault))
        {
            throw new CannotStartException(fault.Message, fault);
        }
    }

    private static ExchangeApp Compose(ServeOptions serve, bool mustExist)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddCommandLine(serve.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Placard:Data"] = Path.GetFullPath(serve.DataFolder),
            ["Placard:Sandbox"] = serve.Sandbox ? "true" : "false",
        });
        builder.WebHost.UseUrls(Listened(serve.Urls ?? builder.Configuration["urls"] ?? "http://127.0.0.1:8080"));
        builder.WebHost.UseKestrelHttpsConfiguration();
        foreach (var name in SettingNames.Unknown(builder.Configuration))
        {
            Console.Error.WriteLine(
                $"Placard:{name} is no setting and does nothing; appsettings.json explains them all.");
        }
        var options = ExchangeOptions.Read(builder.Configuration);
        if (mustExist && !EngineChoice.Exists(options.Database, serve.DataFolder))
        {
            throw new FileNotFoundException($"There is no exchange in {Path.GetFullPath(serve.DataFolder)}.");
        }
        ConfigureServer(builder);
        AddGround(builder, options, serve);
        Composition.AddRooms(builder.Services, builder.Configuration);
        var app = builder.Build();
        Map(app, options, serve.Sandbox);
        return new ExchangeApp(app, options);
    }

    /// <summary>
    /// Schema, then what is kept in memory, then the port. <paramref name="beforeReady"/> runs when the port is open
    /// but <c>/healthz</c> does not say so yet.
    /// </summary>
    /// <exception cref="CannotStartException">The store does not answer, or the address is taken.</exception>
    public async Task Start(Func<Task> beforeReady, CancellationToken stop)
    {
        try
        {
            await Open(stop).ConfigureAwait(false);
            Address = BoundAddress();
            app.Services.GetRequiredService<PublicAddress>().Base = options.PublicUrl ?? Address;
            await beforeReady().ConfigureAwait(false);
        }
        catch
        {
            // What runs beside the port is told to end, or it would stumble over a store that is closed.
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        app.Services.GetRequiredService<Readiness>().Open();
        var place = app.Services.GetRequiredService<IEngine>().Place;
        await Console.Out.WriteLineAsync($"The books are in {place}").ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"Placard listens at {Address}").ConfigureAwait(false);
    }

    private async Task Open(CancellationToken stop)
    {
        try
        {
            await Load(stop).ConfigureAwait(false);
            await app.StartAsync(stop).ConfigureAwait(false);
            // Not before the port is open: a secret is shown once, and not above the reason why nothing runs.
            await Composition.EnsureOperator(app.Services, options, stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (CannotStartException.Explains(fault))
        {
            throw fault is DbException
                ? CannotStartException.Naming(
                    KeepsBooksInFolder ? Services.GetRequiredService<DataFolder>().Path : "Placard:Database", fault)
                : new CannotStartException(fault.Message, fault);
        }
    }

    private async Task Load(CancellationToken stop)
    {
        var engine = app.Services.GetRequiredService<IEngine>();
        await app.Services.GetRequiredService<MigrationSet>().Apply(engine, stop).ConfigureAwait(false);
        await app.Services.GetRequiredService<Followers>().CatchUp(stop).ConfigureAwait(false);
    }

    public async Task WaitForEnd(CancellationToken stop)
    {
        using var ending = stop.Register(() => app.Lifetime.StopApplication());
        await app.WaitForShutdownAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    // The server looks at them when all else has started, and says of a port that is none only that some argument is
    // out of range.
    private static string Listened(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries).All(IsAddress)
        ? urls
        : throw new InvalidOperationException(
            $"--urls must be addresses such as http://127.0.0.1:8080, with a port up to 65535; it is '{urls}'.");

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https" } address
                && (address.IsUnixPipe || address.IsNamedPipe || address.Port is >= 0 and <= 65535);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void ConfigureServer(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A click URL may carry an rdr of 2,048 characters, a referrer, a click id and three tags; percent-encoded,
            // a character of most scripts takes nine.
            kestrel.Limits.MaxRequestLineSize = 32 << 10;
            // Four times its own choice: a download's next piece is read while the last one is sent.
            kestrel.Limits.MaxResponseBufferSize = 256 << 10;
            // Any byte is let through: another program's cookie or a mangled user agent refuses no jobseeker.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, WideBlocks.Factory>();
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // A failed start is told by whoever started (CannotStartException), a failed service by a critical line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // While anyone listens to it, the server makes an activity and a log scope for every request, a sixth of what
        // a click leaves to the garbage collector. Our own lines name their request themselves.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    private static void AddGround(WebApplicationBuilder builder, ExchangeOptions options, ServeOptions serve)
    {
        var services = builder.Services;
        services.AddSingleton(new MachineTime(SystemClock.Machine));
        services.AddSingleton(new ExchangeCalendar(CannotStartException.Naming(
            "Placard:TimeZone", () => TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone))));
        services.AddSingleton<IdSource>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton(new DataFolder(Path.GetFullPath(serve.DataFolder)));
        services.AddSingleton<Readiness>();
        services.AddSingleton<OperatorLogin>();
        services.AddSingleton<MetricsPage>();
        services.AddStorage(string.IsNullOrWhiteSpace(options.Database)
            ? EngineChoice.Open(null, serve.DataFolder)
            : CannotStartException.Naming(
                "Placard:Database", () => EngineChoice.Open(options.Database, serve.DataFolder)));
        if (serve.Sandbox)
        {
            services.AddSingleton(new SandboxClock(SystemClock.Machine));
            services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<SandboxClock>());
            services.AddSingleton<SandboxClockStore>();
            services.AddSingleton<IFollower>(provider => provider.GetRequiredService<SandboxClockStore>());
            services.AddSingleton<SandboxEndpoints>();
        }
        else
        {
            services.AddSingleton(SystemClock.Machine);
        }
        services.AddSingleton<DueRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<DueRunner>());
        services.AddHostedService<FollowLoop>();
        services.AddSingleton<UnderWay>();
        services.AddHostedService(provider => provider.GetRequiredService<UnderWay>());
        // The framework's own way, which an environment variable turns on, would believe every caller.
        services.PostConfigure<ForwardedHeadersOptions>(ours => ours.ForwardedHeaders = ForwardedHeaders.None);
    }

    private static void Map(WebApplication app, ExchangeOptions options, bool sandbox)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        var metrics = app.Services.GetRequiredService<MetricsPage>();
        app.Lifetime.ApplicationStopping.Register(readiness.Close);
        var underWay = app.Services.GetRequiredService<UnderWay>();
        app.Use(next => context =>
        {
            underWay.Enter(context);
            QuietThread.SomebodyAsks();
            return next(context);
        });
        app.UseMiddleware<TrustedProxies>(options);
        Composition.UsePlatform(app);
        // Load balancers ask with either.
        app.MapMethods("/healthz", [HttpMethods.Get, HttpMethods.Head], () =>
            readiness.IsReady ? Results.Text("ready") : Results.StatusCode(503)).WithGroupName("host");
        app.MapGet("/metrics", (HttpContext context) => IsInside(context, options)
            ? Results.Text(metrics.Print(), "text/plain; version=0.0.4; charset=utf-8")
            : Results.NotFound()).WithGroupName("host");
        if (sandbox)
        {
            app.Services.GetRequiredService<SandboxEndpoints>().Map(app);
        }
        Composition.MapRooms(app);
    }

    private static bool IsInside(HttpContext context, ExchangeOptions options) =>
        context.Connection.RemoteIpAddress is { } address
        && options.MetricsNetworks.Any(network => network.Contains(Plain(address)));

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private string BoundAddress() => app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/');
}
