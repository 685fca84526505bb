using System.CommandLine;
using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Placard.Reporting;
using Placard.Storage;

namespace Placard.Host.Serving;

/// <summary>
/// Proves from stored rows that the books add up. It opens the store and reads one moment of it: no schema is changed,
/// nothing is followed or folded, no port is opened, so it may run beside a server and over a copy.
/// </summary>
internal static class VerifyVerb
{
    private const int InOrder = 0;
    private const int NotInOrder = 1;

    public static Command Command() => ServeOptions.Verb(
        "verify", "Checks that the books add up: ends with 0 when they do, else 1.", Run, serves: false);

    private static async Task<int> Run(ServeOptions options, CancellationToken stop)
    {
        await using var exchange = ExchangeApp.Build(options, mustExist: true);
        try
        {
            return await Check(exchange.Services, stop).ConfigureAwait(false);
        }
        catch (DbException unreadable)
        {
            await Console.Error.WriteLineAsync($"verify: the store cannot be read: {unreadable.Message}")
                .ConfigureAwait(false);
            return NotInOrder;
        }
        catch (Exception unreadable) when (IsOfAValue(unreadable))
        {
            await Console.Error.WriteLineAsync(
                $"verify: the store holds a value that no exchange writes: {unreadable.Message}").ConfigureAwait(false);
            return NotInOrder;
        }
    }

    // A click id of the wrong length, text where a number belongs: what stands behind it cannot be checked.
    private static bool IsOfAValue(Exception fault) => fault is ArgumentException or FormatException
        or InvalidCastException or InvalidDataException or OverflowException or IndexOutOfRangeException;

    private static async Task<int> Check(IServiceProvider services, CancellationToken stop)
    {
        var missing = await services.GetRequiredService<MigrationSet>()
            .Missing(services.GetRequiredService<Store>(), stop).ConfigureAwait(false);
        if (missing.Count > 0)
        {
            await Console.Error.WriteLineAsync(
                $"verify: the store lacks {missing[0]} and {missing.Count - 1} more of this program's schema scripts: "
                + "start the server over it once").ConfigureAwait(false);
            return NotInOrder;
        }
        var books = await services.GetRequiredService<IBooks>()
            .Check(Console.Out.WriteLine, stop).ConfigureAwait(false);
        var verdict = books.Findings == 0 ? "ok" : $"{books.Findings} findings";
        await Console.Out.WriteLineAsync(
            $"books: {verdict} ({books.Clicks} clicks, {books.Campaigns} campaigns, {books.Feeds} feeds, "
            + $"{books.Conversions} conversions, {books.Dispositions} dispositions, {books.Applications} applications, "
            + $"{books.Events} events)").ConfigureAwait(false);
        return books.Findings == 0 ? InOrder : NotInOrder;
    }
}
