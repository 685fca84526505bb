using System.Globalization;
using Placard.Campaigns;

namespace Placard.Inventory.Jobs;

/// <summary>
/// What Campaigns says about prices and money at this moment, written into a query as two small tables, so that the
/// API's <c>status</c> and <c>cpcCents</c> can be searched and sorted and still agree with what a click would find.
/// All of it is numbers of our own.
/// </summary>
internal sealed class JobPrices(ICampaigns campaigns, ICampaignMoney money)
{
    /// <summary>
    /// The price of a click: job, else segment, else campaign. Of the query that <see cref="Joins"/> ends.
    /// </summary>
    public const string PriceSql = "COALESCE(j.cpc_cents, s.cpc_cents, c.cpc_cents)";

    /// <summary>
    /// 1 when the job takes paid clicks: in its feed, not past its date, in a live campaign that can pay one click.
    /// Needs <c>@nowMs</c>.
    /// </summary>
    public const string IsLiveSql =
        $"""
        CASE WHEN j.removed_at_ms IS NULL AND (j.expires_at_ms IS NULL OR j.expires_at_ms > @nowMs)
            AND {PriceSql} > 0 AND {PriceSql} <= c.available_cents THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END
        """;

    /// <summary>Joins to <c>jobs j</c>: <c>c</c> the campaigns, <c>s</c> the segments that carry a price.</summary>
    public string Joins(long nowMs)
    {
        var current = campaigns.Current.Values;
        var campaignRows = current.Select(campaign => Row(
            campaign.Id,
            campaign.CpcCents,
            campaign.Status == CampaignStatus.Live ? money.AvailableCents(campaign.Id, nowMs) : -1));
        var segmentRows = current.SelectMany(campaign => campaign.SegmentCpcCents.Select(
            segment => Row(campaign.Id, segment.Key, segment.Value)));
        return $"""
            LEFT JOIN ({Table(campaignRows, "campaign_id", "cpc_cents", "available_cents")}) c
                ON c.campaign_id = j.campaign_id
            LEFT JOIN ({Table(segmentRows, "campaign_id", "segment_id", "cpc_cents")}) s
                ON s.campaign_id = j.campaign_id AND s.segment_id = j.segment_id
            """;
    }

    /// <summary>A table of numbers; the row of zeros that no job meets keeps it from being empty.</summary>
    private static string Table(IEnumerable<string> rows, params string[] columns)
    {
        var names = string.Join(", ", columns);
        var casts = string.Join(", ", columns.Select(column => $"CAST({column} AS BIGINT) AS {column}"));
        return $"WITH t ({names}) AS (VALUES {string.Join(", ", rows.Prepend("(0, 0, 0)"))}) SELECT {casts} FROM t";
    }

    private static string Row(params long?[] numbers) =>
        $"({string.Join(", ", numbers.Select(number => number?.ToString(CultureInfo.InvariantCulture) ?? "NULL"))})";
}
