using System.Collections.Frozen;
using System.Text.Json;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>
/// Campaigns in memory: facts by id and one assigner per pool. Each look takes in the rows changed since the last and
/// swaps what changed whole.
/// </summary>
internal sealed class CampaignDirectory(Store store) : ICampaigns, IFollower, IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly Dictionary<long, AssignedCampaign> assigned = [];
    private readonly Dictionary<long, long> poolVersions = [];
    private volatile Known known = Known.Nothing;

    public int Order => 1;

    public FrozenDictionary<long, CampaignFacts> Current => known.Facts;

    public IReadOnlyCollection<long> Pools => known.Assigners.Keys;

    public PoolAssigner AssignerOf(long poolId) =>
        known.Assigners.TryGetValue(poolId, out var assigner) ? assigner : new CampaignAssigner(poolId, 0, []);

    public Task<long?> CustomerOf(DbSession session, long campaignId) => session.Scalar<long?>(
        "SELECT customer_id FROM campaigns WHERE id = @campaignId", new { campaignId });

    public async Task<CampaignApplying?> Applying(DbSession session, long campaignId) =>
        await CampaignStore.Find(session, campaignId, customerScope: null).ConfigureAwait(false) is { } row
            ? new CampaignApplying(
                row.EmailAddress,
                JsonSerializer.Deserialize<string[]>(row.OtherEmailAddresses) ?? [],
                row.TalrooApplyRedir != 0,
                row.ApplicationLinkOverride,
                row.AddressQuestion)
            : null;

    public async Task<HiringEvent?> EventOf(DbSession session, long campaignId) =>
        await CampaignStore.Find(session, campaignId, null).ConfigureAwait(false) is { } row
            ? HiringRules.Of(row)
            : null;

    public async Task<IReadOnlyList<HiringEvent>> OpenEvents(DbSession session) =>
    [
        .. (await DirectoryStore.OpenEvents(session).ConfigureAwait(false))
            .Select(HiringRules.Of).OfType<HiringEvent>(),
    ];

    public async Task CatchUp(CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            known = await store.Read(session => Look(session, known), stop).ConfigureAwait(false);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    // The version is read before the rows: rows may be newer than it, and are then read once more the next time.
    private async Task<Known> Look(DbSession session, Known before)
    {
        var version = (await MoneyStore.Versions(session, null).ConfigureAwait(false)).Campaigns;
        if (version == before.Version)
        {
            return before;
        }
        if (before.Version == 0)
        {
            foreach (var pool in await DirectoryStore.PoolVersions(session).ConfigureAwait(false))
            {
                poolVersions[pool.PoolId] = pool.Version;
            }
        }
        var changed = await DirectoryStore.CampaignsAfter(session, before.Version).ConfigureAwait(false);
        var segments = (await DirectoryStore.SegmentsAfter(session, before.Version).ConfigureAwait(false))
            .ToLookup(row => row.CampaignId);
        var facts = before.Facts.ToDictionary();
        foreach (var row in changed)
        {
            Take(row, [.. segments[row.Id]], facts);
        }
        return new Known(version, facts.ToFrozenDictionary(), Assigners(before));
    }

    private void Take(CampaignRow row, SegmentRow[] segments, Dictionary<long, CampaignFacts> facts)
    {
        poolVersions[row.PoolId] = Math.Max(poolVersions.GetValueOrDefault(row.PoolId), row.AssignRevision);
        if (!row.TakesJobs)
        {
            facts.Remove(row.Id);
            assigned.Remove(row.Id);
            return;
        }
        facts[row.Id] = new CampaignFacts(
            row.Id, row.PoolId, row.CustomerId, row.Name, StatusWords.Read(row.Status), row.AdType == AdTypes.Event,
            row.TalrooApply != 0, row.BidCents,
            segments.Where(segment => segment.TalrooBasicCpc != null)
                .ToFrozenDictionary(segment => segment.Id, segment => segment.TalrooBasicCpc!.Value));
        if (!assigned.TryGetValue(row.Id, out var old) || old.Revision != row.AssignRevision)
        {
            assigned[row.Id] = new AssignedCampaign(
                row.Id, row.PoolId, row.AssignRevision, row.ApplyOrder, JobFilters.FromJson(row.JobFilters),
                [.. segments.OrderBy(segment => segment.Id)
                    .Select(segment => new AssignedSegment(segment.Id, JobFilters.FromJson(segment.JobFilters)))]);
        }
    }

    private FrozenDictionary<long, PoolAssigner> Assigners(Known before)
    {
        var pools = poolVersions
            .Where(pool => !before.Assigners.TryGetValue(pool.Key, out var old) || old.Version != pool.Value)
            .Select(pool => pool.Key).ToHashSet();
        if (pools.Count == 0)
        {
            return before.Assigners;
        }
        var assigners = before.Assigners.ToDictionary();
        var members = assigned.Values.Where(campaign => pools.Contains(campaign.PoolId))
            .ToLookup(campaign => campaign.PoolId);
        foreach (var pool in pools)
        {
            assigners[pool] = new CampaignAssigner(pool, poolVersions[pool], [.. members[pool]
                .OrderByDescending(campaign => campaign.ApplyOrder).ThenBy(campaign => campaign.Id)]);
        }
        return assigners.ToFrozenDictionary();
    }

    private sealed record Known(
        long Version, FrozenDictionary<long, CampaignFacts> Facts, FrozenDictionary<long, PoolAssigner> Assigners)
    {
        public static readonly Known Nothing = new(
            0, FrozenDictionary<long, CampaignFacts>.Empty, FrozenDictionary<long, PoolAssigner>.Empty);
    }
}
