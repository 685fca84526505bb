using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Placard.Host.Serving;

/// <summary>
/// Keeps the port open while a stopping server still answers what came before: so <c>/healthz</c> can say 503, and a
/// jobseeker whom a load balancer has not yet sent elsewhere is not turned away. What comes meanwhile is answered and
/// not waited for. Half a minute at most, the host's own.
/// </summary>
internal sealed class UnderWay : IHostedLifecycleService
{
    private readonly TaskCompletionSource none = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;
    private volatile bool stopping;

    /// <summary>Counts a request until its answer is out.</summary>
    public void Enter(HttpContext context)
    {
        if (!stopping)
        {
            Interlocked.Increment(ref count);
            // Not by awaiting it: that would make an object of every click.
            context.Response.OnCompleted(Leave, this);
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        // Seen by all before the count is read: else the last to leave could tell nobody.
        Interlocked.MemoryBarrier();
        // What comes in between is missed here: the server answers it all the same, behind a closed port.
        if (Volatile.Read(ref count) > 0)
        {
            await none.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Task Leave(object state)
    {
        var all = (UnderWay)state;
        if (Interlocked.Decrement(ref all.count) == 0 && all.stopping)
        {
            all.none.TrySetResult();
        }
        return Task.CompletedTask;
    }
}
