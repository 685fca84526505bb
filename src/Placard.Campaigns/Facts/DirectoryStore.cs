using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>What the directory reads.</summary>
internal static class DirectoryStore
{
    /// <summary>Campaigns changed after a revision.</summary>
    public static Task<List<CampaignRow>> CampaignsAfter(DbSession session, long revision) =>
        session.Query<CampaignRow>(
            revision == 0
                ? "SELECT * FROM campaigns WHERE status NOT IN ('DRAFT', 'ARCHIVED')"
                : "SELECT * FROM campaigns WHERE revision > @revision", new { revision });

    /// <summary>Hiring events that are neither drafts nor archived.</summary>
    public static Task<List<CampaignRow>> OpenEvents(DbSession session) => session.Query<CampaignRow>(
        """
        SELECT * FROM campaigns WHERE ad_type = 'EVENT' AND status NOT IN ('DRAFT', 'ARCHIVED') ORDER BY id
        """);

    /// <summary>All segments of campaigns changed after a revision.</summary>
    public static Task<List<SegmentRow>> SegmentsAfter(DbSession session, long revision) =>
        session.Query<SegmentRow>(
            """
            SELECT id, campaign_id, name, talroo_basic_cpc, job_filters, created_at_ms, updated_at_ms FROM segments
            WHERE campaign_id IN (SELECT id FROM campaigns WHERE revision > @revision)
            """, new { revision });

    /// <summary>
    /// When each pool's jobs were last to be shared out anew, drafts and archived campaigns included.
    /// </summary>
    public static Task<List<PoolVersionRow>> PoolVersions(DbSession session) => session.Query<PoolVersionRow>(
        "SELECT pool_id, MAX(assign_revision) AS version FROM campaigns GROUP BY pool_id");
}

/// <summary>One pool's version.</summary>
internal sealed record PoolVersionRow
{
    public long PoolId { get; init; }
    public long Version { get; init; }
}

/// <summary>One row of <c>segments</c>.</summary>
internal sealed record SegmentRow(
    long Id,
    long CampaignId,
    string Name,
    long? TalrooBasicCpc,
    string JobFilters,
    long CreatedAtMs,
    long UpdatedAtMs);
