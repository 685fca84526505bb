using System.Collections.Immutable;

namespace Placard.Campaigns;

/// <summary>A segment as jobs meet it.</summary>
internal sealed record AssignedSegment(long Id, JobFilters Filters);

/// <summary>A campaign as jobs meet it; segments by id.</summary>
internal sealed record AssignedCampaign(
    long Id, long PoolId, long Revision, long ApplyOrder, JobFilters Filters, ImmutableArray<AssignedSegment> Segments);

/// <summary>
/// A pool's campaigns, first to be asked first: higher apply order, then the older campaign. Within the campaign the
/// oldest segment that matches takes the job.
/// </summary>
internal sealed record CampaignAssigner(long PoolId, long Version, ImmutableArray<AssignedCampaign> InOrder)
    : PoolAssigner(PoolId, Version)
{
    public override Assignment? Assign(IJobFacts job)
    {
        foreach (var campaign in InOrder)
        {
            if (campaign.Filters.Matches(job))
            {
                return new Assignment(campaign.Id, SegmentFor(campaign, job));
            }
        }
        return null;
    }

    private static long? SegmentFor(AssignedCampaign campaign, IJobFacts job)
    {
        foreach (var segment in campaign.Segments)
        {
            if (segment.Filters.Matches(job))
            {
                return segment.Id;
            }
        }
        return null;
    }
}
