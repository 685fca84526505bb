using Placard.Platform;
using Placard.Storage;

namespace Placard.Events.Webhooks;

/// <summary>Webhooks, and the servers behind post URLs.</summary>
internal sealed class EndpointStore(Store store)
{
    private const string Live = "deleted_at_ms IS NULL";

    private static readonly ListField[] OfBoth =
    [
        new ListField("id", "id", ListType.Number),
        new ListField("url", "url"),
        new ListField("failingSince", "failing_since_ms", ListType.Time),
        new ListField("createdAt", "created_at_ms", ListType.Time),
    ];

    public static readonly ListPlan Plan = new(
        EndpointRow.Columns, "endpoints", "id", [.. OfBoth, new ListField("contactEmail", "contact_email")]);

    public static readonly ListPlan ServerPlan = new(
        EndpointRow.Columns, "endpoints", "id", [.. OfBoth, new ListField("toldAt", "told_at_ms", ListType.Time)]);

    /// <summary>The servers of a customer's post URLs, for a where-clause with <c>@customerId</c>.</summary>
    public static string ServersOfCustomer => $"customer_id = @customerId AND kind = {EndpointKind.PostServer}";

    /// <summary>A customer's webhooks, for a where-clause with <c>@customerId</c>.</summary>
    public static string WebhooksOfCustomer =>
        $"customer_id = @customerId AND kind = {EndpointKind.Webhook} AND {Live}";

    /// <summary>The webhooks that are to have an event of this type, in order of id.</summary>
    public async Task<List<long>> Wanting(DbSession session, long customerId, string type)
    {
        var rows = await session.Query<WantRow>(
            $"SELECT id, event_types FROM endpoints WHERE {WebhooksOfCustomer} AND disabled_at_ms IS NULL ORDER BY id",
            new { customerId }).ConfigureAwait(false);
        return [.. rows.Where(row => row.EventTypes.Split(' ').Contains(type, StringComparer.Ordinal))
            .Select(row => row.Id)];
    }

    /// <summary>The endpoint of a post URL's server; made when it is the first one there.</summary>
    public async Task<long> ServerOf(DbSession session, long customerId, string server, long nowMs)
    {
        const long kind = EndpointKind.PostServer;
        var known = await session.First<IdRow>(
            "SELECT id FROM endpoints WHERE customer_id = @customerId AND url = @server AND kind = @kind",
            new { customerId, server, kind }).ConfigureAwait(false);
        if (known != null)
        {
            return known.Id;
        }
        var id = await session.NextIds(Area.Ledger, "endpoints").ConfigureAwait(false);
        var made = new EndpointRow(
            id, customerId, kind, server, "", 1, null, null, null, null, null, null, null, null, nowMs);
        await Add(session, made).ConfigureAwait(false);
        return id;
    }

    public static Task Add(DbSession session, EndpointRow row) => session.Execute(
        """
        INSERT INTO endpoints (id, customer_id, kind, url, event_types, wraps, secret, contact_email, created_at_ms)
        VALUES (@Id, @CustomerId, @Kind, @Url, @EventTypes, @Wraps, @Secret, @ContactEmail, @CreatedAtMs)
        """,
        row);

    public Task<EndpointRow?> Find(long id, CancellationToken stop) =>
        store.Read(session => Find(session, id), stop);

    public static Task<EndpointRow?> Find(DbSession session, long id) => session.First<EndpointRow>(
        $"SELECT {EndpointRow.Columns} FROM endpoints WHERE id = @id AND {Live}", new { id });

    public static Task<long> Count(DbSession session, long customerId) => session.Scalar<long>(
        $"SELECT COUNT(*) FROM endpoints WHERE {WebhooksOfCustomer}", new { customerId });

    public static Task Change(DbSession session, EndpointRow row) => session.Execute(
        """
        UPDATE endpoints SET url = @Url, event_types = @EventTypes, wraps = @Wraps, secret = @Secret,
            previous_secret = @PreviousSecret, previous_until_ms = @PreviousUntilMs, contact_email = @ContactEmail,
            disabled_at_ms = @DisabledAtMs, disabled_why = @DisabledWhy, failing_since_ms = @FailingSinceMs,
            told_at_ms = @ToldAtMs
        WHERE id = @Id
        """,
        row);

    public static Task Delete(DbSession session, long id, long nowMs) => session.Execute(
        "UPDATE endpoints SET deleted_at_ms = @nowMs, secret = NULL, previous_secret = NULL WHERE id = @id",
        new { id, nowMs });

    /// <summary>Notes that an endpoint began to fail, unless that is known.</summary>
    public Task BeginsToFail(long id, long atMs, CancellationToken stop) => store.Write(
        Area.Ledger,
        session => session.Execute(
            "UPDATE endpoints SET failing_since_ms = @atMs WHERE id = @id AND failing_since_ms IS NULL",
            new { id, atMs }),
        stop);

    /// <summary>Notes that an endpoint takes events again.</summary>
    public Task Recovers(long id, CancellationToken stop) => store.Write(
        Area.Ledger,
        session => session.Execute(
            "UPDATE endpoints SET failing_since_ms = NULL, told_at_ms = NULL WHERE id = @id", new { id }),
        stop);

    /// <summary>Live endpoints that have failed since this moment or longer.</summary>
    public Task<List<EndpointRow>> FailingSince(long untilMs, CancellationToken stop) => store.Read(
        session => session.Query<EndpointRow>(
            $"""
            SELECT {EndpointRow.Columns} FROM endpoints
            WHERE failing_since_ms IS NOT NULL AND failing_since_ms <= @untilMs AND {Live} AND disabled_at_ms IS NULL
            ORDER BY id
            """,
            new { untilMs }),
        stop);

    private sealed record WantRow(long Id, string EventTypes);

    private sealed record IdRow(long Id);
}
