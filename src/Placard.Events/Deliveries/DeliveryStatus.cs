namespace Placard.Events.Deliveries;

/// <summary>What became of a delivery, as stored, and the words for it.</summary>
internal static class DeliveryStatus
{
    /// <summary>It is being sent, or waits for its next attempt.</summary>
    public const long Pending = 0;

    /// <summary>The receiver answered 2xx.</summary>
    public const long Delivered = 1;

    /// <summary>A hundred attempts were made; of a test send one.</summary>
    public const long Failed = 2;

    /// <summary>The receiver answered 410, or a person deleted the webhook, or the address cannot be called.</summary>
    public const long Stopped = 3;

    /// <summary>What was to be sent is erased.</summary>
    public const long Erased = 4;

    private static readonly string[] InOrder = ["PENDING", "DELIVERED", "FAILED", "STOPPED", "ERASED"];

    public static readonly IReadOnlyDictionary<string, long> Words = InOrder.Select((word, at) => (word, at))
        .ToDictionary(pair => pair.word, pair => (long)pair.at, StringComparer.Ordinal);

    public static string Word(long status) => InOrder[status];
}
