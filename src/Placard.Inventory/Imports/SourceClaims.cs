using System.Collections.Concurrent;
using System.Globalization;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>
/// One import of a source at a time, over all nodes. On a store of one node the claim lives in memory, so that a
/// killed program leaves none behind; on a shared one it is a short lease, kept alive while the import runs.
/// </summary>
internal sealed class SourceClaims(Store store, Leases leases, MachineTime machine)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Store store = store;
    private readonly Leases leases = leases;
    private readonly MachineTime machine = machine;
    private readonly ConcurrentDictionary<long, bool> held = new();

    /// <summary>The claim, or null when another import still has the source after the patience.</summary>
    public async Task<IAsyncDisposable?> Take(long sourceId, TimeSpan patience, CancellationToken stop)
    {
        var begun = machine.Mark();
        while (true)
        {
            if (await TryTake(sourceId, stop).ConfigureAwait(false) is { } claim)
            {
                return claim;
            }
            if (machine.Since(begun) >= patience)
            {
                return null;
            }
            await machine.Wait(Look, stop).ConfigureAwait(false);
        }
    }

    private async Task<Claim?> TryTake(long sourceId, CancellationToken stop)
    {
        if (!held.TryAdd(sourceId, true))
        {
            return null;
        }
        try
        {
            if (!store.Engine.Shared || await leases.TryTake(NameOf(sourceId), Lease, stop).ConfigureAwait(false))
            {
                return new Claim(this, sourceId);
            }
        }
        catch
        {
            held.TryRemove(sourceId, out _);
            throw;
        }
        held.TryRemove(sourceId, out _);
        return null;
    }

    private static string NameOf(long sourceId) =>
        string.Create(CultureInfo.InvariantCulture, $"import:{sourceId}");

    private sealed class Claim : IAsyncDisposable
    {
        private readonly SourceClaims claims;
        private readonly long sourceId;
        private readonly CancellationTokenSource ending = new();
        private readonly Task renewing;

        public Claim(SourceClaims claims, long sourceId)
        {
            this.claims = claims;
            this.sourceId = sourceId;
            renewing = claims.store.Engine.Shared ? Renew() : Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (claims.store.Engine.Shared)
                {
                    await claims.leases.Release(NameOf(sourceId), CancellationToken.None).ConfigureAwait(false);
                }
            }
            finally
            {
                claims.held.TryRemove(sourceId, out _);
                ending.Dispose();
            }
        }

        // Should the lease be lost all the same, the source's epoch keeps two imports from mixing.
        private async Task Renew()
        {
            while (true)
            {
                await claims.machine.Wait(Renewal, ending.Token).ConfigureAwait(false);
                await claims.leases.TryTake(NameOf(sourceId), Lease, ending.Token).ConfigureAwait(false);
            }
        }
    }
}
