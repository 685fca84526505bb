using System.Collections.Frozen;
using Placard.Campaigns;
using Placard.Inventory;
using Placard.Market;
using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Market;

/// <summary>What is in memory follows what is on disk, whatever happens meanwhile.</summary>
public sealed class MarketRoomTests
{
    [Theory, OnBothEngines]
    public async Task AJobNeverMeetsCampaignsFromBeforeTheOneThatTookIt(string engine)
    {
        await using var scratch = await ScratchStore.On(engine);
        var laidOut = new SomeMarket();
        laidOut.Campaign(1);
        var campaigns = new Campaigns(laidOut.Snapshot.Campaigns);
        // A second campaign is launched and takes the job while the jobs are being read.
        var inventory = new Inventory(laidOut.Job(7, campaignId: 2), () =>
        {
            laidOut.Campaign(2);
            campaigns.Current = laidOut.Snapshot.Campaigns;
        });
        using var room = new MarketRoom(scratch.Store, inventory, campaigns, laidOut);

        await room.CatchUp(default);

        Assert.NotNull(room.Current.PriceCents(SomeMarket.Find(room.Current, 7)));
    }

    private sealed class Campaigns(FrozenDictionary<long, CampaignFacts> first) : ICampaigns
    {
        public FrozenDictionary<long, CampaignFacts> Current { get; set; } = first;

        public IReadOnlyCollection<long> Pools => [];

        public PoolAssigner AssignerOf(long poolId) => throw new NotSupportedException();

        public Task<long?> CustomerOf(DbSession session, long campaignId) => throw new NotSupportedException();

        public Task<CampaignApplying?> Applying(DbSession session, long campaignId) =>
            throw new NotSupportedException();

        public Task<HiringEvent?> EventOf(DbSession session, long campaignId) => throw new NotSupportedException();

        public Task<IReadOnlyList<HiringEvent>> OpenEvents(DbSession session) => throw new NotSupportedException();
    }

    private sealed class Inventory(JobRow job, Action whileItIsRead) : IInventory
    {
        public Task<IReadOnlyDictionary<long, long>> SourceVersions(DbSession session) =>
            Task.FromResult<IReadOnlyDictionary<long, long>>(new Dictionary<long, long> { [job.SourceId] = 1 });

        public async IAsyncEnumerable<JobRow> JobsOf(DbSession session, long sourceId)
        {
            await Task.Yield();
            whileItIsRead();
            yield return job;
        }

        public Task<JobRow?> Find(DbSession session, long jobId) => throw new NotSupportedException();

        public Task<JobApplying?> Applying(DbSession session, long jobId) => throw new NotSupportedException();

        public void ReadTexts(DbSession session, long afterJobId, int most, JobTextPage into) =>
            throw new NotSupportedException();
    }
}
