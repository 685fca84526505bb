using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Placard.Inventory;
using Placard.Inventory.Pulling;
using Placard.Inventory.Sources;
using Placard.Tests.Reporting;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Pulling;

/// <summary>Feeds that the exchange fetches for itself.</summary>
public sealed class PullTests
{
    [Theory, OnBothEngines]
    public async Task AFeedIsPulledAndNotFetchedAgainWhenItHasNotChanged(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        var (advertiser, source) = await NewSource(scenario, server.Address + "/jobs.xml");
        server.Serve(AdvertiserXml.Of(3).ToString(), "\"one\"");

        Assert.Equal("COMPLETED 3 3 0 3 0 0 0", Counts(await Pull(scenario, source)));
        Assert.Equal("COMPLETED 3 3 0 0 0 3 0", Counts(await Pull(scenario, source)));
        server.Serve(AdvertiserXml.Of(2).ToString(), "\"two\"");
        var third = await Pull(scenario, source);

        Assert.Equal("COMPLETED 2 2 0 0 0 2 1", Counts(third));
        Assert.Equal("PULL", (string)third["origin"]!);
        Assert.Equal(["", "\"one\"", "\"one\""], server.Asked.Select(request => request.IfNoneMatch));
        Assert.Equal(advertiser.PoolId, (long)(await scenario.Operator.Get($"/v5/sources/{source}"))["poolId"]!);
    }

    // Nobody said that a server's mark is ASCII.
    [Theory, OnBothEngines]
    public async Task AServersMarkGoesBackAsItCame(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        var (_, source) = await NewSource(scenario, server.Address + "/jobs.xml");
        server.Serve(AdvertiserXml.Of(3).ToString(), "\"größe\"");

        await Pull(scenario, source);

        Assert.Equal("COMPLETED 3 3 0 0 0 3 0", Counts(await Pull(scenario, source)));
        Assert.Equal("\"größe\"", server.Asked[^1].IfNoneMatch);
    }

    // What an upload changed, a 304 would leave changed.
    [Theory, OnBothEngines]
    public async Task AfterAnUploadTheFeedIsFetchedWhole(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        var (_, source) = await NewSource(scenario, server.Address + "/jobs.xml");
        server.Serve(AdvertiserXml.Of(3).ToString(), "\"one\"");
        await Pull(scenario, source);

        (await Send(scenario.Operator, source, Bytes(AdvertiserXml.Of(1).ToString()))).Expect(201);

        Assert.Equal("COMPLETED 3 3 0 0 2 1 0", Counts(await Pull(scenario, source)));
        Assert.Equal(["", ""], server.Asked.Select(request => request.IfNoneMatch));
    }

    // A feed that collapsed is released, and then its server has the old one again, marks and all.
    [Theory, OnBothEngines]
    public async Task AfterAReleaseTheFeedIsFetchedWhole(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        var (_, source) = await NewSource(scenario, server.Address + "/jobs.xml");
        server.Serve(AdvertiserXml.Of(20).ToString(), "\"whole\"");
        await Pull(scenario, source);
        server.Serve(AdvertiserXml.Of(1).ToString(), "\"cut\"");
        var held = await Pull(scenario, source);
        (await scenario.Operator.Post($"/v5/imports/{held["id"]}/release")).Expect(200);

        server.Serve(AdvertiserXml.Of(20).ToString(), "\"whole\"");

        Assert.Equal("COMPLETED 20 20 0 0 19 1 0", Counts(await Pull(scenario, source)));
        Assert.Equal(["", "\"whole\"", ""], server.Asked.Select(request => request.IfNoneMatch));
    }

    // Its jobs are kept and its marks are not, as when the exchange ends in between; then the server goes back.
    [Theory, OnBothEngines]
    public async Task AfterAPullThatBrokeOffAtItsEndTheFeedIsFetchedWhole(string engine)
    {
        await using var server = await FeedServer.Start();
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var (_, source) = await NewSource(scenario, server.Address + "/jobs.xml");
        var (_, another) = await NewSource(scenario, server.Address + "/jobs.xml?of=another");
        server.Serve(AdvertiserXml.Of(3).ToString(), "\"three\"");
        await Pull(scenario, source);
        server.Serve(AdvertiserXml.Of(2).ToString(), "\"two\"");
        await Pull(scenario, another);
        await using (var store = new OpenedBooks(exchange))
        {
            await store.Change("CREATE UNIQUE INDEX one_mark ON sources (etag)");
            (await scenario.Operator.Post($"/v5/sources/{source}/imports")).Expect(500);
            await store.Change("DROP INDEX one_mark");
        }

        server.Serve(AdvertiserXml.Of(3).ToString(), "\"three\"");

        Assert.Equal("COMPLETED 3 3 0 0 1 2 0", Counts(await Pull(scenario, source)));
    }

    // While a pull waits for another import of its source, somebody may take the address away.
    [Fact]
    public async Task APullWithoutAnAddressFailsWithASentence()
    {
        using var puller = new FeedPuller(new InventoryOptions { WorkFolder = "" });
        var source = new SourceRow(1, 1, 1, "Careers site", null, 60, "[]", 0, null, 0, null, null, null);

        var fault = await Assert.ThrowsAsync<PullException>(
            () => puller.Pull(source, conditional: false, TestContext.Current.CancellationToken));

        Assert.Equal("The source has no feedUrl any more.", fault.Message);
    }

    [Theory, OnBothEngines]
    public async Task ANewRuleForTitlesFetchesTheFeedWhole(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        var (_, source) = await NewSource(scenario, server.Address + "/jobs.xml");
        server.Serve(AdvertiserXml.Of(1, ("title", "Nurse")).ToString(), "\"one\"");
        await Pull(scenario, source);

        (await scenario.Operator.Patch(
            $"/v5/sources/{source}", """{"titleExpansions":[{"title":"Nurse","titles":["Carer"]}]}""")).Expect(200);

        Assert.Equal("COMPLETED 1 1 0 0 1 0 0", Counts(await Pull(scenario, source)));
        Assert.Equal(2, (await scenario.Operator.List("/v5/jobs", $"sourceId={source}")).Count);
    }

    [Theory, OnBothEngines]
    public async Task GzipRedirectsAndPasswordsAreUnderstood(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        var address = server.Address.Replace("http://", "http://acme:p%40ss@", StringComparison.Ordinal);
        var (_, source) = await NewSource(scenario, address + "/old");
        server.Answer = async context =>
        {
            if (context.Request.Path == "/old")
            {
                context.Response.Redirect("/new");
                return;
            }
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(Gzip(AdvertiserXml.Of(2).ToString()));
        };

        Assert.Equal("COMPLETED 2 2 0 2 0 0 0", Counts(await Pull(scenario, source)));
        Assert.Equal(["/old", "/new"], server.Asked.Select(request => request.Path));
        Assert.Equal("Basic YWNtZTpwQHNz", server.Asked[0].Authorization);
    }

    [Theory, OnBothEngines]
    public async Task WhatGoesWrongIsSaidAndChangesNothing(string engine)
    {
        await using var server = await FeedServer.Start();
        var scenario = await Scenario.OnShared(engine);
        var (_, source) = await NewSource(scenario, server.Address + "/jobs.xml");
        server.Serve(AdvertiserXml.Of(2).ToString(), "\"one\"");
        await Pull(scenario, source);
        (Func<HttpContext, Task> Answer, string Message)[] faults =
        [
            (context => { context.Response.StatusCode = 503; return Task.CompletedTask; }, "503"),
            (context => { context.Response.Redirect("http://10.9.8.7/jobs.xml"); return Task.CompletedTask; },
                "public address"),
            (context => { context.Response.Redirect("http://é-.example/jobs.xml"); return Task.CompletedTask; },
                "could not be fetched"),
            (context => { context.Response.Redirect("/jobs.xml"); return Task.CompletedTask; },
                "at most 5 redirects"),
            (context => context.Response.WriteAsync("<html>Sorry</html>"), "web page"),
            (async context =>
            {
                context.Response.ContentLength = 100_000;
                await context.Response.WriteAsync("<source>");
                context.Abort();
            }, "The feed "),
        ];

        foreach (var (answer, message) in faults)
        {
            server.Answer = answer;
            var import = await Pull(scenario, source);
            Assert.Equal("FAILED 0 0 0 0 0 0 0", Counts(import));
            Assert.Contains(message, (string)import["message"]!, StringComparison.Ordinal);
        }
        Assert.Equal(2, (await scenario.Operator.List("/v5/jobs", $"sourceId={source}"))
            .Count(job => job["removedAt"] == null));
    }

    [Theory, OnBothEngines]
    public async Task ASilentServerIsGivenUp(string engine)
    {
        await using var server = await FeedServer.Start();
        await using var exchange = await Exchange.Start(engine, "--Placard:Inventory:PullSilenceSeconds=1");
        var scenario = await Scenario.On(exchange);
        var (_, source) = await NewSource(scenario, server.Address + "/jobs.xml");
        server.Answer = async context =>
        {
            await context.Response.WriteAsync("<source>");
            await context.Response.Body.FlushAsync();
            var never = new TaskCompletionSource();
            await never.Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        var import = await Pull(scenario, source);

        Assert.Equal("FAILED", (string)import["status"]!);
        Assert.Contains("silent for 1 second", (string)import["message"]!, StringComparison.Ordinal);
    }

    internal static async Task<(Advertiser Advertiser, long SourceId)> NewSource(
        Scenario scenario, string feedUrl, int refreshMinutes = 60)
    {
        var advertiser = await scenario.NewAdvertiser();
        var source = (await scenario.Operator.Post(
            $"/v5/pools/{advertiser.PoolId}/sources", new { name = "Pulled", feedUrl, refreshMinutes })).Expect(201);
        return (advertiser, (long)source["id"]!);
    }

    private static async Task<JsonObject> Pull(Scenario scenario, long sourceId) =>
        (await scenario.Operator.Post($"/v5/sources/{sourceId}/imports")).Expect(201).Json.AsObject();
}
