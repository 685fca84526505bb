using System.Text;
using System.Text.Json.Nodes;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Imports;

/// <summary>A feed that collapses waits for a person.</summary>
public sealed class HeldImportTests
{
    [Theory, OnBothEngines]
    public async Task ACollapsedFeedIsHeldAndReleased(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(40));
        var before = await InFeed(advertiser);

        var held = await advertiser.Import(
            new AdvertiserXml().Job("job-7").Job("new").Job("bad", ("company", null)).Job("job-8", ("title", "Nurse"))
                .ToString());

        Assert.Equal("HELD 4 3 1 1 1 1 38", Counts(held));
        Assert.Contains("40", (string)held["message"]!, StringComparison.Ordinal);
        Assert.Equal(before, await InFeed(advertiser));
        Assert.Single(await Rejections(scenario, held));

        var released = await Release(scenario, held);
        Assert.Equal("COMPLETED 4 3 1 1 1 1 38", Counts(released));
        var after = await InFeed(advertiser);
        Assert.Equal(["job-7", "job-8", "new"], after.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(before["job-7"], after["job-7"]);
        Assert.Single(await Rejections(scenario, released));
        (await scenario.Operator.Post($"/v5/imports/{held["id"]}/release")).ExpectProblem(409);
    }

    [Theory, OnBothEngines]
    public async Task AnEmptyFeedIsHeldAndReleased(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(20));

        var held = await advertiser.Import(new AdvertiserXml().ToString());

        Assert.Equal("HELD 0 0 0 0 0 0 20", Counts(held));
        Assert.Equal(20, (await InFeed(advertiser)).Count);
        Assert.Equal("COMPLETED 0 0 0 0 0 0 20", Counts(await Release(scenario, held)));
        Assert.Empty(await InFeed(advertiser));
    }

    // Held jobs are kept in the bytes they were fed in: they must be read by the same rules later.
    [Theory, OnBothEngines]
    public async Task AHeldFeedInAnotherEncodingIsReleasedAsItWasMeant(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(30));
        var western = Encoding.Latin1.GetBytes(AdvertiserXml.Of(1, ("company", "Société Générale")).ToString()
            .Replace("utf-8", "iso-8859-1", StringComparison.Ordinal));

        var held = await advertiser.Import(western);
        Assert.Equal("HELD 1 1 0 0 1 0 29", Counts(held));
        await Release(scenario, held);

        var job = Assert.Single(await advertiser.Jobs(), job => job["removedAt"] == null);
        Assert.Equal("Société Générale", (string)job["company"]!);
        Assert.Equal("COMPLETED 1 1 0 0 0 1 0", Counts(await advertiser.Import(western)));
    }

    [Theory, OnBothEngines]
    public async Task ASmallSourceMayEmptyItself(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(19));

        Assert.Equal("COMPLETED 0 0 0 0 0 0 19", Counts(await advertiser.Import(new AdvertiserXml().ToString())));
    }

    [Theory, OnBothEngines]
    public async Task ATenthIsEnough(string engine)
    {
        var advertiser = await (await Scenario.OnShared(engine)).NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(20));

        Assert.Equal("COMPLETED 2 2 0 0 0 2 18", Counts(await advertiser.Import(AdvertiserXml.Of(2))));
    }

    [Theory, OnBothEngines]
    public async Task AFeedThatRecoversSupersedesTheHeldOne(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(30));
        var held = await advertiser.Import(AdvertiserXml.Of(1).ToString());
        Assert.Equal("HELD", (string)held["status"]!);

        Assert.Equal("COMPLETED 30 30 0 0 0 30 0", Counts(await advertiser.Import(AdvertiserXml.Of(30))));

        (await scenario.Operator.Post($"/v5/imports/{held["id"]}/release")).ExpectProblem(409);
        Assert.Equal(30, (await InFeed(advertiser)).Count);
    }

    [Theory, OnBothEngines]
    public async Task OnlyAHeldImportIsReleased(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var import = await advertiser.Import(AdvertiserXml.Of(1));

        (await scenario.Operator.Post($"/v5/imports/{import["id"]}/release")).ExpectProblem(409);
        (await scenario.Operator.Post("/v5/imports/999999999/release")).ExpectProblem(404);
    }

    [Theory, OnPostgres]
    public async Task AnotherNodeReleasesIt(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(30));
        var held = await advertiser.Import(AdvertiserXml.Of(2).ToString());

        var second = await Scenario.On(await exchange.StartSecondNode());

        Assert.Equal("COMPLETED 2 2 0 0 0 2 28", Counts(await Release(second, held)));
        Assert.Equal(2, (await InFeed(advertiser)).Count);
    }

    private static async Task<JsonObject> Release(Scenario scenario, JsonObject held) =>
        (await scenario.Operator.Post($"/v5/imports/{held["id"]}/release")).Expect(200).Json.AsObject();
}
