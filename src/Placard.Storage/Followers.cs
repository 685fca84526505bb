namespace Placard.Storage;

/// <summary>
/// Keeps something in memory that is made of committed rows, and can be asked to bring it up to date.
/// </summary>
public interface IFollower
{
    /// <summary>Followers of a smaller order catch up first: what they write, later ones read.</summary>
    int Order { get; }

    /// <summary>
    /// When this returns, what the follower answers includes every change that was committed before the call.
    /// Cheap when nothing changed.
    /// </summary>
    Task CatchUp(CancellationToken stop);
}

/// <summary>
/// All followers of this node. A use case that changed what others keep in memory settles before it answers, so that
/// its caller finds the change everywhere; other nodes are woken and settle by themselves.
/// </summary>
public sealed class Followers(IEnumerable<IFollower> followers, IEngine engine)
{
    private readonly IFollower[] inOrder = [.. followers.OrderBy(follower => follower.Order)];

    /// <summary>Brings every follower of this node up to date.</summary>
    public async Task CatchUp(CancellationToken stop)
    {
        foreach (var follower in inOrder)
        {
            await follower.CatchUp(stop).ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="CatchUp"/>, and wakes the other nodes. Call it after the commit, never inside.</summary>
    public async Task Settle(CancellationToken stop)
    {
        await CatchUp(stop).ConfigureAwait(false);
        await engine.Wake(stop).ConfigureAwait(false);
    }
}
