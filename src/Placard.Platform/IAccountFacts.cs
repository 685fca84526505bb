namespace Placard.Platform;

/// <summary>A pool and the customer that owns it.</summary>
public sealed record PoolFacts(long Id, long CustomerId, string Name);

/// <summary>The few things that rooms ask about accounts. Accounts answers it; nothing is kept in memory.</summary>
public interface IAccountFacts
{
    /// <summary>The pool; null when there is none. Whether the caller may see it is the asking room's check.</summary>
    Task<PoolFacts?> Pool(long poolId, CancellationToken stop);

    /// <summary>Whether there is such a publisher.</summary>
    Task<bool> PublisherExists(long publisherId, CancellationToken stop);
}
