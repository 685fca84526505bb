using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>
/// Campaigns' purses. Balances live in memory beside the click writer and are rebuilt from the ledger's rows at start;
/// inside the ledger's turn they are exact.
/// </summary>
public interface ICampaignMoney
{
    /// <summary>
    /// Cents that one click of this campaign may cost at this moment: what is left of its budgets, within the day's
    /// ceiling and pacing. 0 for a campaign without money, and for one that is neither live nor out of budget. Memory
    /// only, never waits; on several nodes it may lag by one batch, which the ledger's turn then finds out.
    /// </summary>
    long AvailableCents(long campaignId, long nowMs);

    /// <summary>Name of the answer that is the number of the ledger's last click.</summary>
    const string LastClick = "clicks";

    /// <summary>
    /// What <see cref="IEngine.LedgerTurns"/> is to ask for <see cref="Refresh"/>: the numbers of the last change and
    /// of the last click, by which other nodes' spending is noticed: every cent that is spent has its click.
    /// </summary>
    string VersionsSql { get; }

    /// <summary>
    /// First thing in a ledger turn: takes in what other transactions changed (budgets, other nodes' spending), so
    /// that <see cref="TrySpend"/> is exact until the turn ends, with <see cref="Committed"/> or
    /// <see cref="RolledBack"/>. The transaction must be in ledger order. One turn at a time.
    /// </summary>
    /// <param name="session">The session of the turn.</param>
    /// <param name="nowMs">The moment of the turn.</param>
    /// <param name="versions">The answers to <see cref="VersionsSql"/>; null where there are no other nodes.</param>
    Task Refresh(DbSession session, long nowMs, IReadOnlyDictionary<string, long>? versions);

    /// <summary>
    /// Takes the cents from the budget that lapses first, then the monthly one; false changes nothing. The moment is
    /// the click's own, at most a day before the turn's: its day pays.
    /// </summary>
    bool TrySpend(long campaignId, long cents, long nowMs);

    /// <summary>
    /// The campaign's status as its purse knows it, which hears of a pause before the market does: a pause stops a
    /// click as surely as an empty purse, for another reason. Null for one that is over. Memory only, never waits;
    /// exact inside the ledger's turn.
    /// </summary>
    CampaignStatus? StatusOf(long campaignId);

    /// <summary>
    /// Writes what <see cref="TrySpend"/> took since <see cref="Refresh"/> into the same transaction, summed per
    /// budget and day, and turns campaigns OUT_OF_BUDGET that can no longer pay their cheapest live job. The rows that
    /// cost the money go <paramref name="before"/> it. What the answer holds is still to be written, by the commit.
    /// </summary>
    /// <param name="session">The session of the turn.</param>
    /// <param name="nowMs">The moment of the turn.</param>
    /// <param name="lastSeq">The number of the ledger's last click when the turn is committed.</param>
    /// <param name="before">The turn's clicks.</param>
    Task<SpendWritten> WriteSpend(
        DbSession session, long nowMs, long lastSeq, params IReadOnlyList<Appending> before);

    /// <summary>After the commit: what was taken is spent.</summary>
    void Committed();

    /// <summary>
    /// After a failed commit: forgets what was taken; the next <see cref="Refresh"/> reads everything anew. Does
    /// nothing outside a turn.
    /// </summary>
    void RolledBack();
}

/// <summary>How a turn's spending was written.</summary>
/// <param name="StatusChanged">
/// Whether a campaign's status changed: then <see cref="Followers.Spread"/> is due after the commit.
/// </param>
/// <param name="Left">Rows that the commit is to add, in order; nothing else of the turn looks at them.</param>
public readonly record struct SpendWritten(bool StatusChanged, IReadOnlyList<Appending> Left);

/// <summary>Answered by the market, which knows the live jobs: the cheapest price per campaign.</summary>
public interface ICheapestPrices
{
    /// <summary>The lowest price among the campaign's unexpired, priced jobs; null when it has none.</summary>
    long? CheapestPriceCents(long campaignId);
}
