using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.Customers;

internal sealed record CustomerRow(long Id, string Name, long CreatedAtMs);

internal sealed record SigningSecretRow(string Secret, long CreatedAtMs);

/// <summary>Customers and the secrets that sign what is delivered to them.</summary>
internal sealed class CustomerStore(Store store)
{
    public static readonly ListPlan Plan = new(
        "id, name, created_at_ms",
        "customers",
        "id",
        new ListField("id", "id", ListType.Number),
        new ListField("name", "name"),
        new ListField("createdAt", "created_at_ms", ListType.Time));

    public Task<CustomerRow> Create(string name, string signingSecret, long nowMs, CancellationToken stop) =>
        store.Write(Area.Ledger, async session =>
        {
            var customer = new CustomerRow(
                await session.NextIds(Area.Ledger, "customers").ConfigureAwait(false), name, nowMs);
            await session.Execute(
                "INSERT INTO customers (id, name, created_at_ms) VALUES (@Id, @Name, @CreatedAtMs)", customer)
                .ConfigureAwait(false);
            await AddSecret(session, customer.Id, 1, signingSecret, nowMs).ConfigureAwait(false);
            return customer;
        }, stop);

    public Task<CustomerRow?> Find(long id, CancellationToken stop) => store.Read(session =>
        session.First<CustomerRow>("SELECT id, name, created_at_ms FROM customers WHERE id = @id", new { id }), stop);

    /// <summary>The secret that signs now; null when there is no such customer.</summary>
    public Task<SigningSecretRow?> SigningSecret(long customerId, CancellationToken stop) => store.Read(session =>
        session.First<SigningSecretRow>(
            """
            SELECT secret, created_at_ms FROM signing_secrets WHERE customer_id = @customerId
            ORDER BY version DESC LIMIT 1
            """,
            new { customerId }), stop);

    /// <summary>The newest secret and the one before it, in that order.</summary>
    public static Task<List<SigningSecretRow>> SigningSecrets(DbSession session, long customerId) =>
        session.Query<SigningSecretRow>(
            """
            SELECT secret, created_at_ms FROM signing_secrets WHERE customer_id = @customerId
            ORDER BY version DESC LIMIT 2
            """,
            new { customerId });

    /// <summary>Puts a new secret in front; the one before it is kept, older ones are forgotten.</summary>
    public Task Rotate(long customerId, string secret, long nowMs, CancellationToken stop) =>
        store.WriteLedgerInOrder(async session =>
        {
            var version = 1 + await session.Scalar<long>(
                "SELECT COALESCE(MAX(version), 0) FROM signing_secrets WHERE customer_id = @customerId",
                new { customerId }).ConfigureAwait(false);
            await AddSecret(session, customerId, version, secret, nowMs).ConfigureAwait(false);
            return await session.Execute(
                "DELETE FROM signing_secrets WHERE customer_id = @customerId AND version < @version - 1",
                new { customerId, version }).ConfigureAwait(false);
        }, stop);

    private static Task AddSecret(DbSession session, long customerId, long version, string secret, long nowMs) =>
        session.Execute(
            """
            INSERT INTO signing_secrets (customer_id, version, secret, created_at_ms)
            VALUES (@customerId, @version, @secret, @nowMs)
            """,
            new { customerId, version, secret, nowMs });
}
