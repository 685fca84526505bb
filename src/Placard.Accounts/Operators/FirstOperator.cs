using Placard.Accounts.AppClients;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.Operators;

/// <summary>See <see cref="IAccounts.EnsureOperator"/>.</summary>
internal sealed class FirstOperator(Store store, DataFolder folder, IdSource ids, TimeProvider clock) : IAccounts
{
    private const long ExpirySeconds = 3600;

    public Task<OperatorCredentials?> EnsureOperator(string? clientId, string? secret, CancellationToken stop)
    {
        var (hasId, hasSecret) = (!string.IsNullOrEmpty(clientId), !string.IsNullOrEmpty(secret));
        if (hasId != hasSecret)
        {
            throw new InvalidOperationException(
                "Placard:Operator:ClientId and Placard:Operator:Secret belong together: set both or none.");
        }
        if (hasId && clientId!.Contains(':', StringComparison.Ordinal))
        {
            throw new InvalidOperationException("Placard:Operator:ClientId must not contain a colon.");
        }
        return hasId ? Configured(clientId!, secret!, stop) : Made(stop);
    }

    private Task<OperatorCredentials?> Made(CancellationToken stop) =>
        store.WriteLedgerInOrder(async session =>
        {
            var known = await session.Scalar<long>(
                "SELECT COUNT(*) FROM app_clients WHERE kind = @kind", new { kind = (long)CallerKind.Operator })
                .ConfigureAwait(false);
            if (known > 0)
            {
                return null;
            }
            var credentials = new OperatorCredentials(ids.NextToken(20), ids.NextToken(32));
            await AppClientStore.Insert(
                session, Row(credentials.ClientId), SecretHash.OfMade(credentials.Secret)).ConfigureAwait(false);
            // Before the commit: a crash in between leaves a file of no use, which the next start writes anew. The
            // other way round it would leave an exchange that nobody can enter.
            OperatorFile.Write(folder.Path, credentials);
            return credentials;
        }, stop);

    // The configuration wins over what is kept: this is how an operator who lost the secret comes in again.
    private Task<OperatorCredentials?> Configured(string clientId, string secret, CancellationToken stop) =>
        store.WriteLedgerInOrder(async session =>
        {
            var kept = await AppClientStore.Credentials(session, clientId).ConfigureAwait(false);
            if (kept is { Kind: not (long)CallerKind.Operator })
            {
                throw new InvalidOperationException("Placard:Operator:ClientId is the client of another account.");
            }
            var hash = SecretHash.OfChosen(secret, ids.NextBytes(SecretHash.SaltLength));
            if (kept == null)
            {
                await AppClientStore.Insert(session, Row(clientId), hash).ConfigureAwait(false);
            }
            else if (!SecretHash.Matches(kept.SecretHash, secret))
            {
                await session.Execute(
                    "UPDATE app_clients SET secret_hash = @hash WHERE id = @clientId", new { hash, clientId })
                    .ConfigureAwait(false);
            }
            return (OperatorCredentials?)null;
        }, stop);

    private AppClientRow Row(string clientId) => new(
        clientId, (long)CallerKind.Operator, 0, "First operator",
        AppClientScopes.Join(AppClientScopes.Of(CallerKind.Operator)), ExpirySeconds,
        clock.GetUtcNow().ToUnixTimeMilliseconds());
}
