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

    /// <summary>
    /// Once an hour is enough for what is counted in days, and a look passes by all that is old and still to be sent.
    /// </summary>
    private const long LookMs = 3_600_000;

    private static readonly string Ended =
        $"""
        e.kept = 1 AND NOT EXISTS (
            SELECT 1 FROM deliveries d WHERE d.event_seq = e.seq AND d.status = {DeliveryStatus.Pending})
        """;

    private long? lookedAtMs;

    public string Name => "event retention";

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        // A clock may be set back, then it looks as well.
        if (options.KeepDays == 0 || Math.Abs(nowMs - lookedAtMs ?? long.MaxValue) < LookMs)
        {
            return false;
        }
        var any = false;
        var last = new Aged();
        var untilMs = nowMs - (options.KeepDays * DayMs);
        while (await After(last, untilMs, stop).ConfigureAwait(false) is { Count: > 0 } aged)
        {
            // In order: a replay that runs at the same time either finds the body or keeps it here. Looking for them
            // is not done there: clicks would wait for it.
            any |= await store.WriteLedgerInOrder(session => Drop(session, aged), stop).ConfigureAwait(false) > 0;
            last = aged[^1];
        }
        lookedAtMs = nowMs;
        return any;
    }

    private Task<List<Aged>> After(Aged last, long untilMs, CancellationToken stop) =>
        store.Read(session => session.Query<Aged>(
            $"""
            SELECT e.created_at_ms, e.seq FROM events e
            WHERE {Ended} AND (e.created_at_ms, e.seq) > (@CreatedAtMs, @Seq) AND e.created_at_ms <= @untilMs
            ORDER BY e.created_at_ms, e.seq LIMIT @MostAtOnce
            """,
            new { last.CreatedAtMs, last.Seq, untilMs, MostAtOnce }), stop);

    private static async Task<int> Drop(DbSession session, List<Aged> aged)
    {
        var dropped = 0;
        foreach (var one in aged)
        {
            // It may have been sent again since it was found.
            if (await session.Execute(
                $"UPDATE events AS e SET kept = 0, body = NULL WHERE e.seq = @Seq AND {Ended}", new { one.Seq })
                .ConfigureAwait(false) > 0)
            {
                await DeliveryStore.Drop(session, one.Seq).ConfigureAwait(false);
                dropped++;
            }
        }
        return dropped;
    }

    private sealed record Aged
    {
        public long CreatedAtMs { get; init; }

        public long Seq { get; init; }
    }
}
