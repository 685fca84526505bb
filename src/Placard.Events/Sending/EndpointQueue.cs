using Microsoft.Extensions.Logging;
using Placard.Events.Deliveries;
using Placard.Kernel;

namespace Placard.Events.Sending;

/// <summary>
/// One endpoint's queue on this node. A few lanes send side by side while the endpoint is well, one while it fails, so
/// that a dead endpoint costs one connection and slows nobody. The store is the queue; what waits here are a few rows
/// that are sent within moments. A delivery is busy from the time it is read until its outcome is on disk, and is never
/// taken twice meanwhile. Once <c>ending</c> is cancelled nothing new is begun; <c>stop</c> also breaks off what is
/// under way, which is then sent again after the next start.
/// </summary>
internal sealed partial class EndpointQueue(
    long endpointId,
    int mostLanes,
    DeliveryDesk desk,
    MachineTime machine,
    ILogger log,
    CancellationToken ending,
    CancellationToken stop)
    : IDisposable
{
    // What was read longer ago is read again: it may have been erased or the webhook changed.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int MostRead = 64;
    private const int MostUnwritten = 256;

    private readonly Lock gate = new();
    private readonly Queue<DueRow> ready = new();
    private readonly HashSet<long> busy = [];
    private readonly HashSet<long> writtenMeanwhile = [];
    private readonly SemaphoreSlim largeBodies = new(2, 2);
    private EndpointFacts? facts;

    // Of a backlog the row to read on from; null: what is due is read from its beginning, which may be busy already.
    private DueRow? last;
    private bool failing;
    private bool maybeMore;
    private bool reading;
    private int lanes;
    private long readMark;
    private long usedMark = machine.Mark();

    /// <summary>Whether nothing was sent or due for this long.</summary>
    public bool IdleFor(TimeSpan time)
    {
        lock (gate)
        {
            return lanes == 0 && busy.Count == 0 && machine.Since(usedMark) > time;
        }
    }

    /// <summary>Whether nothing is under way: neither a post nor the writing of what came of one.</summary>
    public bool IsStill
    {
        get
        {
            lock (gate)
            {
                return lanes == 0 && busy.Count == ready.Count;
            }
        }
    }

    /// <summary>There may be something due: looks, and sends what it finds.</summary>
    public void Poke()
    {
        lock (gate)
        {
            maybeMore = true;
            AddLane();
        }
    }

    /// <summary>Only once it is idle or the exchange has ended.</summary>
    public void Dispose() => largeBodies.Dispose();

    // Under the gate. Each lane that finds more than it can take adds the next.
    private void AddLane()
    {
        if (lanes < (failing ? 1 : mostLanes) && !ending.IsCancellationRequested)
        {
            lanes++;
            _ = Task.Run(Lane, CancellationToken.None);
        }
    }

    private async Task Lane()
    {
        try
        {
            while (await Next().ConfigureAwait(false) is { } due)
            {
                await Deliver(due.Row, due.Facts).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped(log, endpointId);
            Leave();
        }
        catch (Exception fault)
        {
            LogBroken(log, endpointId, fault);
            await machine.Wait(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Leave();
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            lanes--;
        }
    }

    private async Task<(DueRow Row, EndpointFacts Facts)?> Next()
    {
        while (true)
        {
            int most;
            DueRow? after;
            lock (gate)
            {
                var maySend = !ending.IsCancellationRequested && desk.MaySend(endpointId);
                if (!maySend || machine.Since(readMark) > Fresh)
                {
                    DropReady();
                }
                if (!maySend || (failing && lanes > 1))
                {
                    lanes--;
                    return null;
                }
                if (ready.TryDequeue(out var row))
                {
                    if (ready.Count > 0)
                    {
                        AddLane();
                    }
                    return (row, facts!);
                }
                if (!maybeMore || reading)
                {
                    lanes--;
                    return null;
                }
                (maybeMore, reading) = (false, true);
                (after, most) = (last, (failing ? 1 : MostRead) + (last == null ? busy.Count : 0));
            }
            await Read(after, most).ConfigureAwait(false);
        }
    }

    private async Task Read(DueRow? after, int most)
    {
        List<DueRow> rows = [];
        EndpointFacts? now = null;
        try
        {
            (now, rows) = await desk.Read(endpointId, after, most, stop).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                Take(now, rows, most);
            }
        }
    }

    private void Take(EndpointFacts? now, List<DueRow> rows, int most)
    {
        reading = false;
        readMark = machine.Mark();
        usedMark = readMark;
        facts = now;
        failing = now?.IsFailing ?? failing;
        foreach (var row in now == null ? [] : rows)
        {
            // A row that was written after the store was asked looks due still, and is not.
            if (!writtenMeanwhile.Contains(row.Id) && busy.Add(row.Id))
            {
                ready.Enqueue(row);
            }
        }
        writtenMeanwhile.Clear();
        // What was committed late stands before rows that were read on from: after a backlog's end it is looked for.
        var isFull = rows.Count >= most;
        maybeMore |= now != null && (isFull || last != null);
        last = now != null && isFull ? rows[^1] : null;
    }

    // Under the gate.
    private void DropReady()
    {
        while (ready.TryDequeue(out var row))
        {
            busy.Remove(row.Id);
            (maybeMore, last) = (true, null);
        }
    }

    private async Task Deliver(DueRow row, EndpointFacts to)
    {
        var isLarge = row.Body == null;
        if (isLarge)
        {
            await largeBodies.WaitAsync(stop).ConfigureAwait(false);
        }
        Outcome? outcome;
        try
        {
            outcome = await desk.Send(row, to, stop).ConfigureAwait(false);
        }
        catch
        {
            Finish(row.Id, isWritten: false);
            throw;
        }
        finally
        {
            if (isLarge)
            {
                largeBodies.Release();
            }
        }
        if (outcome == null)
        {
            Finish(row.Id, isWritten: true);
            return;
        }
        await Note(outcome).ConfigureAwait(false);
        var writing = Write(outcome);
        if (Unwritten() > MostUnwritten)
        {
            await writing.ConfigureAwait(false);
        }
    }

    // The lane goes on while the outcome is being written.
    private async Task Write(Outcome outcome)
    {
        try
        {
            await desk.Write(outcome, stop).ConfigureAwait(false);
            Finish(outcome.Due.Id, isWritten: true);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It stays busy, so this node does not send it again; the next start does.
            LogStopped(log, endpointId);
        }
    }

    private async Task Note(Outcome outcome)
    {
        var isWell = outcome.Status == DeliveryStatus.Delivered;
        bool changed;
        lock (gate)
        {
            changed = failing == isWell;
            failing = !isWell;
            usedMark = machine.Mark();
        }
        if (!changed)
        {
            return;
        }
        try
        {
            await desk.NoteHealth(endpointId, isWell, outcome.AtMs, stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            // Its outcome is written all the same; the next read says how the endpoint fares by what is stored.
            LogBroken(log, endpointId, fault);
        }
    }

    private int Unwritten()
    {
        lock (gate)
        {
            return busy.Count - ready.Count - lanes;
        }
    }

    private void Finish(long id, bool isWritten)
    {
        lock (gate)
        {
            busy.Remove(id);
            if (reading && isWritten)
            {
                writtenMeanwhile.Add(id);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sending to endpoint {EndpointId} ends with the exchange.")]
    private static partial void LogStopped(ILogger logger, long endpointId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending to endpoint {EndpointId} broke off; it is tried again.")]
    private static partial void LogBroken(ILogger logger, long endpointId, Exception fault);
}
