using Placard.Bench.Programs;

namespace Placard.Bench.World;

/// <summary>One source of jobs and the campaign that pays for all of them.</summary>
internal sealed record WorldSource(long CustomerId, long PoolId, long SourceId, long CampaignId);

/// <summary>
/// Who there is in a large world: advertisers with a pool, a source and a campaign each; one publisher.
/// </summary>
internal sealed record WorldAccounts(IReadOnlyList<WorldSource> Sources, long PublisherId, long FeedId)
{
    /// <summary>What the feed keeps of a job's price.</summary>
    public const int SharePercent = 60;

    private const long MonthlyDollars = 100_000_000;

    public static async Task<WorldAccounts> Create(BenchApi api)
    {
        var sources = new List<WorldSource>();
        for (var number = 1; number <= LargeWorld.Sources; number++)
        {
            sources.Add(await Advertiser(api, $"Advertiser {number}"));
        }
        var publisherId = (long)(await api.Post("/v5/publishers", new { name = "Board" }))["id"]!;
        // Of a type without files: nothing is built behind the back of a measurement.
        var feed = await api.Post($"/v5/publishers/{publisherId}/feeds", new
        {
            name = "Clicks",
            type = "API",
            pricing = new { model = "DYNAMIC", sharePercent = SharePercent },
        });
        return new WorldAccounts(sources, publisherId, (long)feed["id"]!);
    }

    /// <summary>
    /// A customer with a pool, a source and a live campaign with more money than a benchmark can spend.
    /// </summary>
    public static async Task<WorldSource> Advertiser(BenchApi api, string name)
    {
        var customerId = (long)(await api.Post("/v5/customers", new { name }))["id"]!;
        var poolId = (long)(await api.Post($"/v5/customers/{customerId}/pools", new { name }))["id"]!;
        var sourceId = (long)(await api.Post($"/v5/pools/{poolId}/sources", new { name }))["id"]!;
        var campaign = await api.Post($"/v5/pools/{poolId}/campaigns", new
        {
            name,
            adType = "JOB",
            talrooBasicCpc = 50,
            monthlyBudget = MonthlyDollars,
        });
        var campaignId = (long)campaign["id"]!;
        await api.Post($"/v5/campaigns/{campaignId}/launch");
        return new WorldSource(customerId, poolId, sourceId, campaignId);
    }
}
