using Placard.Inventory.Reading;
using Placard.Platform.Outbound;

namespace Placard.Inventory.Pulling;

/// <summary>
/// The time one pull may take, in all and for each silence. Real time: a server is not made faster by a sandbox clock.
/// </summary>
internal sealed class PullPatience : IDisposable
{
    private readonly InventoryOptions options;
    private readonly CancellationToken stop;
    private readonly CancellationTokenSource whole;

    public PullPatience(InventoryOptions options, CancellationToken stop)
    {
        this.options = options;
        this.stop = stop;
        whole = CancellationTokenSource.CreateLinkedTokenSource(stop);
        whole.CancelAfter(TimeSpan.FromSeconds(options.PullSeconds));
    }

    /// <exception cref="PullException">Time is up.</exception>
    public async Task<T> Wait<T>(Func<CancellationToken, Task<T>> step)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
        silence.CancelAfter(TimeSpan.FromSeconds(options.PullSilenceSeconds));
        try
        {
            return await step(silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new PullException(whole.IsCancellationRequested
                ? $"The feed took longer than {options.PullSeconds} seconds."
                : $"The feed's server was silent for {options.PullSilenceSeconds} seconds.", fault);
        }
    }

    public void Dispose() => whole.Dispose();
}

/// <summary>A feed's body under <see cref="PullPatience"/>.</summary>
internal sealed class PatientStream(Stream inner, PullPatience patience) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) =>
        throw new NotSupportedException("A pulled feed comes over the network: read it asynchronously.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await patience.Wait(token => inner.ReadAsync(buffer, token).AsTask()).ConfigureAwait(false);
        }
        catch (Exception fault) when (GuardedHandler.IsTheirFault(fault))
        {
            throw new PullException($"The feed broke off: {fault.Message}", fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
