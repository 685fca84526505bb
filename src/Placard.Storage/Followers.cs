using Microsoft.Extensions.Logging;

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
/// its caller finds the change everywhere, on other nodes too (decision 0009).
/// </summary>
public sealed partial class Followers(IEnumerable<IFollower> followers, IEngine engine, ILogger<Followers> log)
{
    // Longer than a node takes that reads a large source anew; one that needs more follows when it can.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IFollower[] inOrder = [.. followers.OrderBy(follower => follower.Order)];

    /// <summary>Brings every follower of this node up to date.</summary>
    public async Task CatchUp(CancellationToken stop)
    {
        foreach (var follower in inOrder)
        {
            await follower.CatchUp(stop).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// As <see cref="CatchUp"/>, on every node: when this returns, all that take part answer by what was committed
    /// before. Call it after the commit, never inside, and never in a follower: two nodes would wait for each other.
    /// </summary>
    public async Task Settle(CancellationToken stop)
    {
        await CatchUp(stop).ConfigureAwait(false);
        var late = await engine.BringAlong(Patience).ConfigureAwait(false);
        if (late > 0)
        {
            LogLate(log, late);
        }
    }

    /// <summary>As <see cref="CatchUp"/>, and wakes the other nodes, for changes that nobody waits for.</summary>
    public async Task Spread(CancellationToken stop)
    {
        await CatchUp(stop).ConfigureAwait(false);
        await engine.Wake(stop).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Count} nodes have not followed a change in time; they are not waited for until they answer again.")]
    private static partial void LogLate(ILogger logger, int count);
}
