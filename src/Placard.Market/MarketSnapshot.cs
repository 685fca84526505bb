using System.Collections.Frozen;
using Placard.Campaigns;

namespace Placard.Market;

/// <summary>
/// All jobs that are in a feed, and the campaigns that pay for them, at one moment. Immutable; balances alone are read
/// live, because money moves with every click.
/// </summary>
public sealed class MarketSnapshot
{
    private readonly JobIndex index;
    private readonly ICampaignMoney money;

    internal MarketSnapshot(JobIndex index, FrozenDictionary<long, CampaignFacts> campaigns, ICampaignMoney money)
    {
        this.index = index;
        this.money = money;
        Campaigns = campaigns;
    }

    /// <summary>Jobs in the snapshot, live or not.</summary>
    public int JobCount => index.Count;

    /// <summary>The campaigns that take jobs, by id.</summary>
    public FrozenDictionary<long, CampaignFacts> Campaigns { get; }

    internal IReadOnlyList<JobShelf> Shelves => index.Shelves;

    internal JobIndex Index => index;

    internal SimilarMemory Similar { get; } = new();

    /// <summary>Finds a job that is in a feed.</summary>
    public bool TryFind(long jobId, out MarketJob job) => index.TryFind(jobId, out job);

    /// <summary>Every job, ascending by id: the order of feeds.</summary>
    public IEnumerable<MarketJob> JobsInOrder() => index.InOrder();

    /// <summary>
    /// What the advertiser pays for a click: the job's own price, else its segment's, else its campaign's; null when
    /// none of them has one or no campaign takes the job.
    /// </summary>
    public long? PriceCents(in MarketJob job)
    {
        if (!Campaigns.TryGetValue(job.CampaignId, out var campaign))
        {
            return null;
        }
        if (job.CpcCents is { } fed)
        {
            return fed;
        }
        return job.SegmentId != 0 && campaign.SegmentCpcCents.TryGetValue(job.SegmentId, out var segment)
            ? segment
            : campaign.CpcCents;
    }

    /// <summary>
    /// Whether the job takes paid clicks now. Feed builds, status answers and clicks all ask here, so they cannot
    /// disagree.
    /// </summary>
    public JobState StateOf(in MarketJob job, long nowMs) =>
        WhyExpired(job, nowMs) == ExpiredBecause.NotExpired ? JobState.Live : JobState.Expired;

    /// <summary>The first reason why a job takes no paid clicks.</summary>
    public ExpiredBecause WhyExpired(in MarketJob job, long nowMs)
    {
        if (nowMs >= job.ExpiresAtMs)
        {
            return ExpiredBecause.PastItsDate;
        }
        if (!Campaigns.TryGetValue(job.CampaignId, out var campaign))
        {
            return ExpiredBecause.NoCampaign;
        }
        if (campaign.Status == CampaignStatus.Paused)
        {
            return ExpiredBecause.CampaignPaused;
        }
        if (PriceCents(job) is not (> 0 and { } price))
        {
            return ExpiredBecause.NoPrice;
        }
        return campaign.Status == CampaignStatus.Live && money.AvailableCents(job.CampaignId, nowMs) >= price
            ? ExpiredBecause.NotExpired
            : WhyUnpaid(job.CampaignId);
    }

    // A purse that has heard of a pause pays nothing, and may have heard of it before this snapshot was made.
    private ExpiredBecause WhyUnpaid(long campaignId) => money.StatusOf(campaignId) switch
    {
        null => ExpiredBecause.NoCampaign,
        CampaignStatus.Paused => ExpiredBecause.CampaignPaused,
        _ => ExpiredBecause.OutOfBudget,
    };
}

/// <summary>Why a job is expired. The numbers are stored with clicks: never reuse one.</summary>
public enum ExpiredBecause
{
    /// <summary>It is live.</summary>
    NotExpired = 0,

    /// <summary>It left its advertiser's feed.</summary>
    LeftItsFeed = 1,

    /// <summary>The advertiser's own end date has passed.</summary>
    PastItsDate = 2,

    /// <summary>No campaign takes it.</summary>
    NoCampaign = 3,

    /// <summary>Its campaign is paused.</summary>
    CampaignPaused = 4,

    /// <summary>Neither job, segment nor campaign has a price.</summary>
    NoPrice = 5,

    /// <summary>What its campaign has left is less than its price.</summary>
    OutOfBudget = 6,
}
