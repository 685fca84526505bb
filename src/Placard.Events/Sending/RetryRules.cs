using Placard.Events.Deliveries;

namespace Placard.Events.Sending;

/// <summary>What a receiver did with one post. No code: it was not reached, or broke off; the error says how.</summary>
internal sealed record Reply(long? Code, string? Error, byte[]? Body, TimeSpan Took, TimeSpan? RetryAfter);

/// <summary>
/// Up to 100 attempts at least 10 minutes apart until a 2xx (contract, section 6.3): pure rules. Times are the
/// exchange's.
/// </summary>
internal static class RetryRules
{
    public const int MostAttempts = 100;

    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>A receiver cannot put an event off for longer than this.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>
    /// What follows from attempt <paramref name="number"/>, made at <paramref name="atMs"/>. A test send is tried once.
    /// </summary>
    public static (long Status, long NextAtMs) After(
        Reply reply, long number, long atMs, bool isTest) => reply.Code switch
    {
        >= 200 and < 300 => (DeliveryStatus.Delivered, atMs),
        410 => (DeliveryStatus.Stopped, atMs),
        _ when isTest || number >= MostAttempts => (DeliveryStatus.Failed, atMs),
        429 or 503 => (DeliveryStatus.Pending, atMs + Ms(Asked(reply.RetryAfter))),
        _ => (DeliveryStatus.Pending, atMs + Ms(Pause)),
    };

    private static TimeSpan Asked(TimeSpan? retryAfter) =>
        retryAfter is not { } asked || asked < Pause ? Pause : asked > LongestPause ? LongestPause : asked;

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;
}
