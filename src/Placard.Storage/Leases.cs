using System.Collections.Concurrent;
using Placard.Kernel;

namespace Placard.Storage;

/// <summary>
/// Claims on named work that end by themselves. Measured on the machine's clock: a frozen sandbox clock must not keep
/// a dead node's claim alive. Where another node's clock runs ahead its claims end late, or in years: one that was not
/// prolonged for its length, by this node's clock, is over.
/// </summary>
public sealed class Leases(Store store, MachineTime machine, IdSource ids)
{
    private readonly string holder = ids.NextToken(12);
    private readonly ConcurrentDictionary<string, Seen> others = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes or prolongs the claim; false when another node holds it. All claims of a name have one length.
    /// </summary>
    public async Task<bool> TryTake(string name, TimeSpan length, CancellationToken stop)
    {
        var nowMs = machine.NowMs();
        var untilMs = nowMs + (long)length.TotalMilliseconds;
        // Later than the end that has not moved for so long, and not than one that it was moved to since.
        var overMs = others.TryGetValue(name, out var seen) && seen.OverAtMs < nowMs
            ? Math.Max(nowMs, seen.UntilMs + 1)
            : nowMs;
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
            others.TryRemove(name, out _);
            return true;
        }
        if (seen.UntilMs != end)
        {
            others[name] = new Seen(end, untilMs);
        }
        return false;
    }

    /// <summary>Gives the claim back early.</summary>
    public Task Release(string name, CancellationToken stop) =>
        store.Write(Area.Ledger, session => session.Execute(
            "DELETE FROM leases WHERE name = @name AND holder = @holder", new { name, holder }), stop);

    /// <summary>Another node's claim: its end by that node's clock, and when it is over by ours.</summary>
    private readonly record struct Seen(long UntilMs, long OverAtMs);
}
