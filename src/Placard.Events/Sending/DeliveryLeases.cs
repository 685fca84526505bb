using System.Collections.Concurrent;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Events.Sending;

/// <summary>
/// Which endpoints this node sends for. On a shared store one node at a time holds an endpoint, so that its order, its
/// pace and its attempts are one node's; a node that dies is followed by another after ten seconds. A node alone on its
/// store holds them all. Measured on the machine's clock: the sandbox may stop its own.
/// </summary>
internal sealed class DeliveryLeases(Store store, MachineTime machine, IdSource ids)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    // Sending ends a little before the lease does, so that clocks that differ a little never overlap.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private static readonly AppendPlan TakePlan = new(
        "delivery_leases",
        [
            ("endpoint_id", ColumnType.Number), ("holder", ColumnType.Text), ("taken_at_ms", ColumnType.Number),
            ("until_ms", ColumnType.Number),
        ],
        """
        ON CONFLICT (endpoint_id) DO UPDATE
        SET holder = excluded.holder, taken_at_ms = excluded.taken_at_ms, until_ms = excluded.until_ms
        WHERE delivery_leases.holder = excluded.holder OR delivery_leases.until_ms < excluded.taken_at_ms
        """);

    private readonly string holder = ids.NextToken(12);
    private readonly ConcurrentDictionary<long, long> mine = new();
    private readonly OthersClaims<long> others = new();

    /// <summary>Whether this node may send for the endpoint now.</summary>
    public bool Holds(long endpointId) => !store.Engine.Shared
        || (mine.TryGetValue(endpointId, out var untilMs) && machine.NowMs() < untilMs - Margin.TotalMilliseconds);

    /// <summary>Takes or prolongs what can be had of these; answers those that another node holds.</summary>
    public async Task<List<long>> Take(IReadOnlyCollection<long> endpoints, CancellationToken stop)
    {
        var nowMs = machine.NowMs();
        var wanted = endpoints.Where(id => others.IsFree(id, nowMs)).Order().ToArray();
        if (!store.Engine.Shared || wanted.Length == 0)
        {
            return [.. endpoints.Where(id => !Holds(id))];
        }
        var untilMs = nowMs + (long)Length.TotalMilliseconds;
        var holders = await store.Write(Area.Ledger, async session =>
        {
            await session.Append(TakePlan, wanted.Length, (at, row) =>
            {
                row.Number(wanted[at]);
                row.Text(holder);
                row.Number(others.OverBeforeMs(wanted[at], nowMs));
                row.Number(untilMs);
            }).ConfigureAwait(false);
            return await session.Query<LeaseRow>(
                "SELECT endpoint_id, holder, until_ms FROM delivery_leases WHERE until_ms >= @nowMs", new { nowMs })
                .ConfigureAwait(false);
        }, stop).ConfigureAwait(false);
        Remember(holders, nowMs);
        return [.. endpoints.Where(id => !Holds(id))];
    }

    /// <summary>Gives all of them back, so that another node goes on at once.</summary>
    public async Task Release(CancellationToken stop)
    {
        if (store.Engine.Shared && !mine.IsEmpty)
        {
            mine.Clear();
            await store.Write(
                Area.Ledger,
                session => session.Execute("DELETE FROM delivery_leases WHERE holder = @holder", new { holder }),
                stop).ConfigureAwait(false);
        }
    }

    /// <summary>Those that this node holds still, to be prolonged.</summary>
    public IReadOnlyCollection<long> Held() => [.. mine.Keys];

    /// <summary>Lets an endpoint go that has had nothing to send for a while.</summary>
    public void Drop(long endpointId) => mine.TryRemove(endpointId, out _);

    private void Remember(List<LeaseRow> rows, long nowMs)
    {
        foreach (var row in rows)
        {
            if (row.Holder == holder)
            {
                mine[row.EndpointId] = row.UntilMs;
                others.Forget(row.EndpointId);
            }
            else
            {
                mine.TryRemove(row.EndpointId, out _);
                others.Saw(row.EndpointId, row.UntilMs, nowMs, Length);
            }
        }
    }

    private sealed record LeaseRow(long EndpointId, string Holder, long UntilMs);
}
