using Placard.Storage;

namespace Placard.Platform;

/// <summary>A pool and the customer that owns it.</summary>
public sealed record PoolFacts(long Id, long CustomerId, string Name);

/// <summary>The few things that rooms ask about accounts. Accounts answers it; nothing is kept in memory.</summary>
public interface IAccountFacts
{
    /// <summary>The pool; null when there is none. Whether the caller may see it is the asking room's check.</summary>
    Task<PoolFacts?> Pool(long poolId, CancellationToken stop);

    /// <summary>Whether there is such a customer.</summary>
    Task<bool> CustomerExists(long customerId, CancellationToken stop);

    /// <summary>
    /// The secrets that sign what is posted to this customer at <paramref name="nowMs"/>: the newest, and the one
    /// before it for <see cref="SecretRotation.Overlap"/> after it was replaced. Empty when there is no such customer.
    /// Read on the caller's session: who holds one connection and waits for another can stop all who do the same.
    /// </summary>
    Task<IReadOnlyList<string>> SigningSecrets(DbSession session, long customerId, long nowMs);

    /// <summary>Whether there is such a publisher.</summary>
    Task<bool> PublisherExists(long publisherId, CancellationToken stop);
}

/// <summary>How a signing secret is replaced, the customer's and a webhook's alike.</summary>
public static class SecretRotation
{
    /// <summary>For so long after a rotation the secret before signs too, so that receivers can change over.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);
}
