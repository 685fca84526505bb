using Placard.Events.Deliveries;
using Placard.Storage;

namespace Placard.Events.Outbox;

internal sealed class EventBooks : IEventBooks
{
    public IAsyncEnumerable<EventEntry> Entries(DbSession session) => session.Stream<EventEntry>(
        "SELECT seq, customer_id, type, subject, created_at_ms FROM events WHERE test = 0 ORDER BY seq");

    public Task<long> Count(DbSession session, string type, string subject) => session.Scalar<long>(
        "SELECT COUNT(*) FROM events WHERE subject = @subject AND type = @type AND test = 0", new { subject, type });

    public async Task<IReadOnlyList<string>> Findings(DbSession session, int most)
    {
        var rows = await session.Query<Row>(
            $"""
            SELECT 'Delivery ' || CAST(d.id AS TEXT) || ' is pending, its event has no body.' AS text
            FROM deliveries d JOIN events e ON e.seq = d.event_seq
            WHERE d.status = {DeliveryStatus.Pending} AND e.body IS NULL
            UNION ALL
            SELECT 'Delivery ' || CAST(d.id AS TEXT) || ' counts as delivered without an attempt.'
            FROM deliveries d WHERE d.status = {DeliveryStatus.Delivered} AND d.attempts = 0
            UNION ALL
            SELECT 'Delivery ' || CAST(d.id AS TEXT) || ' has more attempts than are allowed.'
            FROM deliveries d WHERE d.attempts > {Sending.RetryRules.MostAttempts}
            LIMIT @most
            """,
            new { most = (long)most }).ConfigureAwait(false);
        return rows.ConvertAll(row => row.Text);
    }

    private sealed record Row(string Text);
}
