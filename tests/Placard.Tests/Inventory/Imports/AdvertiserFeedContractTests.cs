using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Imports;

/// <summary>The examples of docs/contract/advertiser-feed.md are what the exchange really takes and says.</summary>
public sealed partial class AdvertiserFeedContractTests
{
    [Theory, OnBothEngines]
    public async Task TheExampleFeedIsAnsweredAsThePageSays(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();

        var answer = (await Send(
            scenario.Operator, advertiser.SourceId, Bytes(Golden.Read("exemplary/advertiser-feed.xml")))).Expect(201);

        Golden.Matches("exemplary/import.json", Example(answer.Text) + "\n");
        var rejection = Assert.Single(await Rejections(scenario, answer.Json.AsObject()));
        Golden.Matches("exemplary/import-rejection.json", rejection.ToJsonString() + "\n");
        var job = Assert.Single(await advertiser.Jobs());
        Assert.Equal("2021-03-06T01:52:19Z", (string)job["date"]!);
        Assert.Equal("[Trucking]", (string)job["majorCategories"]![0]!);
    }

    [Fact]
    public void ThePageShowsTheGoldenFiles()
    {
        var page = File.ReadAllText(RepositoryRoot.At("docs", "contract", "advertiser-feed.md"));
        foreach (var file in new[] { "advertiser-feed.xml", "import.json", "import-rejection.json" })
        {
            Assert.Contains(Golden.Read($"exemplary/{file}"), page, StringComparison.Ordinal);
        }
    }

    // Ids and times are another exchange's.
    private static string Example(string import) => Times().Replace(
        Ids().Replace(import, "\"$1\":1"), "\"$1\":\"2026-01-31T10:00:00Z\"");

    [GeneratedRegex("\"(id|sourceId)\":\\d+")]
    private static partial Regex Ids();

    [GeneratedRegex("\"(startedAt|finishedAt)\":\"[^\"]+\"")]
    private static partial Regex Times();
}
