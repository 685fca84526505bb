using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>
/// Finds imports that are called running but that nobody runs, and calls them failed. Nothing of them shows: what an
/// import changes, it changes in one transaction that also closes it. Texts that were written aside are taken away.
/// </summary>
internal sealed class InterruptedImports(ImportStore imports, SourceClaims claims, MachineTime machine) : IDueWork
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(20);
    private long? looked;

    public string Name => "interrupted imports";

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        // It goes by the machine's time: what it looks for is dead nodes, not dates, and imports that a node could not
        // even call failed, because its disk was full.
        if (looked is { } mark && machine.Since(mark) < Look)
        {
            return false;
        }
        looked = machine.Mark();
        var any = false;
        foreach (var sourceId in await imports.SourcesAtWork(stop).ConfigureAwait(false))
        {
            await using var claim = await claims.Take(sourceId, TimeSpan.Zero, stop).ConfigureAwait(false);
            if (claim != null)
            {
                await imports.CloseInterrupted(sourceId, stop).ConfigureAwait(false);
                any = true;
            }
        }
        return any;
    }
}
