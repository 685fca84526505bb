using System.Text.Json.Nodes;
using Placard.Bench.Programs;

namespace Placard.Bench.World;

/// <summary>A publisher's feed with files, of the jobs of one source.</summary>
internal sealed record PublishedFeed(long FeedId, string Pass)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Makes it and waits until the exchange has built it once on its own account.</summary>
    public static async Task<PublishedFeed> Create(BenchApi api, long publisherId, long sourceId)
    {
        var feed = await api.Post($"/v5/publishers/{publisherId}/feeds", new
        {
            name = "Files",
            type = "XML",
            pricing = new { model = "DYNAMIC", sharePercent = WorldAccounts.SharePercent },
            jobFilters = new[] { new { field = "sourceId", @operator = "EQUALS", value = sourceId } },
        });
        var made = new PublishedFeed((long)feed["id"]!, (string)feed["pass"]!);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var waited = TimeSpan.Zero; waited < Patience; waited += timer.Period)
        {
            if (await Newest(api, made.FeedId) != null)
            {
                return made;
            }
            await timer.WaitForNextTickAsync();
        }
        throw new InvalidOperationException("The feed was not built.");
    }

    /// <summary>The latest build, or null.</summary>
    public static async Task<JsonNode?> Newest(BenchApi api, long feedId) =>
        (await api.Get($"/v5/feeds/{feedId}/builds?size=1"))["content"]!.AsArray().FirstOrDefault();
}
