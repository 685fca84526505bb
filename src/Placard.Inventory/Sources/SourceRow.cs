using System.Text.Json;
using Placard.Platform;

namespace Placard.Inventory.Sources;

/// <summary>A row of <c>sources</c>, columns in this order.</summary>
internal sealed record SourceRow(
    long Id,
    long PoolId,
    long CustomerId,
    string Name,
    string? FeedUrl,
    long RefreshMinutes,
    string TitleExpansions,
    long CreatedAtMs,
    long? NextPullAtMs,
    long Failures,
    string? Etag,
    string? LastModified,
    string? ReadingMark)
{
    public const string Columns =
        "id, pool_id, customer_id, name, feed_url, refresh_minutes, title_expansions, created_at_ms, next_pull_at_ms, "
        + "failures, etag, last_modified, reading_mark";

    public SourceShape ToShape() => new(
        Id,
        PoolId,
        CustomerId,
        Name,
        FeedUrl,
        RefreshMinutes,
        JsonDocument.Parse(TitleExpansions).RootElement,
        Wire.Time(CreatedAtMs),
        Wire.Time(NextPullAtMs));
}

/// <summary>A source as the API shows it.</summary>
internal sealed record SourceShape(
    long Id,
    long PoolId,
    long CustomerId,
    string Name,
    string? FeedUrl,
    long RefreshMinutes,
    JsonElement TitleExpansions,
    string CreatedAt,
    string? NextPullAt);
