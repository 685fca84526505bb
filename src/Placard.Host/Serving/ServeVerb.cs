using System.CommandLine;

namespace Placard.Host.Serving;

/// <summary>The server.</summary>
internal static class ServeVerb
{
    public static Command Command() => ServeOptions.Verb("serve", "Runs the exchange.", Run);

    private static async Task<int> Run(ServeOptions options, CancellationToken stop)
    {
        await using var exchange = ExchangeApp.Build(options);
        using var claim = exchange.KeepsBooksInFolder
            ? await FolderClaim.Take(options.DataFolder, stop).ConfigureAwait(false)
            : null;
        FolderClaim.Try(options.DataFolder);
        await exchange.Start(() => Task.CompletedTask, stop).ConfigureAwait(false);
        await exchange.WaitForEnd(stop).ConfigureAwait(false);
        return 0;
    }
}
