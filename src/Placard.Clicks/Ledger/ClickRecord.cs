using System.Threading.Tasks.Sources;
using Placard.Kernel;

namespace Placard.Clicks.Ledger;

/// <summary>What the ledger made of a click.</summary>
internal enum Recorded
{
    /// <summary>It is on disk, with <see cref="ClickRecord.Verdict"/> as finally decided.</summary>
    OnDisk,

    /// <summary>
    /// The campaign does not pay it, and <see cref="ClickRecord.Reason"/> says why: nothing was written, the caller
    /// decides anew.
    /// </summary>
    CannotPay,

    /// <summary>The store failed: nothing was written.</summary>
    Failed,
}

/// <summary>
/// One click on its way to the ledger: the row to be, and the wait for it. The waiter goes on in the thread pool, never
/// on the writer's thread, which would make p99 nine times worse.
/// </summary>
internal sealed class ClickRecord : IValueTaskSource<Recorded>
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;

    private ManualResetValueTaskSourceCore<Recorded> wait = new() { RunContinuationsAsynchronously = true };
    private int state;

    public required ClickId Id { get; init; }

    public required long ClickedAtMs { get; init; }

    public required long JobId { get; init; }

    public long? AskedJobId { get; init; }

    public required long FeedId { get; init; }

    public required long PublisherId { get; init; }

    public long? CampaignId { get; init; }

    public long? SegmentId { get; init; }

    public required long CustomerId { get; init; }

    /// <summary>Billable means: billable if the ledger agrees.</summary>
    public required Verdict Verdict { get; set; }

    public required Reason Reason { get; set; }

    /// <summary>What the campaign is to pay; 0 unless billable.</summary>
    public required long ChargedCents { get; set; }

    /// <summary>What the publisher is to earn.</summary>
    public required long EarnedMicros { get; set; }

    /// <summary>Keyed hash of address and user agent.</summary>
    public required long Visitor { get; init; }

    public required long WindowMinutes { get; init; }

    public bool SentBack { get; init; }

    public bool FromDataCentre { get; init; }

    public string? Country { get; init; }

    public required string LandingUrl { get; init; }

    public string? T1 { get; init; }

    public string? T2 { get; init; }

    public string? T3 { get; init; }

    public string? Referrer { get; init; }

    public string? PublisherClickId { get; init; }

    /// <summary>A mark of the machine's clock: when it was handed to the writer.</summary>
    public long HandedAt { get; set; }

    /// <summary>The outcome, once. Await it once.</summary>
    public ValueTask<Recorded> Outcome => new(this, wait.Version);

    /// <summary>The writer takes it; false when its waiter gave up first.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Waiting) == Waiting;

    /// <summary>The waiter gives up; false when the writer has it already, then the outcome will come.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref state, Abandoned, Waiting) == Waiting;

    public void Finish(Recorded outcome) => wait.SetResult(outcome);

    Recorded IValueTaskSource<Recorded>.GetResult(short token) => wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Recorded>.GetStatus(short token) => wait.GetStatus(token);

    void IValueTaskSource<Recorded>.OnCompleted(
        Action<object?> continuation, object? argument, short token, ValueTaskSourceOnCompletedFlags flags) =>
        wait.OnCompleted(continuation, argument, token, flags);
}
