using Placard.Events.Deliveries;
using Placard.Storage;

namespace Placard.Events.Outbox;

/// <summary>
/// Takes away what is older than <see cref="EventsOptions.KeepDays"/>: an event's body, its deliveries and their
/// attempts. An event that is still to be sent somewhere stays whole until that has ended. The row stays for good, so
/// the books do not change. Doing it twice does no harm, so nothing is claimed.
/// </summary>
internal sealed class EventRetention(Store store, EventsOptions options) : IDueWork
{
    private const long DayMs = 86_400_000;
    private const long MostAtOnce = 100;

    private static readonly string Ended =
        $"""
        e.kept = 1 AND NOT EXISTS (
            SELECT 1 FROM deliveries d WHERE d.event_seq = e.seq AND d.status = {DeliveryStatus.Pending})
        """;

    public string Name => "event retention";

    public bool OnlyTheLastCounts => true;

    public async Task<DateTimeOffset?> NextDue(CancellationToken stop) => options.KeepDays == 0
        ? null
        : await store.Read(session => session.Scalar<long?>(
            $"SELECT e.created_at_ms FROM events e WHERE {Ended} ORDER BY e.created_at_ms LIMIT 1"), stop)
            .ConfigureAwait(false) is { } oldestMs
            ? DateTimeOffset.FromUnixTimeMilliseconds(oldestMs + (options.KeepDays * DayMs))
            : null;

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        if (await NextDue(stop).ConfigureAwait(false) is not { } due || due > now)
        {
            return false;
        }
        var untilMs = now.ToUnixTimeMilliseconds() - (options.KeepDays * DayMs);
        // In order: a replay that runs at the same time either finds the body or keeps it here.
        while (await store.WriteLedgerInOrder(session => DropSome(session, untilMs), stop).ConfigureAwait(false)
            == MostAtOnce)
        {
            stop.ThrowIfCancellationRequested();
        }
        return true;
    }

    private static async Task<long> DropSome(DbSession session, long untilMs)
    {
        var seqs = await session.Query<long>(
            $"""
            SELECT e.seq FROM events e WHERE {Ended} AND e.created_at_ms <= @untilMs
            ORDER BY e.created_at_ms LIMIT @MostAtOnce
            """,
            new { untilMs, MostAtOnce }).ConfigureAwait(false);
        foreach (var seq in seqs)
        {
            await DeliveryStore.Drop(session, seq).ConfigureAwait(false);
            await session.Execute("UPDATE events SET kept = 0, body = NULL WHERE seq = @seq", new { seq })
                .ConfigureAwait(false);
        }
        return seqs.Count;
    }
}
