namespace Placard.Storage;

/// <summary>
/// What a write transaction may touch. On SQLite each area is a file with a writer of its own, so that a long import
/// never makes a click wait; on PostgreSQL both live in one database. A transaction never spans areas: the two files
/// cannot be committed atomically.
/// </summary>
public enum Area
{
    /// <summary>
    /// Accounts, campaigns, money, feeds, clicks, conversions, dispositions: small rows and the ledger.
    /// </summary>
    Ledger,

    /// <summary>Sources' jobs and imports: bulk.</summary>
    Inventory,
}
