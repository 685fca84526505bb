using Placard.Campaigns;

namespace Placard.Market;

/// <summary>
/// A job of a snapshot: a handle of two words. Texts are decoded when they are asked for. Valid as long as its
/// snapshot is held.
/// </summary>
public readonly struct MarketJob : IJobFacts
{
    private readonly JobShelf shelf;
    private readonly int row;

    internal MarketJob(JobShelf shelf, int row)
    {
        this.shelf = shelf;
        this.row = row;
    }

    private ref readonly JobShelf.Entry Entry => ref shelf[row];

    public long JobId => Entry.JobId;

    public long SourceId => shelf.SourceId;

    public long PoolId => Entry.PoolId;

    public long CustomerId => Entry.CustomerId;

    /// <summary>0 when no campaign takes the job.</summary>
    public long CampaignId => Entry.CampaignId;

    /// <summary>0 when no segment takes the job.</summary>
    public long SegmentId => Entry.SegmentId;

    public long EnteredAtMs => Entry.EnteredAtMs;

    public long UpdatedAtMs => Entry.UpdatedAtMs;

    /// <summary>When the advertiser said it ends; the largest number when it did not.</summary>
    public long ExpiresAtMs => Entry.ExpiresAtMs;

    /// <summary>The price that the feed gave for this job.</summary>
    public long? CpcCents => Entry.FedCpcCents < 0 ? null : Entry.FedCpcCents;

    /// <summary>The advertiser's address of the job.</summary>
    public string Url => shelf.Own(Entry.Texts, Entry.UrlLength);

    public string Title => shelf.Own(Entry.Texts + Entry.UrlLength, Entry.TitleLength);

    public string ReferenceNumber =>
        shelf.Own(Entry.Texts + Entry.UrlLength + Entry.TitleLength, Entry.ReferenceLength);

    public string Company => shelf.Shared(Entry.Company);

    public string City => shelf.Shared(Entry.City);

    public string State => shelf.Shared(Entry.State);

    public string Zipcode => shelf.Shared(Entry.Zipcode);

    public string JobType => shelf.Shared(Entry.JobType);

    public bool TalrooApply => Entry.TalrooApply;

    public IReadOnlyList<string> MajorCategories => Lines(Entry.Majors);

    public IReadOnlyList<string> MinorCategories => Lines(Entry.Minors);

    internal Place Place => new(Entry.LatitudeMicro, Entry.LongitudeMicro, State);

    internal ref readonly TitleWords Words => ref shelf[row].Words;

    private string[] Lines(int index) => shelf.Shared(index) is { Length: > 0 } text ? text.Split('\n') : [];
}
