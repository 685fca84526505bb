using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.AppClients;

/// <summary>An app client as kept, without its secret.</summary>
internal sealed record AppClientRow(
    string Id,
    long Kind,
    long AccountId,
    string Name,
    string Scopes,
    long AccessTokenExpirySeconds,
    long CreatedAtMs);

/// <summary>What it takes to check credentials and issue a token.</summary>
internal sealed record CredentialsRow(
    string Id, long Kind, string SecretHash, string Scopes, long AccessTokenExpirySeconds);

/// <summary>What became of a deletion.</summary>
internal enum DeletionOutcome
{
    Deleted,
    Missing,
    LastOperator,
}

internal sealed class AppClientStore(Store store)
{
    /// <summary>Live clients that one account may have, so that a secret can be replaced without a gap.</summary>
    public const int MostPerAccount = 2;

    private const string Columns =
        "c.id, c.kind, c.account_id, c.name, c.scopes, c.access_token_expiry_seconds, c.created_at_ms";

    public static readonly ListPlan Plan = new(
        Columns,
        "app_clients c LEFT JOIN customers u ON c.kind = 1 AND u.id = c.account_id",
        "c.created_at_ms, c.id",
        new ListField("id", "c.id"),
        new ListField("clientId", "c.id"),
        new ListField("name", "c.name"),
        new ListField("kind", "c.kind", ListType.Number, AppClientScopes.Kinds),
        new ListField("createdAt", "c.created_at_ms", ListType.Time),
        new ListField("customerId", "u.id", ListType.Number),
        new ListField("customer.id", "u.id", ListType.Number),
        new ListField("customer.name", "u.name"),
        new ListField("customer.createdAt", "u.created_at_ms", ListType.Time),
        new ListField("publisherId", "CASE WHEN c.kind = 2 THEN c.account_id END", ListType.Number));

    /// <summary>Keeps a new client; false when the account has as many as it may.</summary>
    public Task<bool> TryCreate(AppClientRow client, string secretHash, CancellationToken stop) =>
        // In order, because two requests that count at the same time would both find room.
        store.WriteLedgerInOrder(async session =>
        {
            var live = await session.Scalar<long>(
                "SELECT COUNT(*) FROM app_clients WHERE kind = @Kind AND account_id = @AccountId",
                new { client.Kind, client.AccountId }).ConfigureAwait(false);
            if (live >= MostPerAccount)
            {
                return false;
            }
            await Insert(session, client, secretHash).ConfigureAwait(false);
            return true;
        }, stop);

    public static Task Insert(DbSession session, AppClientRow client, string secretHash) => session.Execute(
        """
        INSERT INTO app_clients
            (id, kind, account_id, name, secret_hash, scopes, access_token_expiry_seconds, created_at_ms)
        VALUES (@Id, @Kind, @AccountId, @Name, @secretHash, @Scopes, @AccessTokenExpirySeconds, @CreatedAtMs)
        """,
        new
        {
            client.Id,
            client.Kind,
            client.AccountId,
            client.Name,
            secretHash,
            client.Scopes,
            client.AccessTokenExpirySeconds,
            client.CreatedAtMs,
        });

    public Task<AppClientRow?> Find(string id, CancellationToken stop) => store.Read(session =>
        session.First<AppClientRow>($"SELECT {Columns} FROM app_clients c WHERE c.id = @id", new { id }), stop);

    public Task<CredentialsRow?> Credentials(string id, CancellationToken stop) =>
        store.Read(session => Credentials(session, id), stop);

    public static Task<CredentialsRow?> Credentials(DbSession session, string id) => session.First<CredentialsRow>(
        "SELECT id, kind, secret_hash, scopes, access_token_expiry_seconds FROM app_clients WHERE id = @id",
        new { id });

    /// <summary>
    /// Removes the client and its tokens. The last operator client stays: nobody could come in again.
    /// </summary>
    public Task<DeletionOutcome> Delete(AppClientRow client, CancellationToken stop) =>
        store.WriteLedgerInOrder(async session =>
        {
            if (client.Kind == (long)CallerKind.Operator && await session.Scalar<long>(
                "SELECT COUNT(*) FROM app_clients WHERE kind = @Kind", new { client.Kind }).ConfigureAwait(false) == 1)
            {
                return DeletionOutcome.LastOperator;
            }
            var deleted = await session.Execute("DELETE FROM app_clients WHERE id = @Id", new { client.Id })
                .ConfigureAwait(false);
            await session.Execute("DELETE FROM access_tokens WHERE client_id = @Id", new { client.Id })
                .ConfigureAwait(false);
            return deleted == 1 ? DeletionOutcome.Deleted : DeletionOutcome.Missing;
        }, stop);
}
