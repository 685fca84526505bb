using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Placard.Host.Demo.Hosted;
using Placard.Host.Serving;

namespace Placard.Host.Demo.World;

/// <summary>What <c>./run</c> starts: a sandbox over a world that already has jobs, publishers and a past.</summary>
internal static class DemoVerb
{
    public static Command Command() => ServeOptions.Verb(
        "demo",
        "Runs a sandbox over a demo world: advertisers, jobs, publishers, a month of traffic.",
        (options, stop) => Run(options with { Sandbox = true }, stop),
        dataFolder: "./demo-data");

    private static async Task<int> Run(ServeOptions options, CancellationToken stop)
    {
        // Before anything is looked at: another demo's world may be in the making here.
        using var claim = await FolderClaim.Take(options.DataFolder, stop).ConfigureAwait(false);
        var folder = new DemoFolder(options.DataFolder);
        folder.ClearUnfinished();
        var keys = folder.Keys();
        if (keys == null)
        {
            folder.Begin();
        }
        await using var exchange = ExchangeApp.Build(options);
        await using var receiver = await DemoReceiver.Start(
            keys?.Hosted.ReceiverPort ?? 0, exchange.Services.GetRequiredService<TimeProvider>(), stop)
            .ConfigureAwait(false);
        receiver.Secret = keys?.Hosted.Secret;
        await exchange.Start(async () =>
        {
            if (keys == null)
            {
                keys = await Make(exchange, receiver, stop).ConfigureAwait(false);
                folder.Finish(keys);
            }
            else if (new Uri(receiver.Address).Port != keys.Hosted.ReceiverPort)
            {
                using var api = new DemoApi(exchange.Address);
                keys = await HostedAdvertiser.Follow(api, keys, receiver, stop).ConfigureAwait(false);
                folder.Finish(keys);
            }
        }, stop).ConfigureAwait(false);
        var start = HostedAdvertiser.ClickUrl(exchange.Services, keys!);
        await DemoGreeting.Print(exchange.Address, keys!, folder.OperatorKeys(), start, receiver.Address)
            .ConfigureAwait(false);
        await exchange.WaitForEnd(stop).ConfigureAwait(false);
        return 0;
    }

    private static async Task<DemoKeys> Make(ExchangeApp exchange, DemoReceiver receiver, CancellationToken stop)
    {
        try
        {
            return await DemoWorld.Make(exchange.Services, exchange.Address, receiver, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Out.WriteLineAsync(exchange.KeepsBooksInFolder
                ? "The demo world is not finished; the next start makes it anew."
                : "The demo world is not finished; the next start needs an empty database.").ConfigureAwait(false);
            throw;
        }
    }
}
