using Placard.Accounts.Customers;
using Placard.Accounts.Publishers;
using Placard.Platform;

namespace Placard.Accounts;

internal sealed class AccountFacts(PoolStore pools, PublisherStore publishers) : IAccountFacts
{
    public async Task<PoolFacts?> Pool(long poolId, CancellationToken stop) =>
        await pools.Find(poolId, stop).ConfigureAwait(false) is { } pool
            ? new PoolFacts(pool.Id, pool.CustomerId, pool.Name)
            : null;

    public async Task<bool> PublisherExists(long publisherId, CancellationToken stop) =>
        await publishers.Find(publisherId, stop).ConfigureAwait(false) != null;
}
