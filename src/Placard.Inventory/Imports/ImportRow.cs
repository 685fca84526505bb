using System.Text.Json;
using Placard.Platform;

namespace Placard.Inventory.Imports;

/// <summary>Statuses of an import, as the API spells them.</summary>
internal static class ImportStatuses
{
    /// <summary>Being read.</summary>
    public const string Running = "RUNNING";

    /// <summary>Applied.</summary>
    public const string Completed = "COMPLETED";

    /// <summary>Nothing changed until a person releases it: the feed collapsed.</summary>
    public const string Held = "HELD";

    /// <summary>Nothing changed, see the message.</summary>
    public const string Failed = "FAILED";
}

/// <summary>Who asked for an import.</summary>
internal static class ImportOrigins
{
    /// <summary>The feed came with the call.</summary>
    public const string Upload = "UPLOAD";

    /// <summary>The call asked to pull the feed.</summary>
    public const string Pull = "PULL";

    /// <summary>The source's own schedule.</summary>
    public const string Schedule = "SCHEDULE";
}

/// <summary>A row of <c>imports</c>, columns in this order.</summary>
internal sealed record ImportRow(
    long Id,
    long SourceId,
    long CustomerId,
    string Origin,
    string Status,
    string? Message,
    long JobsRead,
    long JobsAccepted,
    long JobsRejected,
    long JobsCreated,
    long JobsUpdated,
    long JobsUnchanged,
    long JobsRemoved,
    long Notes,
    string? UnknownElements,
    long StartedAtMs,
    long? FinishedAtMs)
{
    public const string Columns =
        "id, source_id, customer_id, origin, status, message, jobs_read, jobs_accepted, jobs_rejected, jobs_created, "
        + "jobs_updated, jobs_unchanged, jobs_removed, notes, unknown_elements, started_at_ms, finished_at_ms";

    public ImportShape ToShape() => new(
        Id,
        SourceId,
        Origin,
        Status,
        Message,
        JobsRead,
        JobsAccepted,
        JobsRejected,
        JobsCreated,
        JobsUpdated,
        JobsUnchanged,
        JobsRemoved,
        Notes,
        UnknownElements == null ? null : JsonDocument.Parse(UnknownElements).RootElement,
        Wire.Time(StartedAtMs),
        Wire.Time(FinishedAtMs));
}

/// <summary>An import as the API shows it.</summary>
internal sealed record ImportShape(
    long Id,
    long SourceId,
    string Origin,
    string Status,
    string? Message,
    long Read,
    long Accepted,
    long Rejected,
    long Created,
    long Updated,
    long Unchanged,
    long Removed,
    long Notes,
    JsonElement? UnknownElements,
    string StartedAt,
    string? FinishedAt);
