using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Campaigns;
using Placard.Kernel;
using Placard.Publishing;
using Placard.Storage;

namespace Placard.Clicks.Ledger;

/// <summary>
/// The one writer of clicks on this node. It commits together whatever arrived while its last commit ran, without any
/// waiting rule, and decides what only order can decide: a duplicate inside its window, the last cents of a budget.
/// Row, charge, earning and campaign status are one transaction.
/// </summary>
internal sealed partial class ClickWriter(
    Store store,
    ICampaignMoney money,
    IFeeds feeds,
    Followers followers,
    TimeProvider clock,
    MachineTime machine,
    ClickMetrics metrics,
    ILogger<ClickWriter> log) : IHostedService, IDisposable
{
    private const int MostInBatch = 2048;

    /// <summary>With so many in a batch, others have come by the time it is on disk.</summary>
    private const int Busy = 16;

    /// <summary>How long a turn that was asked for ahead waits for its first click, and other nodes with it.</summary>
    private static readonly TimeSpan WaitInTurn = TimeSpan.FromMilliseconds(1);

    /// <summary>How long a jobseeker waits for a ledger that is stuck before being sent on without a click.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenComplaints = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentQueue<ClickRecord> queue = new();
    private readonly ManualResetEventSlim arrived = new(false, spinCount: 20);
    private readonly List<ClickRecord> batch = new(MostInBatch);
    private readonly List<ClickRecord> rows = new(MostInBatch);
    private readonly List<ClickRecord> unpaid = [];
    private readonly ILedgerTurns turns = store.Engine.LedgerTurns(money.VersionsSql);
    private RecentBillable recent = new(0, 0);
    private long lastSeq;
    private bool knowsLedger;
    private bool askedForNext;
    private bool decided;
    private int failed;
    private long? complainedAt;
    private volatile bool stopping;
    private Thread? thread;

    private long LongestWindowMs => feeds.LongestDuplicateMinutes * 60_000;

    /// <summary>Hands a click over. Await its <see cref="ClickRecord.Outcome"/>.</summary>
    public void Hand(ClickRecord click)
    {
        click.HandedAt = machine.Mark();
        queue.Enqueue(click);
        if (!arrived.IsSet)
        {
            arrived.Set();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        thread = new Thread(Run) { Name = "click ledger", IsBackground = true };
        thread.Start();
        _ = GiveUpOnStuck(ended.Token);
        return Task.CompletedTask;
    }

    /// <summary>The server no longer takes requests by now; what is queued is still written.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        ended.Cancel();
        arrived.Set();
        return thread == null ? Task.CompletedTask : Task.Run(thread.Join, CancellationToken.None);
    }

    public void Dispose()
    {
        arrived.Dispose();
        ended.Dispose();
    }

    /// <summary>
    /// Frees those whose click the writer has not even begun with: the store hangs, people should not.
    /// </summary>
    private async Task GiveUpOnStuck(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await machine.Wait(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var click in queue.TakeWhile(click => machine.Since(click.HandedAt) > Patience))
            {
                if (click.TryAbandon())
                {
                    click.Finish(Recorded.Failed);
                }
            }
        }
    }

    private void Run()
    {
        while (true)
        {
            arrived.Reset();
            if (askedForNext || !queue.IsEmpty)
            {
                WriteBatch();
            }
            else if (stopping)
            {
                return;
            }
            else
            {
                arrived.Wait();
            }
        }
    }

    private void WriteBatch()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var statusChanged = Commit().GetAwaiter().GetResult();
            metrics.Committed(rows, Stopwatch.GetElapsedTime(began));
            Finish(rows, Recorded.OnDisk);
            Finish(unpaid, Recorded.CannotPay);
            if (failed > 0)
            {
                LogFailedBefore(log, failed);
                failed = 0;
            }
            if (statusChanged)
            {
                // Not on this thread: followers of SQLite never await, and clicks would wait for them.
                _ = Task.Run(Spread);
            }
        }
        catch (Exception fault)
        {
            // What the memory holds may be ahead of the disk now: read the ledger anew before deciding again. Not when
            // nothing was decided: a turn that was not to be had would cost all nodes a reading of days.
            knowsLedger &= !decided;
            money.RolledBack();
            if (!decided)
            {
                // They waited for this turn. Those that came while a commit failed have one of their own to wait for.
                TakeBatch();
            }
            Complain(fault);
            Finish(batch, Recorded.Failed);
        }
        batch.Clear();
        rows.Clear();
        unpaid.Clear();
    }

    private async Task<bool> Commit()
    {
        var isWaitedFor = askedForNext;
        (askedForNext, decided) = (false, false);
        if (!isWaitedFor)
        {
            await ReadAhead().ConfigureAwait(false);
        }
        await using var turn = await turns.Next().ConfigureAwait(false);
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await CatchUp(turn.Session, nowMs, turn.News).ConfigureAwait(false);
        await money.Refresh(turn.Session, nowMs, turn.News).ConfigureAwait(false);
        if (isWaitedFor && queue.IsEmpty)
        {
            // Clicks are on their way, and to end the turn without any and begin another takes as long.
            arrived.Wait(WaitInTurn);
        }
        // Only now: whatever can hang lies behind us, and who waited too long for it has been sent on.
        TakeBatch();
        decided = true;
        foreach (var click in batch)
        {
            Decide(click);
        }
        var spend = await money.WriteSpend(
            turn.Session, nowMs, lastSeq + rows.Count, ClickTable.Rows(rows, lastSeq + 1)).ConfigureAwait(false);
        var another = !queue.IsEmpty || (store.Engine.Shared && rows.Count >= Busy);
        await turn.Commit(spend.Left, another).ConfigureAwait(false);
        askedForNext = another;
        lastSeq += rows.Count;
        money.Committed();
        return spend.StatusChanged;
    }

    private void TakeBatch()
    {
        while (batch.Count < MostInBatch && queue.TryDequeue(out var click))
        {
            if (click.TryTake())
            {
                batch.Add(click);
            }
        }
    }

    /// <summary>Last two rules of the order: DUPLICATE, CAPPED. All others were decided before.</summary>
    private void Decide(ClickRecord click)
    {
        if (click.Verdict == Verdict.Billable)
        {
            if (recent.Has(click.Visitor, click.JobId, click.ClickedAtMs, click.WindowMinutes * 60_000))
            {
                (click.Verdict, click.Reason) = (Verdict.Duplicate, Reason.ClickedBefore);
                (click.ChargedCents, click.EarnedMicros) = (0, 0);
            }
            else if (!money.TrySpend(click.CampaignId!.Value, click.ChargedCents, click.ClickedAtMs))
            {
                click.Reason = WhyUnpaid(money.StatusOf(click.CampaignId.Value));
                unpaid.Add(click);
                return;
            }
            else
            {
                recent.Add(click.Visitor, click.JobId, click.ClickedAtMs);
            }
        }
        rows.Add(click);
    }

    private static Reason WhyUnpaid(CampaignStatus? status) => status switch
    {
        null => Reason.JobWithoutCampaign,
        CampaignStatus.Paused => Reason.CampaignPaused,
        _ => Reason.BudgetRanOut,
    };

    /// <summary>Inside the turn: takes in what other nodes wrote, or everything after a start or a failure.</summary>
    private async Task CatchUp(DbSession session, long nowMs, IReadOnlyDictionary<string, long>? news)
    {
        if (MustReadAnew(nowMs))
        {
            await ReadAnew(session, nowMs).ConfigureAwait(false);
        }
        else if (news != null && news[ICampaignMoney.LastClick] is var head && head != lastSeq)
        {
            foreach (var row in await ClickTable.BillableAfter(session, lastSeq).ConfigureAwait(false))
            {
                recent.Add(row.Visitor, row.JobId, row.ClickedAtMs);
            }
            lastSeq = head;
        }
        recent.Forget(nowMs);
    }

    /// <summary>
    /// Days are read before the turn where other nodes wait for it. What they write meanwhile is taken in inside, some
    /// of it a second time, which does no harm.
    /// </summary>
    private async Task ReadAhead()
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (store.Engine.Shared && MustReadAnew(nowMs))
        {
            await store.Read(async session =>
            {
                await ReadAnew(session, nowMs).ConfigureAwait(false);
                return true;
            }, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private bool MustReadAnew(long nowMs) =>
        !knowsLedger || LongestWindowMs > recent.WindowMs || !recent.Reaches(nowMs);

    private async Task ReadAnew(DbSession session, long nowMs)
    {
        var windowMs = LongestWindowMs;
        var sinceMs = RecentBillable.NeededSince(nowMs, windowMs);
        (recent, knowsLedger) = (new RecentBillable(windowMs, sinceMs), false);
        // Before the rows: what comes in between is behind this number.
        lastSeq = await ClickTable.LastSeq(session).ConfigureAwait(false);
        await foreach (var row in ClickTable.BillableSince(session, sinceMs).ConfigureAwait(false))
        {
            recent.Add(row.Visitor, row.JobId, row.ClickedAtMs);
        }
        knowsLedger = true;
    }

    private async Task Spread()
    {
        try
        {
            await followers.Spread(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // The status is on disk; this node's snapshot follows with the next change or look.
            LogUnsettled(log, fault);
        }
    }

    // A store that is away fails hundreds of batches a second, each with the same story.
    private void Complain(Exception fault)
    {
        failed += batch.Count;
        if (complainedAt is { } mark && machine.Since(mark) < BetweenComplaints)
        {
            return;
        }
        LogFailed(log, failed, fault);
        (failed, complainedAt) = (0, machine.Mark());
    }

    private static void Finish(List<ClickRecord> clicks, Recorded outcome)
    {
        foreach (var click in clicks)
        {
            click.Finish(outcome);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} clicks could not be recorded.")]
    private static partial void LogFailed(ILogger logger, int count, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Clicks are recorded again; {Count} more were not before.")]
    private static partial void LogFailedBefore(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "A campaign's status changed; the market could not follow yet.")]
    private static partial void LogUnsettled(ILogger logger, Exception fault);
}
