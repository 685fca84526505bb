using System.Collections.Frozen;
using Placard.Campaigns;
using Placard.Inventory;
using Placard.Market;
using Placard.Storage;

namespace Placard.Tests.Market;

/// <summary>
/// A market laid out by hand: jobs on one shelf per source, campaigns, and what each campaign has left. Ask for
/// <see cref="Snapshot"/> after laying out; <see cref="LeftCents"/> works on snapshots already taken.
/// </summary>
internal sealed class SomeMarket : IMarket, ICampaignMoney
{
    public const long NowMs = 1_769_853_600_000; // 2026-01-31 10:00 UTC

    private readonly SortedDictionary<long, JobRow> fed = [];
    private readonly Dictionary<long, JobRow> gone = [];
    private readonly Dictionary<long, CampaignFacts> campaigns = [];

    /// <summary>What each campaign has left; one without an entry has no end of money.</summary>
    public Dictionary<long, long> LeftCents { get; } = [];

    /// <summary>What purses know of their campaigns, live unless told otherwise; null is over.</summary>
    public Dictionary<long, CampaignStatus?> PurseStatus { get; } = [];

    public MarketSnapshot Snapshot => new(
        new JobIndex([.. fed.Values.GroupBy(job => job.SourceId).Select(Shelf)]), campaigns.ToFrozenDictionary(), this);

    MarketSnapshot IMarket.Current => Snapshot;

    public static MarketJob Find(MarketSnapshot snapshot, long jobId)
    {
        Assert.True(snapshot.TryFind(jobId, out var job), $"{jobId} is not in the snapshot");
        return job;
    }

    /// <summary>A job in Austin's centre, priced by its campaign, unless <paramref name="change"/> says so.</summary>
    public JobRow Job(
        long jobId, string title = "Forklift Driver", long? campaignId = 1, Func<JobRow, JobRow>? change = null)
    {
        var job = new JobRow(
            jobId, SourceId: 1, PoolId: 1, CustomerId: 1, campaignId, SegmentId: null, CpcCents: null, $"ref-{jobId}",
            title, "Acme Logistics", "Austin", "TX", "78701", 30_271_100, -97_743_700, $"https://acme.example/{jobId}",
            MajorCategories: "", MinorCategories: "", JobType: "", TalrooApply: 0, NowMs, NowMs, ExpiresAtMs: null);
        return fed[jobId] = change?.Invoke(job) ?? job;
    }

    /// <summary>A job that was in a feed once.</summary>
    public JobRow JobThatLeft(long jobId, string title = "Forklift Driver", Func<JobRow, JobRow>? change = null)
    {
        var job = Job(jobId, title, change: change);
        fed.Remove(jobId);
        return gone[jobId] = job;
    }

    public void Campaign(long id, long? cpcCents = 50, CampaignStatus status = CampaignStatus.Live,
        params (long Segment, long CpcCents)[] segments) =>
        campaigns[id] = new CampaignFacts(
            id, 1, 1, $"Campaign {id}", status, IsEvent: false, TalrooApply: false, cpcCents,
            segments.ToFrozenDictionary(segment => segment.Segment, segment => segment.CpcCents));

    public Task<JobRow?> FindOutside(long jobId, CancellationToken stop) =>
        Task.FromResult(gone.GetValueOrDefault(jobId));

    public long AvailableCents(long campaignId, long nowMs) => LeftCents.GetValueOrDefault(campaignId, long.MaxValue);

    public string VersionsSql => throw new NotSupportedException();

    public Task Refresh(DbSession session, long nowMs, IReadOnlyDictionary<string, long>? versions) =>
        throw new NotSupportedException();

    public bool TrySpend(long campaignId, long cents, long nowMs) => throw new NotSupportedException();

    public CampaignStatus? StatusOf(long campaignId) =>
        PurseStatus.GetValueOrDefault(campaignId, CampaignStatus.Live);

    public Task<SpendWritten> WriteSpend(
        DbSession session, long nowMs, long lastSeq, params IReadOnlyList<Appending> before) =>
        throw new NotSupportedException();

    public void Committed() => throw new NotSupportedException();

    public void RolledBack() => throw new NotSupportedException();

    private static JobShelf Shelf(IGrouping<long, JobRow> source)
    {
        var shelf = new JobShelf.Builder();
        foreach (var job in source)
        {
            shelf.Add(job);
        }
        return shelf.Build(source.Key, 1);
    }
}
