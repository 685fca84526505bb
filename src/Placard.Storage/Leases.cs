using Placard.Kernel;

namespace Placard.Storage;

/// <summary>
/// Claims on named work that end by themselves. Measured on the machine's clock: a frozen sandbox clock must not keep
/// a dead node's claim alive.
/// </summary>
public sealed class Leases(Store store, MachineTime machine, IdSource ids)
{
    private readonly string holder = ids.NextToken(12);

    /// <summary>Takes or prolongs the claim; false when another node holds it.</summary>
    public async Task<bool> TryTake(string name, TimeSpan length, CancellationToken stop)
    {
        var nowMs = machine.NowMs();
        var untilMs = nowMs + (long)length.TotalMilliseconds;
        var rows = await store.Write(Area.Ledger, session => session.Execute(
            """
            INSERT INTO leases (name, holder, until_ms) VALUES (@name, @holder, @untilMs)
            ON CONFLICT (name) DO UPDATE SET holder = @holder, until_ms = @untilMs
            WHERE leases.holder = @holder OR leases.until_ms < @nowMs
            """,
            new { name, holder, untilMs, nowMs }), stop).ConfigureAwait(false);
        return rows == 1;
    }

    /// <summary>Gives the claim back early.</summary>
    public Task Release(string name, CancellationToken stop) =>
        store.Write(Area.Ledger, session => session.Execute(
            "DELETE FROM leases WHERE name = @name AND holder = @holder", new { name, holder }), stop);
}
