using Placard.Storage;

namespace Placard.Events;

/// <summary>One fact that was written: what <c>verify</c> compares with the rows that owe one.</summary>
public sealed record EventEntry(long Seq, long CustomerId, string Type, string Subject, long CreatedAtMs);

/// <summary>What the check of the books asks of the outbox. Nothing in here is about a person.</summary>
public interface IEventBooks
{
    /// <summary>Every event in order, erased ones included, test sends excluded.</summary>
    IAsyncEnumerable<EventEntry> Entries(DbSession session);

    /// <summary>How many events of this type are about this subject; 1 where one was owed once.</summary>
    Task<long> Count(DbSession session, string type, string subject);

    /// <summary>
    /// What contradicts itself in the outbox's own rows, one sentence each: a pending delivery without a body to send,
    /// a delivered one without an attempt, attempts beyond the limit. At most <paramref name="most"/>.
    /// </summary>
    Task<IReadOnlyList<string>> Findings(DbSession session, int most);
}
