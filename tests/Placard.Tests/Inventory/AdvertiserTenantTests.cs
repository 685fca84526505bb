using System.Text.Json.Nodes;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory;

/// <summary>Two advertisers at every route of the room: what is another's does not exist.</summary>
public sealed class AdvertiserTenantTests
{
    [Theory, OnBothEngines]
    public async Task AnAdvertiserSeesAndChangesOnlyItsOwn(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (mine, theirs) = (await scenario.NewAdvertiser(), await scenario.NewAdvertiser());
        var api = await mine.LogIn();
        var import = await theirs.Import(AdvertiserXml.Of(2));
        await mine.Import(AdvertiserXml.Of(1));
        var theirJob = (await InFeed(theirs)).Values.First();
        var feed = Bytes(AdvertiserXml.Of(1).ToString());

        (await api.Post($"/v5/pools/{theirs.PoolId}/sources", new { name = "Mine" })).ExpectProblem(404);
        (await api.Get($"/v5/sources/{theirs.SourceId}")).ExpectProblem(404);
        (await api.Patch($"/v5/sources/{theirs.SourceId}", new { name = "Mine" })).ExpectProblem(404);
        (await Send(api, theirs.SourceId, feed)).ExpectProblem(404);
        (await Send(api, theirs.SourceId, [], null)).ExpectProblem(404);
        (await api.Get($"/v5/imports/{import["id"]}")).ExpectProblem(404);
        (await api.Get($"/v5/imports/{import["id"]}/rejections")).ExpectProblem(404);
        (await api.Get($"/v5/imports/{import["id"]}/notes")).ExpectProblem(404);
        (await api.Post($"/v5/imports/{import["id"]}/release")).ExpectProblem(404);
        (await api.Get($"/v5/jobs/{theirJob}")).ExpectProblem(404);

        Assert.Equal([mine.SourceId], Numbers(await api.List("/v5/sources"), "id"));
        Assert.Equal([mine.SourceId], Numbers(await api.List("/v5/imports"), "sourceId"));
        Assert.Equal([mine.SourceId], Numbers(await api.List("/v5/jobs"), "sourceId"));
        Assert.Empty(await api.List("/v5/jobs", $"sourceId={theirs.SourceId}"));
        Assert.Empty(await api.List("/v5/imports", $"sourceId={theirs.SourceId}"));
        Assert.Equal(2, (await InFeed(theirs)).Count);
    }

    [Theory, OnBothEngines]
    public async Task AnAdvertiserWorksWithItsOwn(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var mine = await scenario.NewAdvertiser();
        var api = await mine.LogIn();

        var source = (await api.Post($"/v5/pools/{mine.PoolId}/sources", new { name = "Second" })).Expect(201);
        Assert.Equal($"/v5/sources/{source["id"]}", source.Location);
        var import = (await Send(api, (long)source["id"]!, Bytes(AdvertiserXml.Of(2).ToString()))).Expect(201);
        Assert.Equal(2, (int)import["created"]!);
        (await api.Get($"/v5/imports/{import["id"]}")).Expect(200);
        Assert.Equal(2, (await api.List("/v5/jobs", $"sourceId={source["id"]}")).Count);
    }

    [Theory, OnBothEngines]
    public async Task APublisherHasNoBusinessHere(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var publisher = (await scenario.Operator.Post("/v5/publishers", new { name = "P" })).Expect(201);
        var client = (await scenario.Operator.Post(
            $"/v5/publishers/{publisher["id"]}/app-clients", new { name = "P" })).Expect(201);
        var api = await scenario.LogIn((string)client["id"]!, (string)client["secret"]!);

        string[] paths = ["/v5/sources", "/v5/imports", "/v5/jobs", "/v5/sources/1", "/v5/jobs/10000000001"];
        foreach (var path in paths)
        {
            (await api.Get(path)).ExpectProblem(403);
        }
    }

    private static IEnumerable<long> Numbers(IReadOnlyList<JsonObject> rows, string name) =>
        rows.Select(row => (long)row[name]!);
}
