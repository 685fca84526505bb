using System.CommandLine;

namespace Placard.Host.Serving;

/// <summary>The server.</summary>
internal static class ServeVerb
{
    public static Command Command()
    {
        var command = ServeOptions.On(new Command("serve", "Runs the exchange."), serves: true);
        command.SetAction((parsed, stop) => Run(ServeOptions.Read(parsed), stop));
        return command;
    }

    private static async Task<int> Run(ServeOptions options, CancellationToken stop)
    {
        if (options.Fault is { } fault)
        {
            await Console.Error.WriteLineAsync(fault).ConfigureAwait(false);
            return 2;
        }
        await using var exchange = ExchangeApp.Build(options);
        await exchange.Start(() => Task.CompletedTask, stop).ConfigureAwait(false);
        await exchange.WaitForEnd(stop).ConfigureAwait(false);
        return 0;
    }
}
