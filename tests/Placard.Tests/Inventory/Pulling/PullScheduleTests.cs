using Microsoft.AspNetCore.Http;

namespace Placard.Tests.Inventory.Pulling;

/// <summary>Feeds that are pulled by the clock.</summary>
public sealed class PullScheduleTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory, OnBothEngines]
    public async Task AFeedIsPulledEveryHour(string engine)
    {
        await using var server = await FeedServer.Start();
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        var (_, source) = await PullTests.NewSource(scenario, server.Address + "/jobs.xml");
        server.Serve(AdvertiserXml.Of(3).ToString(), "\"one\"");

        await scenario.AdvanceClock(Hour - TimeSpan.FromSeconds(1));
        Assert.Empty(await Imports(scenario, source));
        await scenario.AdvanceClock(TimeSpan.FromSeconds(1));
        Assert.Equal(["COMPLETED SCHEDULE 3"], await Imports(scenario, source));
        await scenario.AdvanceClock(Hour);
        server.Serve(AdvertiserXml.Of(2).ToString(), "\"two\"");
        await scenario.AdvanceClock(Hour);

        Assert.Equal(
            ["COMPLETED SCHEDULE 3", "COMPLETED SCHEDULE 3", "COMPLETED SCHEDULE 2"],
            await Imports(scenario, source));
        Assert.Equal(2, (await scenario.Operator.List("/v5/jobs", $"sourceId={source}"))
            .Count(job => job["removedAt"] == null));
    }

    [Theory, OnBothEngines]
    public async Task AFeedThatFailsIsAskedLessOftenAndStopsNoOther(string engine)
    {
        await using var good = await FeedServer.Start();
        await using var bad = await FeedServer.Start();
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        var (_, failing) = await PullTests.NewSource(scenario, bad.Address + "/jobs.xml");
        var (_, working) = await PullTests.NewSource(scenario, good.Address + "/jobs.xml");
        good.Serve(AdvertiserXml.Of(1).ToString(), "\"one\"");
        bad.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };

        for (var hour = 0; hour < 8; hour++)
        {
            await scenario.AdvanceClock(Hour);
        }
        Assert.Equal(8, (await Imports(scenario, working)).Count);
        // After 1 hour, then 2 more, then 4 more.
        Assert.Equal(3, (await Imports(scenario, failing)).Count);
        Assert.All(await Imports(scenario, failing), import =>
            Assert.StartsWith("FAILED", import, StringComparison.Ordinal));

        bad.Serve(AdvertiserXml.Of(2).ToString(), "\"one\"");
        await scenario.AdvanceClock(TimeSpan.FromDays(1));
        Assert.Equal("COMPLETED SCHEDULE 2", (await Imports(scenario, failing))[^1]);
        var next = await Next(scenario, failing);
        Assert.Equal(await scenario.Now() + Hour, next);
    }

    [Theory, OnBothEngines]
    public async Task SlowServersOfOneAdvertiserHoldUpNoOther(string engine)
    {
        await using var slow = await FeedServer.Start();
        await using var good = await FeedServer.Start();
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        var (advertiser, _) = await PullTests.NewSource(scenario, slow.Address + "/1.xml", refreshMinutes: 30);
        for (var number = 2; number <= 6; number++)
        {
            (await scenario.Operator.Post($"/v5/pools/{advertiser.PoolId}/sources",
                new { name = "Slow", feedUrl = $"{slow.Address}/{number}.xml", refreshMinutes = 30 })).Expect(201);
        }
        var (_, other) = await PullTests.NewSource(scenario, good.Address + "/jobs.xml", refreshMinutes: 30);
        var enough = new TaskCompletionSource();
        slow.Answer = async context =>
        {
            await enough.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(AdvertiserXml.Of(1).ToString());
        };
        good.Serve(AdvertiserXml.Of(3).ToString(), "\"one\"");

        var advance = scenario.AdvanceClock(Hour / 2);
        try
        {
            await Eventually.Becomes("COMPLETED SCHEDULE 3", async () =>
                string.Join(' ', await Imports(scenario, other)));
            Assert.InRange(slow.Asked.Count, 0, 2);
        }
        finally
        {
            enough.SetResult();
            await advance;
        }
        Assert.Equal(6, slow.Asked.Count);
    }

    [Theory, OnBothEngines]
    public async Task ChangingTheSourcePlansItsPullsAnew(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var now = new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);
        await scenario.SetClock(now);
        var (_, source) = await PullTests.NewSource(scenario, "https://acme.example/jobs.xml");
        Assert.Equal(now + Hour, await Next(scenario, source));

        await scenario.Operator.Patch($"/v5/sources/{source}", new { refreshMinutes = 600 });
        Assert.Equal(now + (10 * Hour), await Next(scenario, source));
        await scenario.Operator.Patch($"/v5/sources/{source}", """{"feedUrl":null}""");
        Assert.Null(await Next(scenario, source));
    }

    private static async Task<List<string>> Imports(Scenario scenario, long source) =>
        (await scenario.Operator.List("/v5/imports", $"sourceId={source}", "id,asc"))
        .Select(import => $"{import["status"]} {import["origin"]} {import["accepted"]}").ToList();

    private static async Task<DateTimeOffset?> Next(Scenario scenario, long source) =>
        (string?)(await scenario.Operator.Get($"/v5/sources/{source}")).Expect(200)["nextPullAt"] is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
