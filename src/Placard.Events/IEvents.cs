using Placard.Storage;

namespace Placard.Events;

/// <summary>
/// The outbox: facts for advertisers, written in the transaction of their cause and delivered from there to every
/// webhook and post URL that is to have them, at least once. Also readable by cursor (<c>GET /v5/events</c>).
/// </summary>
public interface IEvents
{
    /// <summary>
    /// Writes the event and one delivery for each webhook of the customer that wants its type, and for the post URL.
    /// The transaction must be in ledger order (<see cref="Store.WriteLedgerInOrder{T}"/>): the order of events is the
    /// order of commits. Answers the event's id, a 13-character TSID.
    /// </summary>
    Task<string> Append(DbSession session, NewEvent made);

    /// <summary>After the commit: deliveries begin now, not at the next look.</summary>
    void Wake();

    /// <summary>
    /// Erases the bodies of all events about this subject and ends what was still to be delivered; the rows stay.
    /// </summary>
    Task Forget(DbSession session, string subject);
}

/// <summary>
/// An event to be. The envelope (<c>id, initiator, requestId, correlationId, type, data, createdAt</c>, in the order of
/// the seed's samples) is written around <paramref name="Data"/> by this room.
/// </summary>
/// <param name="CustomerId">Whose event it is.</param>
/// <param name="Type">E.g. <c>platform:JobApplication:completed:v2</c>.</param>
/// <param name="Subject">What it is about: the application's <c>tlrApplicationId</c>.</param>
/// <param name="Data">The UTF-8 JSON object of <c>data</c>, with <c>questionsAndAnswers</c> as a plain array.</param>
/// <param name="QuestionsAndAnswers">
/// Where in <paramref name="Data"/> that array stands, for receivers that take the sample's nested object; null where
/// both forms are the same, as in a started event.
/// </param>
/// <param name="PostUrl">The job's post URL; null when it has none or the type does not go there.</param>
public sealed record NewEvent(
    long CustomerId, string Type, string Subject, byte[] Data, Range? QuestionsAndAnswers, string? PostUrl);

/// <summary>The names of events.</summary>
public static class EventTypes
{
    /// <summary>The contact page was sent.</summary>
    public const string ApplicationStarted = "platform:JobApplication:started:v1";

    /// <summary>A valid application was submitted, or an RSVP made.</summary>
    public const string ApplicationCompleted = "platform:JobApplication:completed:v2";
}
