using System.Security.Cryptography;
using System.Text;
using Placard.Storage;

namespace Placard.Accounts.Tokens;

/// <summary>A token with the client behind it, both still there.</summary>
internal sealed record TokenRow(string ClientId, long Kind, long AccountId, string Scopes, long ExpiresAtMs);

/// <summary>Access tokens in the store: only their hashes, so that nobody who reads a backup can use one.</summary>
internal sealed class TokenStore(Store store)
{
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public Task Add(byte[] hash, string clientId, string scopes, long expiresAtMs, CancellationToken stop) =>
        store.Write(Area.Ledger, session => session.Execute(
            """
            INSERT INTO access_tokens (token_hash, client_id, scopes, expires_at_ms)
            VALUES (@hash, @clientId, @scopes, @expiresAtMs)
            """,
            new { hash, clientId, scopes, expiresAtMs }), stop);

    public Task<TokenRow?> Find(byte[] hash, CancellationToken stop) => store.Read(session =>
        session.First<TokenRow>(
            """
            SELECT c.id AS client_id, c.kind, c.account_id, t.scopes, t.expires_at_ms
            FROM access_tokens t JOIN app_clients c ON c.id = t.client_id WHERE t.token_hash = @hash
            """,
            new { hash }), stop);

    public Task<long?> EarliestExpiry(CancellationToken stop) => store.Read(session =>
        session.Scalar<long?>("SELECT MIN(expires_at_ms) FROM access_tokens"), stop);

    public Task<int> RemoveExpired(long nowMs, CancellationToken stop) => store.Write(Area.Ledger, session =>
        session.Execute("DELETE FROM access_tokens WHERE expires_at_ms <= @nowMs", new { nowMs }), stop);
}
