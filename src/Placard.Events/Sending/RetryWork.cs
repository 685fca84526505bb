using Placard.Events.Deliveries;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Events.Sending;

/// <summary>
/// Further attempts, when they fall due by the exchange's clock. In a sandbox they have been made when this returns, so
/// that whoever moves the clock sees what it led to; elsewhere they run by themselves.
/// </summary>
internal sealed class RetryWork(
    Store store, Dispatcher dispatcher, Seals seals, TimeProvider clock, MachineTime machine, EventsOptions options)
    : IDueWork
{
    // A receiver may hang for the whole of its 15 seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    // Where many posts hang, whoever moves the clock waits once and not at each step.
    private static readonly TimeSpan Annoyed = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(1);

    private long? gaveUpMark;

    public string Name => "event deliveries";

    public async Task<DateTimeOffset?> NextDue(CancellationToken stop) =>
        // What is due already and still under way must not keep the clock from going on.
        await store.Read(
            session => DeliveryStore.NextRetry(session, clock.GetUtcNow().ToUnixTimeMilliseconds()), stop)
            .ConfigureAwait(false) is { } dueMs
            ? DateTimeOffset.FromUnixTimeMilliseconds(dueMs)
            : null;

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        await seals.Ready(stop).ConfigureAwait(false);
        var nowMs = now.ToUnixTimeMilliseconds();
        if (!options.Sandbox || await Left(nowMs, stop).ConfigureAwait(false) == 0)
        {
            // The dispatcher looks every second by itself.
            return false;
        }
        await dispatcher.LookForDue(stop).ConfigureAwait(false);
        var mark = machine.Mark();
        var patience = gaveUpMark is { } gaveUp && machine.Since(gaveUp) < Annoyed ? ShortPatience : Patience;
        while (await Left(nowMs, stop).ConfigureAwait(false) > 0)
        {
            if (machine.Since(mark) > patience)
            {
                gaveUpMark = machine.Mark();
                return false;
            }
            await machine.Wait(Glance, stop).ConfigureAwait(false);
        }
        return true;
    }

    private Task<long> Left(long nowMs, CancellationToken stop) =>
        store.Read(session => DeliveryStore.RetriesDue(session, nowMs), stop);
}
