using Placard.Accounts.Customers;
using Placard.Accounts.Publishers;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts;

internal sealed class AccountFacts(PoolStore pools, PublisherStore publishers, CustomerStore customers) : IAccountFacts
{
    public async Task<PoolFacts?> Pool(long poolId, CancellationToken stop) =>
        await pools.Find(poolId, stop).ConfigureAwait(false) is { } pool
            ? new PoolFacts(pool.Id, pool.CustomerId, pool.Name)
            : null;

    public async Task<bool> CustomerExists(long customerId, CancellationToken stop) =>
        await customers.Find(customerId, stop).ConfigureAwait(false) != null;

    public async Task<IReadOnlyList<string>> SigningSecrets(DbSession session, long customerId, long nowMs)
    {
        var known = await CustomerStore.SigningSecrets(session, customerId).ConfigureAwait(false);
        var overlaps = known.Count > 1 && nowMs - known[0].CreatedAtMs < SecretRotation.Overlap.TotalMilliseconds;
        return [.. known.Take(overlaps ? 2 : 1).Select(secret => secret.Secret)];
    }

    public async Task<bool> PublisherExists(long publisherId, CancellationToken stop) =>
        await publishers.Find(publisherId, stop).ConfigureAwait(false) != null;
}
