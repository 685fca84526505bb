using System.CommandLine;

namespace Placard.Host.Serving;

/// <summary>Proves from stored rows that the books add up; may run beside a server.</summary>
internal static class VerifyVerb
{
    public static Command Command()
    {
        var command = ServeOptions.On(new Command("verify", "Checks that the books add up."), serves: false);
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
        await exchange.Load(stop).ConfigureAwait(false);
        return 0;
    }
}
