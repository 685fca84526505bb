using System.CommandLine;
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
        await exchange.Start(async () =>
        {
            if (keys == null)
            {
                folder.Begin();
                keys = await DemoWorld.Make(exchange.Services, exchange.Address, stop).ConfigureAwait(false);
                folder.Finish(keys);
            }
        }, stop).ConfigureAwait(false);
        await DemoGreeting.Print(exchange.Address, keys!, folder.OperatorKeys()).ConfigureAwait(false);
        await exchange.WaitForEnd(stop).ConfigureAwait(false);
        return 0;
    }
}
