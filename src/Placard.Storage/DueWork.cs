namespace Placard.Storage;

/// <summary>
/// Work that falls due by the exchange's clock: builds, pulls, months. The rows say what is due, so nothing is lost by
/// a restart; each piece is claimed with a lease, so that only one node does it.
/// </summary>
public interface IDueWork
{
    /// <summary>For logs and metrics.</summary>
    string Name { get; }

    /// <summary>
    /// When the earliest piece falls due that must run at its own moment: there a sandbox clock stops on its way. Null
    /// when none is planned, and always where only the last of several missed pieces matters, such as a feed's newest
    /// build: that runs once, on arrival. May lie in the past.
    /// </summary>
    Task<DateTimeOffset?> NextDue(CancellationToken stop) => Task.FromResult<DateTimeOffset?>(null);

    /// <summary>
    /// Does everything that is due at <paramref name="now"/>; answers whether there was any. A piece that fails is
    /// logged, put off by its own rule, and never keeps the others from running.
    /// </summary>
    Task<bool> RunDue(DateTimeOffset now, CancellationToken stop);
}
