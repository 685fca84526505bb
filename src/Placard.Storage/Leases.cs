using System.Data.Common;
using Placard.Kernel;

namespace Placard.Storage;

/// <summary>
/// Claims on named work that end by themselves. Measured on the machine's clock: a frozen sandbox clock must not keep
/// a dead node's claim alive.
/// </summary>
public sealed class Leases(Store store, MachineTime machine, IdSource ids)
{
    private readonly string holder = ids.NextToken(12);
    private readonly OthersClaims<string> others = new();

    /// <summary>
    /// Takes or prolongs the claim; false when another node holds it. All claims of a name have one length.
    /// </summary>
    public async Task<bool> TryTake(string name, TimeSpan length, CancellationToken stop)
    {
        var nowMs = machine.NowMs();
        var untilMs = nowMs + (long)length.TotalMilliseconds;
        var overMs = others.OverBeforeMs(name, nowMs);
        var othersUntilMs = await store.Write(Area.Ledger, async session =>
            await session.Execute(
                """
                INSERT INTO leases (name, holder, until_ms) VALUES (@name, @holder, @untilMs)
                ON CONFLICT (name) DO UPDATE SET holder = @holder, until_ms = @untilMs
                WHERE leases.holder = @holder OR leases.until_ms < @overMs
                """,
                new { name, holder, untilMs, overMs }).ConfigureAwait(false) == 1
                ? (long?)null
                : await session.Scalar<long>("SELECT until_ms FROM leases WHERE name = @name", new { name })
                    .ConfigureAwait(false), stop).ConfigureAwait(false);
        if (othersUntilMs is not { } end)
        {
            others.Forget(name);
            return true;
        }
        others.Saw(name, end, nowMs, length);
        return false;
    }

    /// <summary>Gives the claim back early, where the store lets us.</summary>
    public async Task Release(string name, CancellationToken stop)
    {
        try
        {
            await store.Write(Area.Ledger, session => session.Execute(
                "DELETE FROM leases WHERE name = @name AND holder = @holder", new { name, holder }), stop)
                .ConfigureAwait(false);
        }
        catch (DbException)
        {
            // What was claimed for is done, and must not seem to have failed: the claim ends by itself.
        }
    }
}
