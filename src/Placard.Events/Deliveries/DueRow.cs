using Placard.Events.Outbox;

namespace Placard.Events.Deliveries;

/// <summary>
/// A delivery that is due, with its event. A large body does not come along: it is read before sending.
/// </summary>
internal sealed record DueRow(
    long Id,
    long EventSeq,
    string? Url,
    long Attempts,
    long NextAtMs,
    long CreatedAtMs,
    string EventId,
    long Test,
    long? QuestionsFrom,
    long? QuestionsLength,
    long BodyBytes,
    byte[]? Body)
{
    public long Number => Attempts + 1;

    public QuestionsPlace? Questions =>
        QuestionsFrom is { } from ? new QuestionsPlace((int)from, (int)QuestionsLength!.Value) : null;
}

/// <summary>What one attempt met and what follows from it.</summary>
internal sealed record Outcome(
    DueRow Due,
    long EndpointId,
    long Status,
    long NextAtMs,
    long AtMs,
    long TookMs,
    long? Code,
    string? Error,
    byte[]? SealedResponse);
