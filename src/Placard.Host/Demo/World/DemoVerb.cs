using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Placard.Host.Demo.Hosted;
using Placard.Host.Serving;

namespace Placard.Host.Demo.World;

/// <summary>What <c>./run</c> starts: a sandbox over a world that already has jobs, publishers and a past.</summary>
internal static class DemoVerb
{
    public static Command Command()
    {
        var command = ServeOptions.On(
            new Command("demo", "Runs a sandbox over a demo world: advertisers, jobs, publishers, a month of traffic."),
            serves: true);
        command.SetAction((parsed, stop) =>
        {
            var folder = ServeOptions.NamesData(parsed) ? null : "./demo-data";
            return Run(ServeOptions.Read(parsed, folder) with { Sandbox = true }, stop);
        });
        return command;
    }

    private static async Task<int> Run(ServeOptions options, CancellationToken stop)
    {
        if (options.Fault is { } fault)
        {
            await Console.Error.WriteLineAsync(fault).ConfigureAwait(false);
            return 2;
        }
        var folder = new DemoFolder(options.DataFolder);
        folder.ClearUnfinished();
        await using var exchange = ExchangeApp.Build(options);
        var keys = folder.Keys();
        await using var receiver = await DemoReceiver.Start(
            keys?.Hosted.ReceiverPort ?? 0, exchange.Services.GetRequiredService<TimeProvider>(), stop)
            .ConfigureAwait(false);
        receiver.Secret = keys?.Hosted.Secret;
        await exchange.Start(async () =>
        {
            if (keys == null)
            {
                folder.Begin();
                keys = await DemoWorld.Make(exchange.Services, exchange.Address, receiver, stop).ConfigureAwait(false);
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
}
